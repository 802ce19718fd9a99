"""The letter that everybody waits for, and the one that completes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from app.emails.content import Content
from app.emails.writing import write_to_participant
from app.lib import dates
from app.models import Mode, Place, Registration, SignUp, Status


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
    return write_to_participant(
        "confirmed",
        registration,
        facts,
        online=online,
        online_link=registration.event.online_link if online else None,
        sessions=[_chosen(row, language) for row in _sign_ups(registration)],
    )


def session_place(registration: Registration, facts: Mapping[str, object]) -> Content:
    """A place has become free in a session; `sessions` holds the ids of those of which the letter tells."""
    language = registration.language.value
    told = cast(Iterable[int], facts["sessions"])
    return write_to_participant(
        "session_place",
        registration,
        facts,
        sessions=[_chosen(row, language) for row in _sign_ups(registration) if row.session_id in set(told)],
        in_calendar=registration.status is Status.CONFIRMED,
    )


def _sign_ups(registration: Registration) -> list[SignUp]:
    """The sign-ups for sessions that take place, in the order of their time."""
    rows = sorted(registration.sign_ups, key=lambda row: (row.session.starts_at, row.session_id))
    return [row for row in rows if row.session.cancelled_at is None]


def _chosen(row: SignUp, language: str) -> ChosenSession:
    session = row.session
    begin, end = session.event.local(session.starts_at), session.event.local(session.ends_at)
    return ChosenSession(
        when=f"{dates.day(begin.date(), language)}, {begin:%H:%M}–{end:%H:%M}",
        title=session.title.in_language(language),
        room=session.room or "",
        waiting=row.place == Place.WAITING,
    )
