"""The events of several years side by side, on a page and as files."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.charts.trend import Slot, trend
from app.extensions import db
from app.lib.transaction_kind import set_reading
from app.models import EventKind
from app.models.labels import label
from app.organiser.door import bp
from app.organiser.statistics.statistics import chosen_kind
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics import figure_export, figure_tables, sentences, year_figures
from app.services.statistics.figures import Source, Summary
from app.services.statistics.picture_kinds import HALF, PHONE, SWATCHES, WIDE, Picture
from app.web import access
from app.web.data_files import download
from app.web.event_pages import acting
from app.web.locale import language


@bp.get("/statistics")
@access.allow(access.STATISTICS)
def years() -> str:
    """All events side by side; `count` chooses the step that the groups, the states and the picture speak of."""
    step = request.args.get("count", "")
    step = step if step in STEPS else "attended"
    fictional = wants_fictional()
    summaries = year_figures.side_by_side(current_user, fictional=fictional)
    return render_template(
        "organiser/statistics/years.html",
        summaries=summaries,
        step=step,
        steps=[REGISTRY[code] for code in STEPS],
        fictional=fictional,
        trend=_trend(summaries, step),
        swatches=SWATCHES,
        states=year_figures.number_of_states(),
        known=[one for one in summaries if one.total[step] is not None],
        words=sentences,
        definition_rows=figure_tables.definitions(language()).sheet.rows,
    )


@bp.post("/statistics/export")
@access.allow(access.STATISTICS)
def years_export() -> Response:
    """The events side by side as a file; that it was handed out is put on record."""
    kind = chosen_kind()
    figure_export.note(kind, language(), acting())
    db.session.commit()
    set_reading(True)  # while the file is made, nobody waits for a lock
    summaries = year_figures.side_by_side(current_user, fictional=wants_fictional())
    return download(figure_export.of_years(summaries, kind, language()))


def wants_fictional() -> bool:
    """Whether invented events were asked for."""
    return request.values.get("fictional") == "yes"


def _trend(summaries: list[Summary], step: str) -> Picture:
    slots = [_slot(summary, step) for summary in summaries]
    widths = WIDE if len(slots) > 4 else (PHONE, HALF)
    title = REGISTRY[step].name_in(language())
    return Picture("trend", title, lambda identity, width: trend(identity, title, slots, width), widths)


def _slot(summary: Summary, step: str) -> Slot:
    event = summary.event
    kinds = [label(event.kind, language())]
    if event.kind is EventKind.CORRESPONDENTS_MEETING:
        kinds.append(_("meeting"))
    if summary.source is Source.REPORTED:
        reported = sentences.source(summary, language())
        kinds = [*(f"{kind}, {reported}" for kind in kinds), reported]
    why = sentences.unknown(summary, step, language())
    return Slot(str(event.year), kinds[0], summary.total[step], why, kinds[1:])
