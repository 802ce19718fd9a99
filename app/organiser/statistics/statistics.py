"""The statistics of one event, on a page and as files."""

from __future__ import annotations

from flask import render_template

from app.lib.clock import now
from app.organiser.door import bp
from app.services.dimensions import DIMENSIONS
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics import (
    day_pictures,
    event_figures,
    figure_tables,
    pictures,
    sentences,
    session_pictures,
    state_pictures,
)
from app.services.statistics.figure_kinds import in_order
from app.services.statistics.figures import Source
from app.services.statistics.picture_kinds import SWATCHES
from app.web import access
from app.web.event_pages import event_of_user
from app.web.locale import language


@bp.get("/events/<slug>/statistics")
@access.allow(access.STATISTICS)
def statistics(slug: str) -> str:
    """What is known of an event's participants, without any name."""
    event = event_of_user(slug)
    figures = event_figures.figures_of(event)
    summary = figures.summary
    to_come = summary.is_to_come
    counted = summary.source is Source.COUNTED
    weeks = [day_pictures.week_name(week, language()) for week in figures.weeks]
    return render_template(
        f"organiser/statistics/{'event' if counted else 'reported'}.html",
        event=event,
        figures=figures,
        summary=summary,
        to_come=to_come,
        at=now(),
        steps=[REGISTRY[step] for step in STEPS if step != "attended" or not to_come],
        registry=REGISTRY,
        dimensions=DIMENSIONS,
        weeks=weeks,
        charts=pictures.of_event(figures, language()),
        states=state_pictures.by_state(figures, language()),
        in_order=in_order,
        definition_rows=[
            (row.code, row.label, row.values) for row in figure_tables.definitions(language()).rows
        ],
        words=sentences,
        swatches=SWATCHES,
        percent=session_pictures.percent,
        reported_name=figure_tables.reported_name,
    )
