"""The letter that everybody waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.emails.content import Content
from app.emails.writing import write_to_participant
from app.lib import dates
from app.models import Mode, Place, Registration, SignUp


@dataclass(frozen=True)
class ChosenSession:
    """A session that the person has signed up for, in words."""

    when: str
    title: str
    room: str
    waiting: bool


def confirmed(registration: Registration, facts: Mapping[str, object]) -> Content:
    """The place is confirmed: reference, what, when, where, the code for the desk, one's own sessions."""
    language = registration.language.value
    online = registration.mode is Mode.ONLINE
    rows = sorted(registration.sign_ups, key=lambda row: (row.session.starts_at, row.session_id))
    return write_to_participant(
        "confirmed",
        registration,
        facts,
        online=online,
        online_link=registration.event.online_link if online else None,
        sessions=[_chosen(row, language) for row in rows if row.session.cancelled_at is None],
    )


def _chosen(row: SignUp, language: str) -> ChosenSession:
    session = row.session
    begin, end = session.event.local(session.starts_at), session.event.local(session.ends_at)
    return ChosenSession(
        when=f"{dates.day(begin.date(), language)}, {begin:%H:%M}–{end:%H:%M}",
        title=session.title.in_language(language),
        room=session.room or "",
        waiting=row.place == Place.WAITING,
    )
