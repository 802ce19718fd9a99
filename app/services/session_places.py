"""The only writer of places in sessions. A sign-up has a place of its own; a full workshop never blocks the event.

Everything here happens under the event's lock, like the places of the event itself (places.py).
Source of the rules: the seat rule of the domain model ("Seats").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, insert, select, update

from app.extensions import db
from app.lib.clock import now
from app.models import Event, EventSession, Place, Registration, SignUp, Status
from app.services.errors import LimitBelowHeld


def sign_up(registration: Registration, sessions: Sequence[EventSession]) -> None:
    """Give a registration a place of its own in each session, or a position on that session's waiting list."""
    held, contested = _counts(sessions)
    rows = []
    for session in sessions:
        taken = held.get(session.id, 0)
        full = session.capacity is not None and (taken >= session.capacity or session.id in contested)
        place, since = (Place.WAITING, now()) if full else (Place.HELD, None)
        rows.append(
            {
                "registration_id": registration.id,
                "session_id": session.id,
                "place": place.value,
                "waiting_since": since,
            }
        )
    if rows:
        db.session.execute(insert(SignUp), rows)
        db.session.expire(registration, ["sign_ups"])


def pass_on_sessions(leaving: Registration, newcomer: Registration) -> None:
    """Give a newcomer the sign-ups of whoever leaves, with their places and positions."""
    own = SignUp.registration_id == leaving.id
    db.session.execute(update(SignUp).where(own).values(registration_id=newcomer.id))
    db.session.expire(leaving, ["sign_ups"])
    db.session.expire(newcomer, ["sign_ups"])


def leave_sessions(registration: Registration, sessions: Iterable[EventSession]) -> None:
    """Give up sign-ups. The caller promotes in these sessions afterwards."""
    left = {session.id for session in sessions}
    for row in [row for row in registration.sign_ups if row.session_id in left]:
        registration.sign_ups.remove(row)


def promote_in_sessions(event: Event) -> list[SignUp]:
    """Give free places in the event's sessions to those who wait for them, in order; the unverified are skipped.

    A session that was cancelled or is over has none to give.
    """
    waiting = db.session.scalars(
        select(SignUp)
        .join(SignUp.session)
        .join(SignUp.registration)
        .where(
            EventSession.event_id == event.id,
            EventSession.cancelled_at.is_(None),
            EventSession.ends_at > now(),
            SignUp.place == Place.WAITING,
            Registration.status != Status.UNVERIFIED,
        )
        .order_by(SignUp.waiting_since, SignUp.id)
    ).all()
    if not waiting:
        return []
    sessions = {row.session_id: row.session for row in waiting}
    held, _ = _counts(list(sessions.values()))
    promoted = []
    for row in waiting:
        capacity = sessions[row.session_id].capacity
        if capacity is None or held.get(row.session_id, 0) < capacity:
            row.place, row.waiting_since = Place.HELD, None
            held[row.session_id] = held.get(row.session_id, 0) + 1
            promoted.append(row)
    db.session.flush()
    return promoted


def refuse_lowered_session(session: EventSession) -> None:
    """Make sure that a session's new capacity leaves no more held than it allows.

    Raises:
        LimitBelowHeld: with the numbers.
    """
    held, _ = _counts([session])
    if session.capacity is not None and held.get(session.id, 0) > session.capacity:
        raise LimitBelowHeld(held=held[session.id], limit=session.capacity)


_COUNTS = (
    select(SignUp.session_id, SignUp.place, func.count())
    .join(SignUp.registration)
    .where(
        SignUp.session_id.in_(bindparam("sessions", expanding=True)),
        (SignUp.place == Place.HELD) | (Registration.status != Status.UNVERIFIED),
    )
    .group_by(SignUp.session_id, SignUp.place)
)


def _counts(sessions: Sequence[EventSession]) -> tuple[dict[int, int], set[int]]:
    """How many places are held in each session, and in which of them verified people wait."""
    rows = db.session.execute(_COUNTS, {"sessions": [session.id for session in sessions]}).all()
    held = {session_id: number for session_id, place, number in rows if place == Place.HELD}
    return held, {session_id for session_id, place, _ in rows if place == Place.WAITING}
