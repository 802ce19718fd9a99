"""Letters to those whom a correspondent has named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.emails.participants import to_participant
from app.emails.particulars import moment_in_words
from app.emails.said import Said
from app.lib.wording import N_, translated
from app.models import Place, Registration


def nominated(registration: Registration, facts: Mapping[str, object]) -> Said:
    """You are nominated, alone or in place of somebody else: accept and complete the form, or decline."""
    language = registration.language.value
    until = registration.event.nominations_until
    asked = N_("Please answer by %(moment)s.") if until else N_("Please answer as soon as you can.")
    moment = moment_in_words(until, registration.event, language) if until else ""
    waits = registration.place is Place.WAITING
    seat = N_("All places are taken for now: you are on the waiting list.")
    kept = N_("A place is kept for you.")
    values = {
        "seat": translated(seat if waits else kept, language),
        "answer_by": translated(asked, language, moment=moment),
    }
    # Neutral: the secretariat can name somebody in the correspondent's stead.
    why = N_(
        "You receive this letter because this address was given for the event above in the name of your delegation."
    )
    return replace(to_participant(registration, facts, values=values), why=translated(why, language))
