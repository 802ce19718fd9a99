"""Letters that end a registration."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails.content import Content
from app.emails.writing import write_to_participant
from app.models import EventStatus, Registration


def declined(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The registration is not accepted, and why."""
    return _ending("declined", registration, facts)


def withdrawn(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The registration has been taken back."""
    return _ending("withdrawn", registration, facts)


def cancelled(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The secretariat has ended the registration; or the event does not take place, which ends all of them."""
    if registration.event.status is not EventStatus.CANCELLED:
        return _ending("cancelled", registration, facts)
    was_confirmed = registration.confirmed_at is not None
    return _ending("event_cancelled", registration, facts, in_calendar=was_confirmed)


def _ending(
    folder: str, registration: Registration, facts: Mapping[str, object], *, in_calendar: bool = False
) -> Content:
    """What all of them share: the reason, if one was given; nobody takes part as anything any more."""
    reason = str(facts.get("reason") or "")
    return write_to_participant(
        folder, registration, facts, reason=reason, capacity="", in_calendar=in_calendar
    )
