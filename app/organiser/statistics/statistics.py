"""The statistics of one event, on a page and as files."""

from __future__ import annotations

from flask import Response, abort, render_template, request

from app.extensions import db
from app.lib.clock import now
from app.lib.transaction_kind import set_reading
from app.organiser.door import bp
from app.services.dimensions import DIMENSIONS
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics import (
    event_figures,
    figure_export,
    figure_tables,
    pictures,
    sentences,
    session_pictures,
)
from app.services.statistics.figure_export import FileKind
from app.services.statistics.figure_kinds import in_order
from app.services.statistics.figures import Source
from app.services.statistics.picture_kinds import SWATCHES
from app.web import access
from app.web.data_files import download
from app.web.event_pages import acting, event_of_user
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
    weeks = [pictures.week_name(week, language()) for week in figures.weeks]
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
        states=pictures.by_state(figures, language()),
        in_order=in_order,
        definition_rows=figure_tables.definitions(language()).sheet.rows,
        words=sentences,
        swatches=SWATCHES,
        percent=session_pictures.percent,
        reported_name=figure_tables.reported_name,
    )


@bp.post("/events/<slug>/statistics/export")
@access.allow(access.STATISTICS)
def statistics_export(slug: str) -> Response:
    """The statistics of an event as a file; that it was handed out is put on record."""
    event, kind = event_of_user(slug), chosen_kind()
    figure_export.note(kind, language(), acting(), event)
    db.session.commit()
    set_reading(True)  # while the file is made, nobody waits for a lock
    db.session.refresh(event)
    return download(figure_export.of_event(event_figures.figures_of(event), kind, language()))


def chosen_kind() -> FileKind:
    """The kind of file that was asked for."""
    try:
        return FileKind(request.form.get("format", ""))
    except ValueError:
        abort(400)
