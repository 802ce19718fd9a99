"""Who signs what the secretariat certifies, and when."""

from __future__ import annotations

from typing import Any

from app.lib import installation
from app.lib.clock import now
from app.lib.dates import day
from app.models import Event
from app.services.papers.paper_words import Speech


def signed(event: Event, say: Speech) -> dict[str, Any]:
    """The foot of a letter: its day and whoever signs; where nobody is named, the secretariat."""
    today = event.local(now()).date()
    function = say.text(event.signatory_function)
    return {
        "issued": say.each(lambda language: day(today, language, weekday=False, year=True)),
        "signatory": event.signatory or "",
        "signatory_function": function
        if any(function)
        else say.each(lambda language: installation.spoken(language).signature),
    }
