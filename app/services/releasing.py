"""After the deadline: places kept for nominated people who have not answered go to those who wait."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, LetterKind, Place, Registration, Status
from app.services import audit, confirming, event_states, outbox, places, transitions
from app.services.actors import Actor
from app.services.delegation_errors import NominationsOpen
from app.services.errors import EventIsOver
from app.services.seat_counts import SeatCounts


def unanswered(event: Event) -> Sequence[Registration]:
    """The nominations of an event that nobody has answered, in the order in which they were made."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.status == Status.NOMINATED)
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    ).all()


def release(event_id: int, actor: Actor) -> tuple[int, int]:
    """End the nominations without an answer, and let those who wait move up. A new nomination brings somebody back.

    Returns:
        How many nominations ended, and how many people got a place.

    Raises:
        NominationsOpen: the correspondents still have time, or no end of it was set.
        EventReadOnly, EventIsOver.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    if event.is_over(now()):
        raise EventIsOver
    if event.nominations_until is None or event.nominations_until > now():
        raise NominationsOpen
    seats, ended = SeatCounts(event), unanswered(event)
    for registration in ended:
        with transitions.recorded(registration, actor, "released"):
            if registration.place is Place.HELD:
                seats.add(registration, -1)
            places.give_up(registration)
            transitions.move(registration, Status.EXPIRED, actor)
        outbox.put(LetterKind.NOMINATION_EXPIRED, registration)
    event.released_at = now()
    promoted = confirming.settle(seats)
    audit.record(actor, "event.released", event, event_id=event.id, fields=[f"ended:{len(ended)}"])
    return len(ended), len(promoted)
