"""Letters that end a registration."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails.participants import to_participant
from app.emails.said import Said
from app.lib.wording import N_, translated
from app.models import Registration


def ended(registration: Registration, facts: Mapping[str, object]) -> Said:
    """The registration is declined, withdrawn, cancelled or replaced: the reason, if one was given, and no capacity."""
    return _ending(registration, facts, {})


def event_cancelled(registration: Registration, facts: Mapping[str, object]) -> Said:
    """The event does not take place, which ends every registration."""
    note = N_("The attached calendar file takes the event out of your calendar.")
    was_confirmed = registration.confirmed_at is not None
    calendar = translated(note, registration.language.value) if was_confirmed else ""
    return _ending(registration, facts, {"calendar": calendar})


def _ending(registration: Registration, facts: Mapping[str, object], values: Mapping[str, str]) -> Said:
    reason = _reason(str(facts.get("reason") or ""), registration.language.value)
    return to_participant(registration, facts, values={**values, "reason": reason}, with_capacity=False)


def _reason(given: str, language: str) -> str:
    if not given.strip():
        return ""
    quoted = "\n".join(f"> {line}" for line in given.strip().splitlines() if line.strip())
    introduced = translated(N_("The reason given:"), language)
    return f"{introduced}\n\n{quoted}"
