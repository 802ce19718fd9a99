"""The paragraph for the activity report: what is known of an event's participation, in sentences.

Every number in it is one of the tables, and bears the code of its definition. What is not known is said to be not recorded.
The paragraph is made to be published: so people are told apart by gender and way of taking part only where the public page
may do so, that is where none of the numbers is small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.lib import dates
from app.lib.clock import now
from app.lib.wording import pgettext, translated
from app.models import Event, Group, Mode
from app.models.labels import label
from app.services.dimensions import UNRECORDED
from app.services.statistics import breakdowns
from app.services.statistics import paragraph_words as words
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Phase, Source
from app.services.statistics.pieces import Number, Piece, Pieces, Teller, plain

_IN_CITY, _IN_YEAR = pgettext("event", "in %(city)s"), pgettext("event", "in %(year)s")
_HYBRID = pgettext("event", "in %(city)s and online")


@dataclass(frozen=True)
class Paragraph:
    """The sentences, whence the figures come, and the dimensions that are left out because a number in them is small."""

    language: str
    sentences: Sequence[Pieces]
    source: Pieces
    withheld: Sequence[str]

    @property
    def text(self) -> str:
        """The sentences as plain text."""
        return " ".join(map(plain, self.sentences))


def paragraph(figures: EventFigures, states: int, language: str) -> Paragraph:
    """The paragraph in a language; `states` is the number of all member states."""
    writer = _Writer(figures, states, language)
    sentences = [sentence for sentence in writer.sentences() if sentence]
    return Paragraph(language, sentences, writer.source(), writer.withheld)


def circumstances(event: Event, language: str) -> str:
    """Where and when inside a sentence, as in “in Strasbourg from 19 to 21 March 2024”; the year where no day is known."""
    if event.mode is Mode.ONLINE:
        where = label(Mode.ONLINE, language)
    elif event.city:
        message = _HYBRID if event.mode is Mode.HYBRID else _IN_CITY
        where = translated(message, language, city=event.city)
    else:
        where = label(Mode.HYBRID, language) if event.mode is Mode.HYBRID else ""
    days = event.days
    when = (
        dates.on_days(days[0], days[-1], language)
        if days
        else translated(_IN_YEAR, language, year=event.year)
    )
    return " ".join(filter(None, (where, when)))


class _Writer:
    def __init__(self, figures: EventFigures, states: int, language: str) -> None:
        self._figures = figures
        self._summary = figures.summary
        self._all = len(figures.states) or states
        self._say = Teller(language)
        self._language = language
        self._breakdowns = breakdowns.shown([("attended", figures.breakdowns)])
        self.withheld: list[str] = []

    def sentences(self) -> list[Pieces]:
        """One after the other; an empty one has nothing to say."""
        phase = self._summary.phase
        over = phase is Phase.AFTER
        tense = words.PAST if over or phase is Phase.CANCELLED else words.PRESENT
        if phase is Phase.CANCELLED:
            told = [self._registered(tense, with_groups=False)]
        elif self._summary.attendance_known and phase in words.CAME:
            told = [self._came(), *(self._told_apart() if over else ()), self._states_came()]
            told += [self._registered(tense, with_groups=False)] if over else []
        else:
            told = [self._groups_alone(), self._registered(tense, with_groups=True)]
            told += [self._states_confirmed(tense), self._states_came()]
        return [self._opening(), *told, self._unknown() if over else []]

    def source(self) -> Pieces:
        """Whether the figures are frozen, counted or reported."""
        event, frozen, found = self._summary.event, self._figures.frozen, list[Piece]()
        if self._summary.source is Source.REPORTED:
            sources = dict.fromkeys(one.source for one in self._summary.reported)
            found += self._say(words.REPORTED, source="; ".join(sources))
        day = dates.day(
            event.local(frozen.at if frozen else now()).date(), self._language, weekday=False, year=True
        )
        if frozen:
            numbers = {"version": f"{frozen.version}", "definitions": f"{frozen.definitions}"}
            said = self._say(words.FROZEN, day=day, **numbers)
        else:
            said = self._say(words.COUNTED, day=day) if self._summary.source is Source.COUNTED else []
        return [*found, *([Piece(" ")] if found and said else []), *said]

    def _opening(self) -> Pieces:
        event = self._summary.event
        titled, untitled = words.SUBJECTS[event.kind]
        title = event.title.in_language(self._language)
        subject = self._say(titled, title=title) if title else self._say(untitled)
        where_and_when = circumstances(event, self._language)
        return self._say(words.OPENINGS[self._summary.phase], event=subject, circumstances=where_and_when)

    def _came(self) -> Pieces:
        phase, came = self._summary.phase, self._number("attended")
        if not came or not came.value:
            return self._say(words.NOBODY_CAME[phase])
        return self._say.counted(words.CAME[phase], came, details=self._details("attended"))

    def _details(self, step: str) -> Pieces:
        """How the people of a step divide into the groups: with a colon if these are all of them."""
        total, known = self._summary.total[step], self._known_groups(step)
        if len(known) == 1 and known[0][1].value == total:
            group, number = known[0]
            return self._say.counted(words.ALL_IN_GROUP[group], number)
        if not known:
            return []
        whole = sum(number.value for _, number in known) == total
        return self._say(words.WHOLE if whole else words.PART_OF_IT, parts=self._parts(known))

    def _known_groups(self, step: str) -> list[tuple[Group, Number]]:
        """The groups of which somebody is known."""
        numbers = ((group, own[step]) for group, own in self._summary.groups.items())
        return [(group, Number(number, step)) for group, number in numbers if number]

    def _parts(self, known: Iterable[tuple[Group, Number]]) -> Pieces:
        return self._say.listed(self._say.counted(words.IN_GROUP[group], number) for group, number in known)

    def _groups_alone(self) -> Pieces:
        """Where somebody reported a group and not the whole."""
        if self._summary.source is not Source.REPORTED or not (known := self._known_groups("attended")):
            return []
        return self._say(words.PARTS_ALONE, parts=self._parts(known))

    def _states(self, forms: words.Forms, none: str, number: Number | None) -> Pieces:
        if number is None:
            return []
        if not number.value:
            return self._say(none)
        if number.value == self._all:
            subject = self._say(words.ALL_STATES, all=number)
        elif number.value < self._all:
            subject = self._say.counted(words.SOME_STATES, number, all=self._say.number(self._all))
        else:
            subject = self._say.counted(words.STATES_ALONE, number)
        return self._say.counted(forms, number, states=subject)

    def _states_came(self) -> Pieces:
        phase = self._summary.phase
        if phase not in words.STATES_CAME:
            return []
        return self._states(
            words.STATES_CAME[phase], words.NO_STATE_CAME[phase], self._number("states_attended")
        )

    def _states_confirmed(self, tense: words.Tense) -> Pieces:
        if not self._summary.total["confirmed"]:
            return []
        return self._states(tense.states, tense.no_state, self._number("states_confirmed"))

    def _registered(self, tense: words.Tense, *, with_groups: bool) -> Pieces:
        """How many had registered, how many of them were confirmed, and whoever makes the difference to those who came."""
        registered, confirmed = self._number("registered"), self._number("confirmed")
        details = self._details("confirmed") if with_groups else []
        if registered is None:
            return self._say.counted(words.CONFIRMED_ALONE, confirmed, details=details) if confirmed else []
        if not registered.value:
            return self._say(tense.nobody)
        over = self._summary.phase is Phase.AFTER  # nobody is absent before the end
        rest = [
            *self._of_whom(tense, registered, confirmed, details),
            *(self._exceptions() if over else ()),
        ]
        return self._say.counted(tense.registered, registered, rest=rest)

    def _of_whom(
        self, tense: words.Tense, registered: Number, confirmed: Number | None, details: Pieces
    ) -> Pieces:
        if confirmed is None or self._summary.phase is Phase.CANCELLED:
            return []
        if not confirmed.value:
            return self._say.counted(tense.none, registered)
        if confirmed.value == registered.value:
            return self._say.counted(tense.everybody, registered, details=details)
        return self._say.counted(tense.of_whom, confirmed, details=details)

    def _exceptions(self) -> Pieces:
        pairs = ((words.ABSENT, "absent"), (words.UNCONFIRMED, "attended_unconfirmed"))
        found = [
            self._say.counted(forms, number)
            for forms, code in pairs
            if (number := self._number(code)) and number.value
        ]
        return self._say(words.EXCEPTIONS, parts=self._say.listed(found)) if found else []

    def _told_apart(self) -> list[Pieces]:
        """By gender and way of taking part, each only where it may be published."""
        by_gender, by_mode = self._publishable("gender"), self._publishable("mode")
        modes = {key: Number(number, "mode") for key, number in by_mode}
        parts = [self._say(words.GENDERS[key], number=Number(number, "gender")) for key, number in by_gender]
        return [
            self._say(words.BY_GENDER, parts=self._say.listed(parts)) if len(parts) > 1 else [],
            self._say(words.BY_MODE, **{key: modes[key] for key in (Mode.IN_PERSON.value, Mode.ONLINE.value)})
            if set(modes) == {Mode.IN_PERSON.value, Mode.ONLINE.value}
            else [],
        ]

    def _publishable(self, dimension: str) -> list[tuple[str | None, int]]:
        """The numbers of those who came by a dimension; nothing where one was never asked, or is small."""
        cells = self._breakdowns.get(dimension, {})
        if cells is None:
            self.withheld.append(dimension)
        return [] if not cells or UNRECORDED in cells else list(cells.items())

    def _unknown(self) -> Pieces:
        """What is not recorded of those who came, in one sentence."""
        total, groups = self._summary.total["attended"], self._summary.groups
        items = [(words.UNKNOWN_PEOPLE, "attended")] if total is None else []
        if total is not None or self._groups_alone():
            missing = [group for group, own in groups.items() if own["attended"] is None]
            items += [(words.UNKNOWN_GROUPS[group], "attended") for group in missing]
        if self._summary.total["states_attended"] is None:
            items.append((words.UNKNOWN_STATES, "states_attended"))
        if not items:
            return []
        parts = [[Piece(translated(message, self._language), code, known=False)] for message, code in items]
        return self._say(words.UNKNOWN, parts=self._say.listed(parts))

    def _number(self, code: str) -> Number | None:
        value = self._summary.total[code]
        return None if value is None else Number(value, code)
