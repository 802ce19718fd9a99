"""Those who hold a place in a session are told when it moves, is called off or takes place after all.

Whoever puts a programme in order saves many times. So a letter waits for a while, a tenth of the time that is left before
the session at most, and as long as it waits it takes in whatever else happens to sessions of the same person: ten changes in
an hour make four letters at most, and each tells what holds when it goes out. Sessions for which nobody signs up stand in no
participant's calendar file, and nobody is written to about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime, timedelta

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    Event,
    EventSession,
    EventStatus,
    Letter,
    LetterKind,
    LetterState,
    Place,
    Registration,
    SignUp,
    Status,
)
from app.services import outbox, settings

_WORTH_A_LETTER = {"starts_at", "ends_at", "room", "mode"}
_TOLD = [status for status in LIVING if status is not Status.UNVERIFIED]


def is_worth_a_letter(changed: Set[str]) -> bool:
    """Whether somebody would go to another room, or at another hour, because of a change; a new title is no reason."""
    return bool(changed & _WORTH_A_LETTER)


def tell(event: Event, session: EventSession, *before: datetime) -> int:
    """Let everybody know who holds a place in a session; `before` is when it was to begin. The event is locked.

    Returns:
        How many people are told, by a new letter or by one that waits already.
    """
    moment = now()
    if event.status is EventStatus.DRAFT or event.is_over(moment):
        return 0
    begins = min(session.starts_at, *before) if before else session.starts_at
    told = _holders(session)
    when = _when(moment, begins) if told else moment
    waiting = _waiting_letters(registration.id for registration in told)
    for registration in told:
        letter = waiting.get(registration.id)
        if letter is None:
            outbox.put(
                LetterKind.EVENT_CHANGED,
                registration,
                not_before=when,
                changed=["programme"],
                sessions=[session.id],
            )
        else:
            _take_in(letter, session, when)
    return len(told)


def _holders(session: EventSession) -> list[Registration]:
    return list(
        db.session.scalars(
            select(Registration)
            .join(SignUp, SignUp.registration_id == Registration.id)
            .where(
                SignUp.session_id == session.id, SignUp.place == Place.HELD, Registration.status.in_(_TOLD)
            )
            .order_by(Registration.id)
        )
    )


def _waiting_letters(registration_ids: Iterable[int]) -> dict[int, Letter]:
    """Letters about the programme that nobody has begun to send, by registration; no worker takes them now."""
    letters = db.session.scalars(
        select(Letter)
        .where(
            Letter.registration_id.in_(list(registration_ids)),
            Letter.kind == LetterKind.EVENT_CHANGED,
            Letter.state == LetterState.QUEUED,
            Letter.text.is_(None),
        )
        .order_by(Letter.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {
        letter.registration_id: letter
        for letter in letters
        if letter.registration_id is not None and letter.facts.get("changed") == ["programme"]
    }


def _take_in(letter: Letter, session: EventSession, when: datetime) -> None:
    told = letter.facts.get("sessions")
    sessions = {*(told if isinstance(told, list) else []), session.id}
    letter.facts = {**letter.facts, "sessions": sorted(sessions)}
    letter.not_before = min(letter.not_before, when)
    db.session.flush()


def _when(moment: datetime, begins: datetime) -> datetime:
    wait = timedelta(minutes=settings.number("programme_letter_minutes"))
    return moment + max(timedelta(), min(wait, (begins - moment) / 10))
