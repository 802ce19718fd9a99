"""The outbox: a letter is queued in the transaction that causes it, and stands or falls with it.

It is written when it is first sent (letter_writing.py). What it must tell of the moment that caused it is kept as its facts.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy import event as database_event
from sqlalchemy.orm import Session, SessionTransaction

from app.emails.correspondents import Copy, Correspondence
from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import Letter, LetterKind, LetterState, Registration, User
from app.services import letter_facts

QUEUED = "letters_were_queued"  # noted in the session: whoever wakes the worker looks for it after the commit
_CHAIN = "letters_of_this_transaction"
_ONE = insert(cast("Table", Letter.__table__)).inline()
Addressee = Registration | Correspondence


def put(
    kind: LetterKind,
    registration: Registration,
    *,
    once: str | None = None,
    not_before: datetime | None = None,
    **facts: object,
) -> Letter:
    """Queue a letter to a registered person, in that person's language, to go at once or not before a moment.

    Of a chain of letters to one registration in one transaction only the last goes out; what has changed of the event is
    no part of it, and is told besides. `once` names what the letter is about: a second letter of the kind about the same
    is not queued, whenever it is asked for.
    """
    return _put(
        kind,
        ("event of registration" if kind is LetterKind.EVENT_CHANGED else "registration", registration.id),
        once,
        not_before=not_before or now(),
        **_to_registered(kind, registration, facts),
    )


def put_first(kind: LetterKind, registration: Registration, not_before: datetime) -> None:
    """As `put`, to somebody who was registered just now and has no earlier letter: one statement."""
    key = _key(kind, _subject(registration), uuid.uuid4().hex)
    row = _columns(kind, key, not_before=not_before, **_to_registered(kind, registration, {}))
    db.session.execute(_ONE, row)
    _chain(_subject(registration)).append(key)
    db.session.info[QUEUED] = True


def put_for_user(kind: LetterKind, user: User, **facts: object) -> Letter:
    """Queue a letter to somebody with an account, in that person's language. The same rules hold as for `put`.

    What was changed in an account is no part of a chain with anything but a second change of the same sort.
    """
    about = (f"{facts['what']} of user" if kind is LetterKind.ACCOUNT_CHANGED else "user", user.id)
    return _put(
        kind,
        about,
        None,
        user_id=user.id,
        recipient=user.email,
        not_before=now(),
        language=user.language,
        facts=facts,
    )


def put_for_correspondent(
    kind: LetterKind, about: Correspondence, *, once: str | None = None, **facts: object
) -> Letter:
    """Queue a letter to a correspondent about a delegation, in that person's language. The same rules hold as for `put`."""
    return _put(kind, _subject(about), once, not_before=now(), **_to_speaker(about, facts))


def put_copy(
    kind: LetterKind, about: Copy, address: str, *, once: str | None = None, **facts: object
) -> Letter:
    """Queue a copy for the information of an address of a body, in the language of its copies. The rules of `put` hold."""
    known_by = hashlib.sha256(normalised_address(address).encode()).hexdigest()[:32]  # an address may be long
    return _put(
        kind,
        ("address", about.body.id, known_by),
        once,
        event_id=about.event.id,
        body_id=about.body.id,
        recipient=address,
        not_before=now(),
        language=about.language,
        facts={"body_id": about.body.id, **facts},
    )


def put_to_each(kind: LetterKind, subjects: Iterable[Addressee], once: str, most: int) -> Sequence[Addressee]:
    """Queue a letter of a kind to each who has none about `once` yet, to so many at most; returns to whom.

    Two statements, however many they are. These letters are no part of a chain, and take none back.
    """
    keyed = {key_of(kind, about, once): about for about in subjects}
    known = known_among(keyed)
    chosen = [(key, about) for key, about in keyed.items() if key not in known][:most]
    _add([_columns(kind, key, not_before=now(), **_to(kind, about)) for key, about in chosen])
    return [about for _key, about in chosen]


def put_to_all(kind: LetterKind, registrations: Iterable[Registration], **facts: object) -> int:
    """Queue the same letter to many registered persons, in one statement; returns how many letters.

    These letters are no part of a chain, and take none back.
    """
    rows = [
        _columns(
            kind,
            _key(kind, _subject(one), uuid.uuid4().hex),
            not_before=now(),
            **_to_registered(kind, one, facts),
        )
        for one in registrations
    ]
    _add(rows)
    return len(rows)


