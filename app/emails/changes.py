"""The letter about what has changed since somebody registered."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails.awaiting import calendar_note
from app.emails.participants import to_participant
from app.emails.said import Said
from app.lib.wording import N_, translated
from app.models import Registration

# The codes that `changed` may hold, in the order in which they are named.
CHANGES = {
    "dates": N_("the dates"),
    "hours": N_("the hours"),
    "place": N_("the place"),
    "online_link": N_("the online link"),
    "programme": N_("the programme"),
}


def event_changed(registration: Registration, facts: Mapping[str, object]) -> Said:
    """The event has changed; `changed` names in codes what is different now."""
    return to_participant(
        registration,
        facts,
        values={"what_changed": _what_changed(registration, facts), "calendar": calendar_note(registration)},
    )


def _what_changed(registration: Registration, facts: Mapping[str, object]) -> str:
    changed, language = facts.get("changed"), registration.language.value
    codes = [code for code in CHANGES if isinstance(changed, list) and code in changed]
    if not codes:
        return translated(N_("This is what holds from now on. Your registration stays as it is."), language)
    changes = ", ".join(translated(CHANGES[code], language) for code in codes)
    sentence = N_("This has changed since our last letter: %(changes)s. Your registration stays as it is.")
    return translated(sentence, language, changes=changes)
