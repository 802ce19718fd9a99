"""The outbox: a letter is written in the transaction that causes it, and stands or falls with it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import event as database_event
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.emails import letters
from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterKind, Registration

_CHAIN = "letters_of_this_transaction"


def put(kind: LetterKind, registration: Registration, **facts: object) -> Letter:
    """Queue a letter to a registered person, in that person's language.

    Of a chain of letters to one registration in one transaction only the last goes out.
    """
    content = letters.write(kind, registration, facts)
    letter = Letter(
        dedupe_key=f"{kind.value}:{registration.id}:{uuid.uuid4().hex}",
        kind=kind,
        registration_id=registration.id,
        event_id=registration.event_id,
        recipient=registration.email,
        language=registration.language,
        facts=facts,
        subject=content.subject,
        text=content.text,
        html=content.html,
        calendar=content.calendar,
        not_before=now(),
        message_id=f"{uuid.uuid4()}@police-network",
        created_at=now(),
    )
    _supersede(registration.id, letter)
    db.session.add(letter)
    db.session.flush()
    return letter


def _supersede(registration_id: int, letter: Letter) -> None:
    chain = cast(dict[int, Letter], db.session.info.setdefault(_CHAIN, {}))
    earlier = chain.get(registration_id)
    if earlier is not None and earlier in db.session:
        db.session.delete(earlier)
    chain[registration_id] = letter


@database_event.listens_for(Session, "after_commit")
@database_event.listens_for(Session, "after_rollback")
def _end_chain(session: Any) -> None:
    session.info.pop(_CHAIN, None)


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