def key_of(kind: LetterKind, about: Addressee, once: str) -> str:
    """By what a letter that goes to somebody only once is known."""
    return _key(kind, _subject(about), once)


def known_among(keys: Iterable[str]) -> set[str]:
    """Which of these letters have been queued; one statement, none where nothing is asked for."""
    asked = list(keys)
    if not asked:
        return set()
    return set(db.session.scalars(select(Letter.dedupe_key).where(Letter.dedupe_key.in_(asked))))


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


def _put(
    kind: LetterKind, subject: tuple[object, ...], once: str | None, *, recipient: str | None, **columns: Any
) -> Letter:
    dedupe_key = _key(kind, subject, once or uuid.uuid4().hex)
    known = _known(dedupe_key) if once else None
    if known is not None:
        return known
    return _queue(Letter(**_columns(kind, dedupe_key, recipient=recipient, **columns)), subject)


def _columns(kind: LetterKind, dedupe_key: str, *, recipient: str | None, **columns: Any) -> dict[str, Any]:
    return {
        "dedupe_key": dedupe_key,
        "kind": kind,
        "recipient": recipient,
        "state": LetterState.QUEUED if recipient else LetterState.CANCELLED,  # nobody to write to
        "message_id": uuid.uuid4().hex,
        "created_at": now(),
        **columns,
    }


def _key(kind: LetterKind, subject: tuple[object, ...], once: str) -> str:
    return f"{kind.value}:{':'.join(map(str, subject[1:]))}:{once}"


def _subject(about: Addressee) -> tuple[object, ...]:
    if isinstance(about, Registration):
        return ("registration", about.id)
    return ("person", about.person.id, about.body.id if about.body else None)


def _to(kind: LetterKind, about: Addressee) -> dict[str, Any]:
    return _to_registered(kind, about, {}) if isinstance(about, Registration) else _to_speaker(about, {})


def _to_registered(
    kind: LetterKind, registration: Registration, facts: Mapping[str, object]
) -> dict[str, Any]:
    return {
        "registration_id": registration.id,
        "event_id": registration.event_id,
        "recipient": registration.email,
        "language": registration.language,
        "facts": {**letter_facts.of_this_moment(kind, registration), **facts},
    }


def _to_speaker(about: Correspondence, facts: Mapping[str, object]) -> dict[str, Any]:
    person, body_id = about.person, about.body.id if about.body else None
    return {
        "person_id": person.id,
        "body_id": body_id,
        "event_id": about.event.id if about.event else None,
        "recipient": person.email,
        "language": person.language,
        "facts": {"body_id": body_id, **facts},
    }


def _known(dedupe_key: str) -> Letter | None:
    return db.session.scalar(select(Letter).where(Letter.dedupe_key == dedupe_key))


def _queue(letter: Letter, subject: tuple[object, ...]) -> Letter:
    """Put the letter into the session; earlier ones of this transaction to the same person are taken back."""
    chain = _chain(subject)
    for earlier in chain:
        if isinstance(earlier, str):
            db.session.execute(delete(Letter).where(Letter.dedupe_key == earlier))
        elif earlier in db.session:  # it is not if a savepoint has taken it back already
            db.session.delete(earlier)
    chain.append(letter)
    db.session.add(letter)
    db.session.flush()
    db.session.info[QUEUED] = True
    return letter


def _chain(subject: tuple[object, ...]) -> list[Letter | str]:
    """The letters of this transaction to the same person; of some only the key."""
    chains = cast(dict[tuple[object, ...], list[Letter | str]], db.session.info.setdefault(_CHAIN, {}))
    return chains.setdefault(subject, [])


def _add(rows: list[dict[str, Any]]) -> None:
    """Put many letters into the outbox, in one statement."""
    if rows:
        db.session.execute(insert(Letter), rows)
        db.session.info[QUEUED] = True


@database_event.listens_for(Session, "after_transaction_end")
def _end_chain(session: Any, transaction: SessionTransaction) -> None:
    if transaction.parent is None:  # the transaction, not a savepoint in it
        session.info.pop(_CHAIN, None)
        session.info.pop(QUEUED, None)
