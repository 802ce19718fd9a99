"""The events of several years side by side."""

from __future__ import annotations

from flask import render_template, request

from app.organiser.door import bp
from app.organiser.statistics.chosen_events import chosen
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics import comparison_pictures, figure_counts, snapshots, year_tables
from app.services.statistics.picture_kinds import SWATCHES
from app.web import access
from app.web.locale import language


@bp.get("/statistics")
@access.allow(access.STATISTICS)
def years() -> str:
    """The events side by side; `count` chooses the step that the groups, the states and the picture speak of."""
    step = request.args.get("count", "")
    step = step if step in STEPS else "attended"
    events = chosen()
    summaries = snapshots.summaries(events.events)
    whole = year_tables.table(summaries, language())
    return render_template(
        "organiser/statistics/years.html",
        chosen=events,
        summaries=summaries,
        step=step,
        steps=[REGISTRY[code] for code in STEPS],
        trend=comparison_pictures.years(summaries, step, language()),
        table=year_tables.of_step(whole, step, language()),
        swatches={f"{step}_{group.value}": swatch for group, swatch in SWATCHES.items()},
        states=figure_counts.number_of_states(),
        known=[one for one in summaries if one.total[step] is not None],
    )
