"""Sending a letter again: a new one of the same kind, written from what holds now, and only where it still makes sense."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.models import Body, Letter, LetterKind
from app.services import audit, copies, letter_facts, outbox, places, registering
from app.services.actors import Actor
from app.services.errors import DomainError, PersonErased
from app.services.letter_errors import LetterMakesNoSense, LetterOnItsWay
from app.services.letter_failures import WAITING
from app.services.letter_sense import attendance_holds, sessions_hold, still_holds
from app.services.reminder_sense import still_concerns


def refusal(letter: Letter) -> DomainError | None:
    """What speaks against sending a letter again, as far as it can be told without asking the database for each."""
    if letter.state in WAITING:
        return LetterOnItsWay()
    about = letter.registration or letter.person
    copied = letter.kind is LetterKind.CONVOCATION_COPY
    if letter.event is None or (about is None and not copied):
        return LetterMakesNoSense()
    if about is not None and about.email is None:
        return PersonErased()
    return None if still_holds(letter, letter.event) else LetterMakesNoSense()


def send_again(letter: Letter, actor: Actor) -> Letter:
    """Queue a new letter of the same kind to the present address of the same person.

    Raises:
        LetterOnItsWay: this letter, or a later one of its kind to the same, has not gone out yet.
        LetterMakesNoSense: what it would say does not hold any more.
        PersonErased: there is nobody left to write to.
    """
    if letter.event is not None:
        places.lock(letter.event.id)
    db.session.refresh(letter)
    error = refusal(letter)
    if error is None and letter.kind is not LetterKind.CONVOCATION_COPY and _is_on_its_way(letter):
        error = LetterOnItsWay()
    if error is None and not (sessions_hold(letter) and attendance_holds(letter) and still_concerns(letter)):
        error = LetterMakesNoSense()
    if error is not None:
        raise error
    again = _put(letter)
    audit.record(actor, "letter.sent_again", letter)
    return again


def _put(letter: Letter) -> Letter:
    facts: dict[str, Any] = {
        name: value for name, value in letter.facts.items() if name not in letter_facts.MOMENTARY
    }
    if letter.kind is LetterKind.CONVOCATION_COPY:
        return copies.send_again(letter)
    if letter.person is not None:
        body_id = facts.pop("body_id", None)
        body = db.session.get(Body, body_id) if body_id else None
        about = Correspondence(letter.person, body, letter.event)
        return outbox.put_for_correspondent(letter.kind, about, **facts)
    again = outbox.put(letter.kind, registering.fresh(letter.registration_id or 0), **facts)
    again.campaign_id = letter.campaign_id
    db.session.flush()
    return again


def _is_on_its_way(letter: Letter) -> bool:
    # A column compared with None would match the letters of everybody who has none either.
    same = (
        Letter.person_id == letter.person_id
        if letter.registration_id is None
        else Letter.registration_id == letter.registration_id
    )
    query = select(Letter.id).where(
        same,
        Letter.event_id == letter.event_id,
        Letter.kind == letter.kind,
        Letter.campaign_id.is_not_distinct_from(letter.campaign_id),
        Letter.state.in_(WAITING),
    )
    return db.session.scalar(query.limit(1)) is not None
