"""The figures as tables in a language: what the files hold, number for number what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from app.documents.figure_sheets import Chart, Missing, Sheet, Value
from app.lib.wording import N_, pgettext, translated
from app.models import Group
from app.models.labels import label, message
from app.services.dimensions import DIMENSIONS
from app.services.indicators import ONLINE, REGISTRY, REPORTED, ROOM, STEPS, named
from app.services.statistics.figure_kinds import EventFigures, SessionFigures, in_order
from app.services.statistics.figures import CODES, Numbers, Summary

SEEN = ("seen", "seen_in_person", "seen_online")
OTHER_AFFILIATION = N_("no body of the list")
PEOPLE_WORD = N_("people")
CODE, NAME = pgettext("column", "Code"), pgettext("column", "Name")


@dataclass(frozen=True)
class Table:
    """A table for a file: its code, its sheet, and the codes of the columns."""

    code: str
    sheet: Sheet
    columns: Sequence[str]


def of_event(figures: EventFigures, language: str) -> list[Table]:
    """All tables of an event."""
    summary = figures.summary
    people = partial(_people, summary=summary, language=language)
    tables = [
        _summary(summary, language),
        people(
            "groups",
            N_("Groups"),
            [(group.value, label(group, language), numbers) for group, numbers in summary.groups.items()],
            chart=Chart((0, 1, 2)),
        ),
    ]
    if summary.reported:
        tables.append(_reported(summary, language))
    tables += [
        people(
            "categories",
            N_("Categories"),
            [(row.value, label(row, language), numbers) for row, numbers in figures.categories],
            chart=Chart((0, 1, 2), lying=True),
        ),
        people("bodies", N_("Bodies"), _bodies(figures, language)),
        people(
            "states",
            N_("Member states"),
            [
                (state.body.code, state.body.name.in_language(language), state.numbers)
                for state in figures.states_in_order(language)
            ],
        ),
        people("attributes", N_("Attributes"), _attributes(figures, language)),
        _sessions(figures, language),
        _days(figures, language),
        _weeks(figures, language),
    ]
    return [*(table for table in tables if table.sheet.rows), definitions(language)]


def definitions(language: str) -> Table:
    """What each figure means."""
    rows = [(one.code, one.name_in(language), [one.definition_in(language)]) for one in REGISTRY.values()]
    return _table("definitions", N_("Definitions"), {"definition": N_("Definition")}, rows, language)


def reported_name(indicator: str, language: str) -> str:
    """The name of a reported figure: of its indicator, and of the group for which alone it holds."""
    code, group = REPORTED.get(indicator, (indicator, None))
    name = REGISTRY[code].name_in(language) if code in REGISTRY else indicator
    return name if group is None else group_name(name, group, language)


def group_name(name: str, group: Group, language: str) -> str:
    """The name of a figure for one group, which says that it counts people: 30 for member states are never 30 states."""
    return f"{name} – {label(group, language)} ({translated(PEOPLE_WORD, language)})"


def shown(summary: Summary, numbers: Numbers, code: str, language: str) -> Value:
    """A number, or the word for why it is not there."""
    return _value(numbers[code], summary.missing(code), language)


def _value(number: int | None, reason: str, language: str) -> Value:
    return Missing(translated(reason, language)) if number is None else number


def _names(*codes: str) -> dict[str, str]:
    return {code: REGISTRY[code].name for code in codes}


def _summary(summary: Summary, language: str) -> Table:
    rows = [
        (
            one.code,
            one.name_in(language),
            [shown(summary, summary.total, one.code, language), one.definition_in(language)],
        )
        for one in named(*CODES)
    ]
    columns = {"number": N_("Number"), "definition": N_("Definition")}
    return _table("summary", N_("Summary"), columns, rows, language)


def _people(
    code: str,
    title: str,
    rows: Iterable[tuple[str, str, Numbers]],
    chart: Chart | None = None,
    *,
    summary: Summary,
    language: str,
) -> Table:
    filled = [
        (key, name, [shown(summary, numbers, step, language) for step in STEPS])
        for key, name, numbers in rows
    ]
    return _table(code, title, _names(*STEPS), filled, language, chart)


def _bodies(figures: EventFigures, language: str) -> list[tuple[str, str, Numbers]]:
    rows: list[tuple[str, str, Numbers]] = []
    for kind in figures.kinds:
        if kind.kind is None:
            rows.append(("", translated(OTHER_AFFILIATION, language), kind.numbers))
        rows += [
            (one.body.code, one.body.name.in_language(language), one.numbers)
            for one in in_order(kind.bodies, language)
        ]
    return rows


def _attributes(figures: EventFigures, language: str) -> list[tuple[str, str, Numbers]]:
    return [
        (
            f"{one.code}.{key or 'unknown'}",
            f"{translated(one.name, language)} – {one.word(key, language)}",
            numbers,
        )
        for one in DIMENSIONS
        for key, numbers in figures.breakdowns[one.code]
    ]


def _reported(summary: Summary, language: str) -> Table:
    rows: list[tuple[str, str, list[Value]]] = [
        (one.indicator, reported_name(one.indicator, language), [one.value, one.source, one.note or ""])
        for one in summary.reported
    ]
    columns = {"number": N_("Number"), "source": N_("Source"), "note": N_("Note")}
    return _table("reported", N_("Reported figures"), columns, rows, language)


def _sessions(figures: EventFigures, language: str) -> Table:
    columns = _names("signed_up", "waiting_for_session", "seen")
    columns |= {"places": N_("Places"), "percent": N_("Percent of the places")}
    columns |= _names(*(one.code for one in (*ROOM, REGISTRY["seen_online"], *ONLINE)))
    local = figures.summary.event.local
    rows = [
        (f"{local(one.starts_at):%Y-%m-%d %H:%M}", one.title.in_language(language), _session(one, language))
        for one in figures.sessions
    ]
    return _table("sessions", N_("Sessions"), columns, rows, language, Chart((2,), lying=True))


def _session(session: SessionFigures, language: str) -> list[Value]:
    pairs = (
        (session.signed_up, N_("no sign-up")),
        (session.waiting, N_("no sign-up")),
        (session.seen, session.missing),
        (session.capacity, N_("no limit")),
        (session.percent, session.missing if session.seen is None else N_("no limit")),
        *((number, session.missing) for number in session.in_the_room),
        (session.seen_online, session.missing),
        (session.minutes_online, session.missing),
    )
    return [_value(value, reason, language) for value, reason in pairs]


def _days(figures: EventFigures, language: str) -> Table:
    rows = [
        (day.day.isoformat(), "", [_value(getattr(day, code), day.missing, language) for code in SEEN])
        for day in figures.days
    ]
    return _table("days", N_("Days"), _names(*SEEN), rows, language, Chart((0,)))


def _weeks(figures: EventFigures, language: str) -> Table:
    rows = [
        (
            week.monday.isoformat() if week.monday else "",
            translated(N_("from Monday") if week.monday else pgettext("week", "before"), language),
            [*week.groups.values(), week.total],
        )
        for week in figures.weeks
    ]
    columns = {**{group.value: message(group) for group in Group}, **_names("registered")}
    return _table("weeks", N_("Weeks"), columns, rows, language, Chart((0, 1, 2), stacked=True))


def _table(
    code: str,
    title: str,
    columns: Mapping[str, str],
    rows: Sequence[tuple[str, str, Sequence[Value]]],
    language: str,
    chart: Chart | None = None,
) -> Table:
    """A table whose title and headings are message ids; whose rows are in the language already."""
    words = [translated(one, language) for one in (CODE, NAME, *columns.values())]
    sheet = Sheet(translated(title, language), (words[0], words[1]), words[2:], rows, chart)
    return Table(code, sheet, tuple(columns))
