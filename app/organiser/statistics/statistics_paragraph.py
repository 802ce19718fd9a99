"""The paragraph for the activity report, in English and French beside each other."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from app.lib.bilingual import LANGUAGES
from app.organiser.door import bp
from app.services.statistics import figure_counts, reader_sight, snapshots
from app.services.statistics.breakdowns import FEWEST
from app.services.statistics.definitions import DEFINED
from app.services.statistics.figures import Source
from app.services.statistics.paragraph import paragraph
from app.web import access
from app.web.event_pages import event_of_user


@bp.get("/events/<slug>/statistics/paragraph")
@access.allow(access.STATISTICS)
def statistics_paragraph(slug: str) -> str:
    """What is known of an event, in sentences to be quoted; each number leads to its definition."""
    event = event_of_user(slug)
    figures = reader_sight.as_seen(snapshots.holding(event), current_user)
    states = len(figures.states) or figure_counts.number_of_states()
    told = [paragraph(figures, states, language) for language in LANGUAGES]
    return render_template(
        "organiser/statistics/paragraph.html",
        event=event,
        figures=figures,
        told=told,
        withheld=[DEFINED[code] for code in told[0].withheld],
        fewest=FEWEST,
        defined=DEFINED,
        counted=figures.summary.source is Source.COUNTED,
    )
