"""Which events are compared: all of them, or a set that stands in the address; invented ones only where asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_login import current_user

from app.models import Event
from app.services.statistics import editions


@dataclass(frozen=True)
class Chosen:
    """The events that are compared, of those that could be, and what the address says of them."""

    events: list[Event]
    possible: list[Event]
    slugs: frozenset[str]  # empty: all events
    fictional: bool

    @property
    def query(self) -> dict[str, Any]:
        """What an address must hold for the same events."""
        slugs = [event.slug for event in self.possible if event.slug in self.slugs]
        return {"events": slugs or None, "fictional": "yes" if self.fictional else None}

    @property
    def codes(self) -> list[str]:
        """The choice as the audit trail keeps it: a number and no titles."""
        chosen = [f"events={len(self.events)}"] if self.slugs else []
        return [*chosen, *(["fictional"] if self.fictional else [])]


def chosen() -> Chosen:
    """The events that the address asks for, of those that the user may see.

    What is no event, or somebody else's, is passed over alike.
    """
    fictional = wants_fictional()
    possible = editions.of_user(current_user, fictional=fictional)
    slugs = frozenset(request.values.getlist("events"))
    events = [event for event in possible if not slugs or event.slug in slugs]
    return Chosen(events, possible, slugs, fictional)


def wants_fictional() -> bool:
    """Whether invented events were asked for."""
    return request.values.get("fictional") == "yes"
