"""Letters that prove who reads an address, or lead back to one's own registration."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails import placeholders
from app.emails.content import Content
from app.emails.particulars import moment_in_words
from app.emails.writing import write_to_participant
from app.models import Place, Registration


def confirm_address(registration: Registration, facts: Mapping[str, object]) -> Content:
    """Confirm your address: what is kept for you, and until when."""
    until = registration.hold_until
    return write_to_participant(
        "confirm_address",
        registration,
        facts,
        link=placeholders.CONFIRM_ADDRESS,
        reference="",  # told once the address is confirmed
        waiting=registration.place is Place.WAITING,
        kept_until=moment_in_words(until, registration.event, registration.language.value) if until else "",
    )


def private_link(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The link to one's own registration, sent again because somebody asked for it."""
    return write_to_participant("private_link", registration, facts)
