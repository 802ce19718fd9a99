"""Letters about what has changed since somebody registered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from app.emails.content import Content
from app.emails.writing import write_to_participant
from app.lib.wording import N_, translated
from app.models import Registration, Status

# The codes that `changed` may hold, in the order in which they are named.
CHANGES = {
    "dates": N_("the dates"),
    "hours": N_("the hours"),
    "place": N_("the place"),
    "online_link": N_("the online link"),
    "programme": N_("the programme"),
}


def event_changed(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The event has changed; `changed` names in codes what is different now."""
    codes = set(cast(Iterable[str], facts.get("changed") or ()))
    language = registration.language.value
    return write_to_participant(
        "event_changed",
        registration,
        facts,
        changes=[translated(words, language) for code, words in CHANGES.items() if code in codes],
        in_calendar=registration.status is Status.CONFIRMED,
    )
