"""Letters that prove who reads an address, or lead back to one's own registration."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails import placeholders
from app.emails.participants import to_participant
from app.emails.particulars import moment_in_words
from app.emails.said import Said
from app.lib.wording import N_, translated
from app.models import Place, Registration


def confirm_address(registration: Registration, facts: Mapping[str, object]) -> Said:
    """Confirm your address: what is kept for you, and until when. The reference is told once the address is confirmed."""
    return to_participant(
        registration,
        facts,
        values={"kept": _kept(registration)},
        with_reference=False,
        link=placeholders.CONFIRM_ADDRESS,
    )


def private_link(registration: Registration, facts: Mapping[str, object]) -> Said:
    """The link to one's own registration, sent again because somebody asked for it."""
    return to_participant(registration, facts)


def _kept(registration: Registration) -> str:
    if registration.hold_until is None:
        return ""
    language = registration.language.value
    moment = moment_in_words(registration.hold_until, registration.event, language)
    sentence = N_("A place is kept for you until %(moment)s.")
    if registration.place is Place.WAITING:
        sentence = N_(
            "All places are taken for the moment. Your position on the waiting list is kept until %(moment)s."
        )
    return translated(sentence, language, moment=moment)
