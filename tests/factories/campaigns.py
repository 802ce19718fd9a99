"""Messages to many for tests."""

from __future__ import annotations

import uuid
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.models import Campaign, Event


def a_campaign(event: Event, **changes: Any) -> Campaign:
    """A draft of a message in both languages to everybody on the list of an event."""
    facts: dict[str, Any] = {
        "event": event,
        "subject_en": "A room has changed: {{ place_and_dates }}",
        "subject_fr": "Une salle a changé\u202f: {{ place_and_dates }}",
        "text_en": "The plenary takes place in room 7.\n\nSee you soon.",
        "text_fr": "La plénière se tient dans la salle 7.\n\nÀ bientôt.",
        "name": uuid.uuid4().hex,
        "created_at": now(),
    }
    made = Campaign(**{**facts, **changes})
    db.session.add(made)
    db.session.flush()
    return made
