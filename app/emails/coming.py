"""Letters to those who come: confirmed, what one needs to know before the event, thanks after it."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails.participants import chosen_sessions, own_link, to_participant
from app.emails.said import Said
from app.lib.wording import N_, translated
from app.models import Mode, Registration


def confirmed(registration: Registration, facts: Mapping[str, object]) -> Said:
    """The place is confirmed: reference, what, when, where, the code for the desk, one's own sessions."""
    online = registration.mode is Mode.ONLINE
    how = N_("You take part online.") if online else N_("We look forward to seeing you.")
    return _coming(registration, facts, {"how": translated(how, registration.language.value)})


def practical_information(registration: Registration, facts: Mapping[str, object]) -> Said:
    """Shortly before the event: the practical information of its page."""
    practical = registration.event.practical.in_language(registration.language.value)
    return _coming(registration, facts, {"practical_information": practical})


def thanks(registration: Registration, facts: Mapping[str, object]) -> Said:
    """After the event, to those who came."""
    return to_participant(registration, facts, with_capacity=False)


def certificate(registration: Registration, facts: Mapping[str, object]) -> Said:
    """With the certificate of attendance, to whoever came."""
    return to_participant(registration, facts, with_capacity=False)


def message(registration: Registration, facts: Mapping[str, object]) -> Said:
    """What the organisers have to say to many."""
    return to_participant(registration, facts, sessions=chosen_sessions(registration))


def _coming(registration: Registration, facts: Mapping[str, object], values: Mapping[str, str]) -> Said:
    return to_participant(
        registration,
        facts,
        values={**values, "on_the_day": _on_the_day(registration)},
        sessions=chosen_sessions(registration),
        online_link=own_link(registration),
        desk_code=registration.mode is not Mode.ONLINE,
    )


def _on_the_day(registration: Registration) -> str:
    if registration.mode is not Mode.ONLINE:
        words = N_(
            "Bring an identity document. At the desk, show the code of this letter, or say your reference."
        )
    elif registration.event.online_link:
        words = N_("You join with the link above. Please keep it to yourself.")
    else:
        words = N_(
            "You will find the link with which you join on the page of your registration before the event."
        )
    return translated(words, registration.language.value)
