"""Letters that end a registration."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails.content import Content
from app.emails.writing import write_to_participant
from app.models import EventStatus, Registration


def declined(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The registration is not accepted, and why."""
    return write_to_participant("declined", registration, facts, reason=_reason(facts))


def withdrawn(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The registration has been taken back."""
    return write_to_participant("withdrawn", registration, facts, reason=_reason(facts))


def cancelled(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The secretariat has ended the registration; or the event does not take place, which ends all of them."""
    if registration.event.status is not EventStatus.CANCELLED:
        return write_to_participant("cancelled", registration, facts, reason=_reason(facts))
    was_confirmed = registration.confirmed_at is not None
    return write_to_participant(
        "event_cancelled", registration, facts, reason=_reason(facts), in_calendar=was_confirmed
    )


def _reason(facts: Mapping[str, object]) -> str:
    return str(facts.get("reason") or "")
