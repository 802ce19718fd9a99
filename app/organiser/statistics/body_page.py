"""One body over the years on a page, for readers of statistics too: numbers, and no person."""

from __future__ import annotations

from flask import render_template

from app.organiser.door import bp
from app.organiser.statistics.chosen_events import chosen
from app.organiser.statistics.matrix_page import legend, split
from app.services import body_list
from app.services.statistics import body_years, comparison_pictures, matrix
from app.services.statistics.figures import Phase
from app.web import access
from app.web.locale import language


@bp.get("/statistics/bodies/<code>")
@access.allow(access.STATISTICS)
def statistics_body(code: str) -> str:
    """How a body took part, event by event."""
    body, events = body_list.of_code(code), chosen()
    found = matrix.of_body(body, events.events)
    (line,) = found.lines
    held = [one.phase is not Phase.BEFORE for one in found.summaries]
    return render_template(
        "organiser/statistics/body.html",
        body=body,
        chosen=events,
        summaries=found.summaries,
        news=body_years.news(found, line, language()),
        trend=comparison_pictures.body(found, line, language()) if any(held) else None,
        table=body_years.table(found, line, language()),
        legend=legend(found),
        split=split,
    )
