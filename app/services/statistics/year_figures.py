"""Events side by side: each with what is known of it, and nothing filled in where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from app.documents.figure_sheets import Chart, Sheet, Value
from app.extensions import db
from app.lib.wording import N_, translated
from app.models import Event, EventStatus, Group, User
from app.services import event_sight
from app.services.indicators import REGISTRY, STATES, STEPS
from app.services.participation import all_states
from app.services.statistics import figure_counts, figures
from app.services.statistics.figure_tables import CODE, NAME, Table, group_name, shown
from app.services.statistics.figures import Source, Summary

PARTICIPANTS, MEMBER_STATE_PEOPLE = "attended", "attended_member_states"
SOURCES = {
    Source.COUNTED: N_("counted"),
    Source.REPORTED: N_("reported"),
    Source.NONE: N_("not recorded"),
}


def side_by_side(user: User, *, fictional: bool = False) -> list[Summary]:
    """The events that a user may see, the earliest first; drafts are left out, and invented events unless asked for."""
    chosen = event_sight.visible(user).where(Event.status != EventStatus.DRAFT)
    if not fictional:
        chosen = chosen.where(~Event.fictional)
    return figures.summaries(sorted(db.session.scalars(chosen), key=_when))


def public_totals(events: Iterable[Event]) -> dict[int, tuple[int | None, int | None]]:
    """What was reported of some events, for the public: all participants, and the people for member states among them.

    Each is None where it is not recorded; both count people, never states.
    """
    ids = [event.id for event in events]
    known = {(row.event_id, row.indicator): row.value for row in figure_counts.reported(ids)}
    return {
        number: (known.get((number, PARTICIPANTS)), known.get((number, MEMBER_STATE_PEOPLE)))
        for number in ids
    }


def number_of_states() -> int:
    """How many member states there are: the whole of every figure that counts states."""
    return db.session.scalar(select(all_states())) or 0


def table(summaries: Sequence[Summary], language: str) -> Table:
    """The events as a table for a file, a row for each."""
    columns = {"dates": N_("Days"), "source": N_("Source")}
    headings = [translated(words, language) for words in columns.values()]
    codes = [*columns]
    for step in STEPS:
        name = REGISTRY[step].name_in(language)
        headings += [name, *(group_name(name, group, language) for group in Group)]
        codes += [step, *(f"{step}_{group.value}" for group in Group)]
    headings += [one.name_in(language) for one in STATES]
    codes += [one.code for one in STATES]
    rows = [
        (
            one.event.slug,
            one.event.title.in_language(language),
            [*_known(one, language), *_numbers(one, language)],
        )
        for one in summaries
    ]
    heads = (translated(CODE, language), translated(NAME, language))
    chart = Chart((codes.index(PARTICIPANTS),))
    return Table("years", Sheet(translated(N_("Years"), language), heads, headings, rows, chart), codes)


def _known(summary: Summary, language: str) -> list[Value]:
    days = summary.event.days
    if not days:
        dates = f"{summary.event.year}"
    else:
        dates = days[0].isoformat() if len(days) == 1 else f"{days[0].isoformat()}/{days[-1].isoformat()}"
    return [dates, translated(SOURCES[summary.source], language)]


def _numbers(summary: Summary, language: str) -> list[Value]:
    values: list[Value] = []
    for step in STEPS:
        values.append(shown(summary, summary.total, step, language))
        values += [shown(summary, summary.groups[group], step, language) for group in Group]
    return values + [shown(summary, summary.total, one.code, language) for one in STATES]


def _when(event: Event) -> tuple[datetime, str]:
    return event.starts_at or datetime(event.year, 12, 31, tzinfo=UTC), event.slug
