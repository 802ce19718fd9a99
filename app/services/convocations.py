"""The convocation of a body to an event: whether it was seen, and whether the body refused."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from app.extensions import db
from app.lib.clock import now
from app.models import Convocation, Event, EventStatus, Letter, LetterKind, Person
from app.services import audit, delegation_sight, event_states, places
from app.services.actors import Actor
from app.services.delegation_replies import Reply, standings
from app.services.errors import EventIsOver, NotFound


def of(event_id: int, body_id: int) -> Convocation | None:
    """The convocation of a body; None if it was not invited."""
    return db.session.scalar(
        select(Convocation).where(Convocation.event_id == event_id, Convocation.body_id == body_id)
    )


def invited(event_id: int) -> set[int]:
    """The bodies that are invited to an event."""
    return set(db.session.scalars(select(Convocation.body_id).where(Convocation.event_id == event_id)))


def unwritten(event: Event) -> set[int]:
    """The bodies that were invited while nobody spoke for them, so that nobody was written to, and have not answered since."""
    written = select(Letter.body_id).where(
        Letter.event_id == event.id, Letter.kind == LetterKind.CONVOCATION, Letter.body_id.is_not(None)
    )
    invited_only = {each.body.id for each in standings(event) if each.reply is Reply.INVITED}
    return invited_only - set(db.session.scalars(written))


def note_seen(event_id: int, body_id: int) -> None:
    """A correspondent has opened the page of the delegation: the body is no longer merely invited."""
    row = of(event_id, body_id)
    if row is not None and row.seen_at is None:
        row.seen_at = now()
        db.session.flush()


def note_seen_of(body_ids: Collection[int], person: Person) -> None:
    """A correspondent has come in: whatever the bodies spoken for are invited to, and is not over, has been seen."""
    coming = select(Event.id).where(
        Event.status.in_((EventStatus.PUBLISHED, EventStatus.CLOSED)),
        Event.ends_at > now(),
        delegation_sight.seen_by(person),
    )
    db.session.execute(
        update(Convocation)
        .where(
            Convocation.body_id.in_(body_ids),
            Convocation.event_id.in_(coming),
            Convocation.seen_at.is_(None),
        )
        .values(seen_at=now())
    )


def note_reminded(row: Convocation) -> int:
    """The body is reminded once more; returns how often it has been, this time included."""
    row.reminders, row.reminded_at = row.reminders + 1, now()
    db.session.flush()
    return row.reminders


def take_back_refusal(event_id: int, body_id: int) -> None:
    """Whoever names somebody does attend."""
    row = of(event_id, body_id)
    if row is not None and row.refused_at is not None:
        row.refused_at, row.reason = None, None
        db.session.flush()


def attend_after_all(event_id: int, body_id: int, actor: Actor) -> None:
    """The secretariat takes back “we will not attend” for a body, which is asked again from then on.

    Raises:
        NotFound: the body was not invited.
        EventReadOnly, EventIsOver.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    if event.is_over(now()):
        raise EventIsOver
    row = of(event_id, body_id)
    if row is None:
        raise NotFound
    take_back_refusal(event_id, body_id)
    audit.record(actor, "convocation.refusal_taken_back", row, event_id=event.id)
