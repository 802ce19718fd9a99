"""The pictures of an event's statistics: figures and words put together for the charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import pgettext
from markupsafe import Markup

from app.charts.bars import Bar, Fill, bars, fills
from app.charts.columns import Column, columns
from app.charts.stacked import Part, stacked
from app.charts.tiles import Tile, tiles
from app.lib import dates
from app.lib.wording import translated
from app.models import Group
from app.models.labels import label
from app.organiser.statistics import statistics_words as words
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics.figure_kinds import BodyFigures, EventFigures, SessionFigures, WeekFigures
from app.services.statistics.figures import NOT_RECORDED, Phase, Summary
from app.web.locale import language

SWATCHES = {Group.MEMBER_STATES: "s1", Group.OBSERVERS: "s2", Group.OTHERS: "s3"}
PHONE, HALF, WHOLE = 340, 560, 1200  # widths in pixels
_SHOWN = {  # at which widths of the window the versions of a picture are shown
    (PHONE, HALF): ("d-sm-none", "d-none d-sm-block"),
    (PHONE, 720, WHOLE): ("d-sm-none", "d-none d-sm-block d-xl-none", "d-none d-xl-block"),
}


class Version(NamedTuple):
    """One of the versions of a picture, and the classes that show it at the right widths."""

    shown: str
    drawing: Markup


Picture = Sequence[Version]


def of_event(figures: EventFigures, weeks: Sequence[str]) -> dict[str, Picture]:
    """The pictures of an event whose people are counted; `weeks` are the names of its weeks."""
    return {
        "way": _way(figures.summary),
        "groups": groups(figures.summary),
        "states": _states(figures),
        "sessions": _sessions(figures),
        "weeks": _weeks(figures.weeks, weeks),
    }


def drawn(draw: Callable[[int], Markup], widths: tuple[int, ...] = (PHONE, HALF)) -> Picture:
    """A picture in the versions of several widths."""
    return [Version(shown, draw(width)) for shown, width in zip(_SHOWN[widths], widths, strict=True)]


def groups(summary: Summary) -> Picture:
    """The three groups of the step that matters now."""
    code = summary.main
    parts = [
        Part(label(group, language()), numbers[code], SWATCHES[group])
        for group, numbers in summary.groups.items()
    ]
    title, unknown = REGISTRY[code].name_in(language()), words.unknown(summary, code)
    return drawn(lambda width: stacked(f"groups-{width}", title, parts, summary.total[code], unknown, width))


def is_to_come(summary: Summary) -> bool:
    """Whether nobody can have come yet, so that the page speaks of registrations instead."""
    return not summary.attendance_known and summary.phase in {Phase.BEFORE, Phase.RUNNING}


def state_of(state: BodyFigures, summary: Summary) -> str:
    """How a member state stands on the map: `full`, `part` (registered only) or `none`."""
    if state.numbers[summary.main]:
        return "full"
    return "part" if state.numbers["registered"] else "none"


def by_state(figures: EventFigures) -> dict[str, list[BodyFigures]]:
    """The member states as they stand on the map, each list in the alphabetical order of the language."""
    found: dict[str, list[BodyFigures]] = {"full": [], "part": [], "none": []}
    for state in figures.states_in_order(language()):
        found[state_of(state, figures.summary)].append(state)
    return found


def _way(summary: Summary) -> Picture:
    chosen, notes = language(), words.notes(summary)
    shown = [
        Bar(REGISTRY[step].name_in(chosen), summary.total[step], notes[step], words.unknown(summary, step))
        for step in STEPS
    ]
    title = _("From registered to attended")
    return drawn(lambda width: bars(f"way-{width}", title, shown, width))


def _states(figures: EventFigures) -> Picture:
    counted = [state_of(state, figures.summary) for state in figures.states]
    told = _(
        "%(full)s represented, %(part)s registered only, %(none)s not represented",
        **{kind: counted.count(kind) for kind in ("full", "part", "none")},
    )
    title, shown = _("Map of the member states"), _tiles(figures)
    return drawn(lambda width: tiles(f"states-{width}", title, told, shown, width))


def _tiles(figures: EventFigures) -> list[Tile]:
    chosen, found = language(), []
    for state in figures.states_in_order(chosen):
        if state.body.tile_row is None or state.body.tile_column is None:
            continue
        kind = state_of(state, figures.summary)
        number = state.numbers[figures.summary.main if kind == "full" else "registered"] or 0
        name = state.body.name.in_language(chosen)
        hint = f"{name} · {number}" if number else name
        found.append(Tile(state.body.code, state.body.tile_row, state.body.tile_column, kind, number, hint))
    return found


def _sessions(figures: EventFigures) -> Picture:
    """Who was seen in the sessions; before the event, who has signed up for them."""
    if is_to_come(figures.summary):
        title, shown = _("How full the sessions are"), [_signed_up(session) for session in figures.sessions]
    else:
        everybody = figures.summary.total["attended"] or 0
        title, shown = (
            _("How full the sessions were"),
            [_seen(session, everybody) for session in figures.sessions],
        )
    return drawn(lambda width: fills(f"sessions-{width}", title, shown, width), (PHONE, 720, WHOLE))


def _seen(session: SessionFigures, everybody: int) -> Fill:
    """The people seen, of the places; where places are not limited, of everybody who came."""
    title, limit = session.title.in_language(language()), session.capacity
    whole = everybody if limit is None else limit
    if session.seen is None:
        recorded = session.missing == NOT_RECORDED
        why = (
            _("not recorded: no check-in at the door")
            if recorded
            else translated(session.missing, language())
        )
        return Fill(title, None, whole, _places(limit), unknown=why)
    counted = _("%(number)s of %(all)s", number=session.seen, all=whole)
    return Fill(title, session.seen, whole, counted, _("no limit") if limit is None else percent(session))


def _signed_up(session: SessionFigures) -> Fill:
    title, limit = session.title.in_language(language()), session.capacity
    if session.signed_up is None:
        return Fill(title, None, 0, _places(limit), unknown=_("no sign-up needed"))
    whole = session.signed_up if limit is None else limit
    counted = _("%(number)s of %(all)s", number=session.signed_up, all=whole)
    waiting = _("%(number)s waiting", number=session.waiting) if session.waiting else ""
    return Fill(title, session.signed_up, whole, _places(None) if limit is None else counted, waiting)


def _places(limit: int | None) -> str:
    return _("no limit") if limit is None else _("%(number)s places", number=limit)


def percent(session: SessionFigures) -> str:
    """How full a session was, in words."""
    if session.percent is None:
        return ""
    return pgettext("session", "full") if session.seen == session.capacity else f"{session.percent}\u202f%"


def _weeks(weeks: Sequence[WeekFigures], names: Sequence[str]) -> Picture:
    shown = [Column(name, list(week.groups.values())) for week, name in zip(weeks, names, strict=True)]
    title = _("Registrations by week")
    return drawn(lambda width: columns(f"weeks-{width}", title, shown, width))


def week_name(week: WeekFigures) -> str:
    """The Monday of a week in short."""
    if week.monday is None:
        return pgettext("week", "before")
    return dates.short_day(week.monday, language())
