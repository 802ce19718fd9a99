"""The tables of what happens when: sessions, days, weeks of registration, and the letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.lib import dates
from app.lib.figure_table import ALL, Chart, Column, Row, Table, Value
from app.lib.wording import N_, capitalised, pgettext, translated
from app.models import Group
from app.models.labels import label
from app.services.indicators import LETTERS
from app.services.statistics.definitions import DEFINED
from app.services.statistics.figure_kinds import EventFigures, LetterFigures, SessionFigures, WeekFigures
from app.services.statistics.figures import NOT_RECORDED
from app.services.statistics.table_making import NO_LIMIT, NO_SIGN_UP, TOGETHER, columns, number

SEEN = ("seen", "seen_in_person", "seen_online")
_SESSION = (
    "signed_up", "waiting_for_session", "seen", "places", "percent", "head_count", "in_the_room",
    "head_count_difference", "seen_online", "minutes_online",
)  # fmt: skip
_BEFORE = "before"


def sessions(figures: EventFigures, language: str) -> Table:
    """How full the sessions were, with the head count beside those in the room by the log."""
    moments = Counter[str]()
    rows = []
    for one in figures.sessions:
        code = f"{figures.summary.event.local(one.starts_at):%Y-%m-%d %H:%M}"
        moments[code] += 1
        again = moments[code]  # sessions beside each other
        key = code if again == 1 else f"{code} ({again})"
        rows.append(Row(key, one.title.in_language(language), _session(one, language)))
    return Table(
        "sessions",
        translated(N_("Sessions"), language),
        DEFINED["session"].name_in(language),
        columns(_SESSION, language),
        rows,
        chart=Chart(("seen",), lying=True),
        definition="session",
    )


def _session(session: SessionFigures, language: str) -> list[Value]:
    percent = session.missing if session.seen is None else NO_LIMIT
    pairs = (
        (session.signed_up, NO_SIGN_UP),
        (session.waiting, NO_SIGN_UP),
        (session.seen, session.missing),
        (session.capacity, NO_LIMIT),
        (session.percent, percent),
        *((value, session.missing) for value in session.in_the_room),
        (session.seen_online, session.missing),
        (session.minutes_online, session.missing),
    )
    return [number(value, reason, language) for value, reason in pairs]


def days(figures: EventFigures, language: str) -> Table:
    """Who was there on which day."""
    rows = [
        Row(
            one.day.isoformat(),
            capitalised(dates.day(one.day, language, year=True)),
            [number(getattr(one, code), one.missing, language) for code in SEEN],
        )
        for one in figures.days
    ]
    return Table(
        "days",
        translated(N_("People checked in by day"), language),
        DEFINED["day"].name_in(language),
        columns(SEEN, language),
        rows,
        chart=Chart(("seen",)),
        definition="day",
    )


def weeks(figures: EventFigures, language: str) -> Table:
    """When people registered."""
    rows = [
        Row(
            one.monday.isoformat() if one.monday else _BEFORE,
            week_name(one, language),
            [*one.groups.values(), one.total],
        )
        for one in figures.weeks
    ]
    heads = [
        *(Column(group.value, capitalised(label(group, language)), "people", "group") for group in Group),
        *columns(["registered"], language),
    ]
    return Table(
        "weeks",
        translated(N_("Registrations by week"), language),
        DEFINED["week"].name_in(language),
        heads,
        rows,
        chart=Chart(tuple(group.value for group in Group), stacked=True),
        definition="week",
    )


def week_name(one: WeekFigures, language: str) -> str:
    """The Monday of a week; the time before all weeks has none."""
    if one.monday is None:
        return capitalised(translated(pgettext("week", "before"), language))
    return dates.day(one.monday, language, weekday=False, year=True)


def letters(figures: EventFigures, language: str) -> Table:
    """What became of the letters about the event."""
    codes = [one.code for one in LETTERS]
    rows = [
        Row(one.kind.value, capitalised(label(one.kind, language)), _letters(one, language))
        for one in figures.letters
    ]
    total = Row(ALL, translated(TOGETHER, language), _sums(row.values for row in rows))
    return Table(
        "letters",
        translated(N_("Letters and their delivery"), language),
        DEFINED["letter_kind"].name_in(language),
        columns(codes, language),
        rows,
        total if rows else None,
        definition="letter_kind",
    )


def _letters(one: LetterFigures, language: str) -> list[Value]:
    return [number(one.numbers.get(row.code), NOT_RECORDED, language) for row in LETTERS]


def _sums(rows: Iterable[Iterable[Value]]) -> list[Value]:
    """The sums of the columns; where one number is missing, there is no sum."""
    found: list[Value] = []
    for values in zip(*rows, strict=True):
        unknown = next((value for value in values if not isinstance(value, int)), None)
        found.append(unknown or sum(value for value in values if isinstance(value, int)))
    return found
