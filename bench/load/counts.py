"""Whether the numbers are right in the end: who was told that it worked is there once, with one letter, and on one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any


def opening_faults(
    event_id: int, acknowledged: Sequence[str], places: int, received: Sequence[str]
) -> list[str]:
    """What is wrong with registrations, places and letters of an opening; call it once all letters have gone out."""
    from sqlalchemy import func, select

    from app.extensions import db
    from app.models import Event, Letter, Place, Registration

    domain = f"@{db.session.get_one(Event, event_id).slug}.example"
    people: Counter[str | None] = Counter(
        db.session.scalars(select(Registration.email).where(Registration.event_id == event_id))
    )
    held = select(Registration.place, func.count()).where(Registration.event_id == event_id)
    seats = Counter(dict(db.session.execute(held.group_by(Registration.place)).tuples().all()))
    letters = Counter(db.session.scalars(select(Letter.recipient).where(Letter.event_id == event_id)))
    db.session.rollback()
    told = Counter(acknowledged)
    seated = min(places, len(acknowledged))
    wanted = Counter({Place.HELD: seated, Place.WAITING: len(acknowledged) - seated})
    return [
        *_differ("registrations", people, told),
        *_differ("letters", letters, told),
        *_differ("mails received", Counter(to for to in received if to.endswith(domain)), told),
        *_differ("places", +seats, +wanted),
    ]


def door_faults(event_id: int, acknowledged: Sequence[str]) -> list[str]:
    """What is wrong with the log of a door at which everybody was scanned once."""
    from sqlalchemy import select

    from app.extensions import db
    from app.models import CheckIn, Event, Registration
    from app.services.attendance import live_board

    lines = select(Registration.badge_code).join(CheckIn, CheckIn.registration_id == Registration.id)
    log = Counter(db.session.scalars(lines.where(CheckIn.event_id == event_id)))
    everybody = Counter(
        db.session.scalars(select(Registration.badge_code).where(Registration.event_id == event_id))
    )
    event = db.session.get_one(Event, event_id)
    shown = live_board.board(event, None, None).presence.people
    db.session.rollback()
    wrong = _differ("lines of the log", log, everybody) + _differ("scans", Counter(acknowledged), everybody)
    return wrong + ([] if shown == len(everybody) else [f"the board shows {shown} of {len(everybody)}"])


def letters_left(event_id: int) -> int:
    """How many letters of an event have still to go out."""
    from sqlalchemy import func, select

    from app.extensions import db
    from app.models import Letter, LetterState

    waiting = select(func.count()).where(Letter.event_id == event_id, Letter.state != LetterState.SENT)
    number = db.session.scalar(waiting)
    db.session.rollback()
    return number or 0


def _differ(what: str, found: Counter[Any], wanted: Counter[Any]) -> list[str]:
    if found == wanted:
        return []
    more, fewer = found - wanted, wanted - found
    return [
        f"{what}: {sum(more.values())} too many, {sum(fewer.values())} missing, of {sum(wanted.values())}"
    ]
