"""Certificates by mail: to everybody who came, each once; or to one person, as often as that person asks.

A letter goes to the person alone, so the discreet get theirs like everybody. Nothing is printed before the letter goes out:
it says what the log has then, and goes to nobody whose only check-in was undone in the meantime.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists, select

from app.extensions import db
from app.lib import marks
from app.lib.clock import now
from app.models import Event, EventStatus, Letter, LetterKind, LetterState, Registration
from app.services import audit, outbox, places
from app.services.actors import Actor
from app.services.errors import ChangedSinceShown, EventReadOnly
from app.services.papers.paper_errors import EventNotOver, NobodyToCertify
from app.services.papers.paper_kinds import Selection
from app.services.papers.people import chosen
from app.services.participant_filters import conditions
from app.services.participation import attended


@dataclass(frozen=True)
class Reach:
    """Of those who came: how many have no certificate yet, how many were sent one, how many cannot be written to."""

    waiting: int
    sent: int
    no_address: int
    mark: str = field(
        default="", compare=False
    )  # of who would get one, and who again; whoever sends names it


def reach(event: Event, selection: Selection) -> Reach:
    """Whom certificates would reach now; one statement."""
    key = (Registration.email.is_(None), _has_one())
    meets = [*conditions(event.id, selection.filters), Registration.anonymised_at.is_(None), attended()]
    if selection.registration_id is not None:
        meets.append(Registration.id == selection.registration_id)
    rows = db.session.execute(select(Registration.id, *key).where(*meets)).all()
    waiting = [number for number, without, sent in rows if not (without or sent)]
    sent = [number for number, without, sent in rows if sent and not without]
    again = sent if selection.registration_id is not None else []
    mark = marks.of(sorted(waiting), sorted(again))
    return Reach(len(waiting), len(sent), len(rows) - len(waiting) - len(sent), mark)


def can_go_to_all(event: Event) -> bool:
    """Whether the days are complete, so that everybody can be sent a certificate."""
    return event.is_over(now())


def send(
    event: Event, selection: Selection, actor: Actor, once: str = "", looked_at: str | None = None
) -> int:
    """Queue certificates: for many to those who have had none, for one person whether there was one or not; returns how many.

    `once` is the id of the form: posted twice, it sends once and is answered the same. `looked_at`: the mark
    of those to whom the page said that they would go, and, of one person, whether again.

    Raises:
        EventReadOnly: the event was called off.
        EventNotOver: many are asked for too early.
        NobodyToCertify: nobody came, or everybody has one.
        ChangedSinceShown: it would go to others than those, or to that person again.
    """
    places.lock(event.id)
    if event.status is EventStatus.CANCELLED:
        raise EventReadOnly
    alone = selection.registration_id is not None
    if not alone and not can_go_to_all(event):
        raise EventNotOver
    whom = [attended(), Registration.email.is_not(None), *([] if alone else [~_has_one()])]
    people = chosen(event, selection, *whom)
    if not people:
        raise NobodyToCertify
    batch = once or uuid.uuid4().hex  # whoever had one is left out above; one person may have a second
    if outbox.known_among(outbox.key_of(LetterKind.CERTIFICATE, person, batch) for person in people):
        return len(people)
    if looked_at is not None and looked_at != reach(event, selection).mark:
        raise ChangedSinceShown
    outbox.put_to_each(LetterKind.CERTIFICATE, people, batch, len(people))
    number = [f"number={len(people)}"]
    audit.record(actor, "certificates.sent", people[0] if alone else event, event_id=event.id, fields=number)
    return len(people)


def _has_one() -> ColumnElement[bool]:
    """That a certificate was sent, or is on its way, or could not be delivered; not one that was taken back."""
    return exists().where(
        Letter.registration_id == Registration.id,
        Letter.kind == LetterKind.CERTIFICATE,
        Letter.state != LetterState.CANCELLED,
    )
