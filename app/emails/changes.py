"""The letter about what has changed since somebody registered."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails.awaiting import calendar_note
from app.emails.participants import chosen, to_participant
from app.emails.said import Said
from app.lib.wording import N_, translated
from app.models import Place, Registration, SignUp

# The codes that `changed` may hold, in the order in which they are named.
CHANGES = {
    "dates": N_("the dates"),
    "hours": N_("the hours"),
    "place": N_("the place"),
    "online_link": N_("the online link"),
    "programme": N_("the programme"),
}


def event_changed(registration: Registration, facts: Mapping[str, object]) -> Said:
    """The event has changed; `changed` names in codes what is different now, `sessions` the own ones by their ids."""
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
    words = translated(sentence, language, changes=changes)
    return "\n\n".join(part for part in (words, _sessions(registration, facts)) if part)


def _sessions(registration: Registration, facts: Mapping[str, object]) -> str:
    """What holds now for one's own sessions that have moved or been called off, a line each."""
    told = facts.get("sessions")
    rows = [row for row in registration.sign_ups if isinstance(told, list) and row.session_id in told]
    rows = sorted((row for row in rows if row.place == Place.HELD), key=lambda row: row.session.starts_at)
    return "\n".join(_session(row, registration.language.value) for row in rows)


def _session(row: SignUp, language: str) -> str:
    session = chosen(row, language)
    if row.session.cancelled_at is not None:
        sentence = N_("Does not take place: %(title)s (%(when)s)")
        return translated(sentence, language, title=session.title, when=session.when)
    where = f" · {session.room}" if session.room else ""
    return (
        translated(N_("Now: %(title)s, %(when)s"), language, title=session.title, when=session.when) + where
    )
