"""Letters to those about whom nothing is decided yet."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails.participants import chosen_sessions, to_participant
from app.emails.said import Said
from app.lib import installation
from app.lib.wording import N_, translated
from app.models import Mode, Registration, Status

_DECIDERS = {
    "correspondent": N_(
        "The national correspondent of your state, or the secretariat in that person’s stead, validates your registration."
    ),
    "contact_point": N_(
        "The contact point of your delegation, or the secretariat in that person’s stead, validates your registration."
    ),
    "secretariat": N_("The secretariat %(of_the_network)s decides on your registration."),
}


def received(registration: Registration, facts: Mapping[str, object]) -> Said:
    """The registration has arrived: what happens next, and who decides."""
    return to_participant(
        registration,
        facts,
        values={"next_steps": _next_steps(registration, facts)},
        sessions=chosen_sessions(registration),
    )


def promoted(registration: Registration, facts: Mapping[str, object]) -> Said:
    """A place has become free and is kept; a decision is still outstanding."""
    return received(registration, facts)


def waiting(registration: Registration, facts: Mapping[str, object]) -> Said:
    """All places are taken: the position on the waiting list."""
    language = registration.language.value
    other_mode = registration.event.mode is Mode.HYBRID and registration.mode is Mode.IN_PERSON
    other_way = N_("You can also take part online: change your registration if that suits you.")
    return to_participant(
        registration,
        facts,
        values={
            "position": str(facts["position"]),
            "other_way": translated(other_way, language) if other_mode else "",
        },
        sessions=chosen_sessions(registration),
    )


def session_place(registration: Registration, facts: Mapping[str, object]) -> Said:
    """A place has become free in a session; `sessions` holds the ids of those of which the letter tells."""
    told = facts["sessions"]
    return to_participant(
        registration,
        facts,
        values={"calendar": calendar_note(registration)},
        sessions=chosen_sessions(registration, set(told) if isinstance(told, list) else set()),
        sessions_heading=False,
    )


def calendar_note(registration: Registration) -> str:
    """What the calendar file does that goes with a letter to the confirmed."""
    if registration.status is not Status.CONFIRMED:
        return ""
    return translated(
        N_("The attached calendar file brings your calendar up to date."), registration.language.value
    )


def _next_steps(registration: Registration, facts: Mapping[str, object]) -> str:
    deciders = facts["deciders"]
    codes = [code for code in _DECIDERS if isinstance(deciders, list) and code in deciders]
    sentences = [_DECIDERS[code] for code in codes]
    sentences.append(N_("We write to you as soon as it is decided. There is nothing you need to do."))
    language = registration.language.value
    of = installation.spoken(language).of_the_network
    return "\n\n".join(translated(sentence, language, of_the_network=of) for sentence in sentences)
