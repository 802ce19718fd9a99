"""After the deadline: places kept for nominated people who have not answered go to those who wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import Event, LetterKind, Place, Registration, Status
from app.services import audit, confirming, event_states, mandates, outbox, places, transitions
from app.services.actors import Actor
from app.services.delegation_errors import NominatedMeanwhile, NominationsOpen
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


@dataclass(frozen=True)
class Foreseen:
    """What a release would do, or why it would not."""

    ending: Sequence[Registration]
    waiting: int  # people on the waiting list who are not among those
    possible: bool


def foresee(event: Event) -> Foreseen:
    """What would happen now; nothing is changed."""
    ending, until = unanswered(event), event.nominations_end
    waiting = db.session.scalar(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.place == Place.WAITING,
            Registration.status.not_in((Status.NOMINATED, Status.UNVERIFIED)),
        )
    )
    still_open = until is None or until > now()
    possible = not (still_open or event.is_read_only or event.is_over(now()))
    return Foreseen(ending, waiting or 0, possible)


def release(event_id: int, actor: Actor, shown: Collection[int] | None = None) -> tuple[int, int]:
    """End the nominations without an answer, and let those who wait move up. A new nomination brings somebody back.

    `shown` holds the ids of those that were looked at: who has been nominated since is not ended unseen.

    Returns:
        How many nominations ended, and how many people got a place.

    Raises:
        NominationsOpen: the correspondents still have time, or no end of it was set.
        NominatedMeanwhile: there is somebody who was not shown.
        IllegalTransition: this is for the secretariat to decide.
        EventReadOnly, EventIsOver.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    if event.is_over(now()):
        raise EventIsOver
    if event.nominations_end is None or event.nominations_end > now():
        raise NominationsOpen
    seats, ended = SeatCounts(event), unanswered(event)
    if shown is not None and any(registration.id not in shown for registration in ended):
        raise NominatedMeanwhile
    for registration in ended:
        transitions.check(registration, Status.EXPIRED, actor)
        with transitions.recorded(registration, actor, "released"):
            if registration.place is Place.HELD:
                seats.add(registration, -1)
            places.give_up(registration)
            transitions.move(registration, Status.EXPIRED, actor)
        outbox.put(LetterKind.NOMINATION_EXPIRED, registration)
    _tell_correspondents(event, ended)
    event.released_at = now()
    promoted = confirming.settle(seats)
    audit.record(actor, "event.released", event, event_id=event.id, fields=[f"ended:{len(ended)}"])
    return len(ended), len(promoted)


def _tell_correspondents(event: Event, ended: Sequence[Registration]) -> None:
    """Those who speak for the bodies learn how many of their nominations have ended."""
    numbers = Counter(registration.body for registration in ended if registration.body is not None)
    speaking = mandates.correspondents([body.id for body in numbers], fictional=event.fictional)
    for body, number in numbers.items():
        for person in speaking.get(body.id, []):
            outbox.put_for_correspondent(
                LetterKind.NOMINATIONS_ENDED, Correspondence(person, body, event), ended=number
            )
