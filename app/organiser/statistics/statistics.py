"""The statistics of one event on a page: its news, its pictures, and beside each its table."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.lib import dates, hours
from app.lib.clock import now
from app.lib.figure_table import Table
from app.models import Category, Event
from app.organiser.door import bp
from app.organiser.statistics import shown_version, table_parts
from app.organiser.statistics.shown_version import Shown
from app.organiser.statistics.state_lists import state_lists
from app.services.indicators import STATES
from app.services.statistics import figure_tables, pictures, sentences
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Source
from app.services.statistics.picture_kinds import SWATCHES
from app.web import access
from app.web.event_pages import event_of_user
from app.web.locale import language


@bp.get("/events/<slug>/statistics")
@access.allow(access.STATISTICS)
def statistics(slug: str) -> str:
    """What is known of an event's participants, without any name; `version` asks for one that does not hold."""
    event = event_of_user(slug)
    shown = shown_version.shown(event, request.args.get("version", ""), language(), current_user)
    return _page(event, shown)


def _page(event: Event, shown: Shown) -> str:
    """All that is known of an event, or what was reported of it, if nothing is counted."""
    figures = shown.figures
    counted = figures.summary.source is Source.COUNTED
    tables = {table.code: table for table in figure_tables.of_figures(figures, language())}
    return render_template(
        f"organiser/statistics/{'event' if counted else 'reported'}.html",
        event=event,
        shown=shown,
        figures=figures,
        summary=figures.summary,
        to_come=figures.summary.is_to_come,
        at=now(),
        state=_state(event, shown),
        tables=tables,
        charts=pictures.of_event(figures, language()),
        states=state_lists(figures, language()),
        sums=sentences.reconciled(figures.summary, language()),
        news=sentences.news(figures.summary, len(figures.states), language()),
        state_names={one.code: one.name_in(language()) for one in STATES},
        parts=table_parts,
        swatches={group.value: kind for group, kind in SWATCHES.items()},
        category_swatches={one.value: SWATCHES[one.group] for one in Category},
        session_hours=_hours(figures, tables),
    )


def _state(event: Event, shown: Shown) -> str:
    """Whether the figures are frozen or counted now, for the line over the title."""
    frozen = shown.figures.frozen
    if frozen is None:
        return ""
    day = dates.day(event.local(frozen.at).date(), language(), weekday=False, year=True)
    return _("Frozen on %(day)s, version %(number)s", day=day, number=frozen.version)


def _hours(figures: EventFigures, tables: Mapping[str, Table]) -> dict[str, str]:
    """The day and hour of each session, by the code of its row: two sessions can bear one title."""
    if "sessions" not in tables:
        return {}
    local = figures.summary.event.local
    moments = [local(one.starts_at) for one in figures.sessions]
    return {
        row.code: hours.day_and_clock(moment, language())
        for row, moment in zip(tables["sessions"].rows, moments, strict=True)
    }
