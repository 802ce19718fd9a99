"""The outbox: a letter is written in the transaction that causes it, and stands or falls with it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import event as database_event
from sqlalchemy import func, select
from sqlalchemy.orm import Session, SessionTransaction

from app.documents import calendar_files
from app.emails import letters, placeholders
from app.emails.content import Content
from app.extensions import db
from app.lib.clock import now
from app.models import EventStatus, Letter, LetterKind, LetterState, Registration, Status, User
from app.services import letter_facts

QUEUED = "letters_were_queued"  # noted in the session: whoever wakes the worker looks for it after the commit
_WITH_CALENDAR = {LetterKind.CONFIRMED, LetterKind.SESSION_PLACE, LetterKind.EVENT_CHANGED}
_CHAIN = "letters_of_this_transaction"


def put(kind: LetterKind, registration: Registration, *, once: str | None = None, **facts: object) -> Letter:
    """Queue a letter to a registered person, in that person's language.

    Of a chain of letters to one registration in one transaction only the last goes out. `once` names what the letter is
    about: a second letter of the kind about the same is not queued, whenever it is asked for.
    """
    known = _known(f"{kind.value}:{registration.id}:{once}") if once else None
    if known is not None:
        return known
    return queue(written(kind, registration, once=once, **facts))


def written(
    kind: LetterKind, registration: Registration, *, once: str | None = None, **facts: object
) -> Letter:
    """A letter to a registered person that is not queued yet."""
    content = letters.write(kind, registration, {**letter_facts.facts_for(kind, registration), **facts})
    letter = _letter(kind, content, registration.email, once or uuid.uuid4().hex, registration.id)
    letter.registration_id, letter.event_id = registration.id, registration.event_id
    letter.language, letter.facts = registration.language, facts
    letter.calendar = _calendar(kind, registration)
    return letter


def queue(letter: Letter) -> Letter:
    """Queue a letter to a registered person that is written already."""
    return _queue(letter, ("registration", cast(int, letter.registration_id)))


def put_for_user(kind: LetterKind, user: User, **facts: object) -> Letter:
    """Queue a letter to somebody with an account, in that person's language. The same rules hold as for `put`."""
    content = letters.write_to_user(kind, user, {**letter_facts.facts_for_user(kind, user), **facts})
    letter = _letter(kind, content, user.email, uuid.uuid4().hex, user.id)
    letter.user_id, letter.language, letter.facts = user.id, user.language, facts
    return _queue(letter, ("user", user.id))


def sent_recently(registration: Registration, kind: LetterKind) -> int:
    """How many letters of a kind were queued for a registration in the last hour."""
    number = db.session.scalar(
        select(func.count())
        .select_from(Letter)
        .where(
            Letter.registration_id == registration.id,
            Letter.kind == kind,
            Letter.created_at > now() - timedelta(hours=1),
        )
    )
    return number or 0


def _letter(kind: LetterKind, content: Content, recipient: str | None, about: str, subject_id: int) -> Letter:
    return Letter(
        dedupe_key=f"{kind.value}:{subject_id}:{about}",
        kind=kind,
        recipient=recipient,
        subject=content.subject,
        text=content.text,
        html=content.html,
        state=LetterState.QUEUED if recipient else LetterState.CANCELLED,  # nobody to write to
        not_before=now(),
        message_id=uuid.uuid4().hex,
        created_at=now(),
    )


def _known(dedupe_key: str) -> Letter | None:
    return db.session.scalar(select(Letter).where(Letter.dedupe_key == dedupe_key))


def _calendar(kind: LetterKind, registration: Registration) -> str | None:
    """The calendar file that goes with a letter: for those who are confirmed, or were when the event was cancelled."""
    event = registration.event
    confirmed = kind in _WITH_CALENDAR and registration.status is Status.CONFIRMED
    called_off = event.status is EventStatus.CANCELLED and registration.confirmed_at is not None
    if event.starts_at is None or not (confirmed or called_off):
        return None
    return calendar_files.participant_calendar(
        registration,
        registration.language.value,
        address=f"{placeholders.SITE}/events/{event.slug}",
        contact=placeholders.CONTACT,
    ).decode()


def _queue(letter: Letter, subject: tuple[str, int]) -> Letter:
    """Put the letter into the session; earlier ones of this transaction to the same person are taken back."""
    chains = cast(dict[tuple[str, int], list[Letter]], db.session.info.setdefault(_CHAIN, {}))
    chain = chains.setdefault(subject, [])
    for earlier in chain:
        if earlier in db.session:  # it is not if a savepoint has taken it back already
            db.session.delete(earlier)
    chain.append(letter)
    db.session.add(letter)
    db.session.flush()
    db.session.info[QUEUED] = True
    return letter


@database_event.listens_for(Session, "after_transaction_end")
def _end_chain(session: Any, transaction: SessionTransaction) -> None:
    if transaction.parent is None:  # the transaction, not a savepoint in it
        session.info.pop(_CHAIN, None)
        session.info.pop(QUEUED, None)
