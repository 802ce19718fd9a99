"""Letters to those about whom nothing is decided yet."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails.content import Content
from app.emails.writing import write_to_participant
from app.models import Mode, Registration


def received(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The registration has arrived: what happens next, and who decides."""
    return write_to_participant("received", registration, facts, deciders=facts["deciders"])


def waiting(registration: Registration, facts: Mapping[str, object]) -> Content:
    """All places are taken: the position on the waiting list."""
    other_mode = registration.event.mode is Mode.HYBRID and registration.mode is Mode.IN_PERSON
    return write_to_participant(
        "waiting", registration, facts, position=facts["position"], could_come_online=other_mode
    )


def promoted(registration: Registration, facts: Mapping[str, object]) -> Content:
    """A place has become free and is kept; a decision is still outstanding."""
    return write_to_participant("promoted", registration, facts, deciders=facts["deciders"])
