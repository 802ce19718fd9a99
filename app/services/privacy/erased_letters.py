"""What becomes of the letters of whoever is erased: what waits does not go out, what went out keeps its kind, date and state."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, or_, select, update

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterKind, LetterState, Person, Registration, User
from app.services import mailbox
from app.services.privacy import kept

_CONTENTS = ("subject", "text", "html", "calendar", "facts")
_WAITING = (LetterState.QUEUED, LetterState.SENDING, LetterState.WILL_RETRY)
_NOTHING: dict[str, object] = {
    "recipient": None, "subject": None, "text": None, "html": None, "calendar": None, "facts": {}, "server_said": None,
}  # fmt: skip


def forget_of_registration(registration: Registration, declined: Collection[int], maildir: Path) -> None:
    """Empty the letters to a registered person, and those that told the correspondents of this person.

    `declined`: the registrations of those who proposed this person instead; the letters about them name it, too.
    """
    telling = _telling_of(registration.event_id, {registration.id, *declined})
    _forget(or_(Letter.registration_id == registration.id, Letter.id.in_(telling)), maildir)


def forget_of_person(person: Person, maildir: Path) -> None:
    """Empty the letters that went to somebody as a correspondent."""
    _forget(Letter.person_id == person.id, maildir)


def forget_of_account(user: User, maildir: Path) -> None:
    """Empty the letters that went to somebody with an account."""
    _forget(Letter.user_id == user.id, maildir)


def forget_contents(ids: Collection[int], maildir: Path) -> int:
    """Forget what letters said whose time is over: the fact, the date, the kind, the address and the state stay."""
    which = Letter.id.in_(ids)
    _remove_mails(which, maildir)
    return _changed(which, kept.has_content(), values={name: _NOTHING[name] for name in _CONTENTS})


def forget_addresses(ids: Collection[int]) -> int:
    """Forget to whom letters went, and what servers said of it."""
    nothing: dict[str, object] = {"recipient": None, "server_said": None}
    return _changed(Letter.id.in_(ids), Letter.recipient.is_not(None), values=nothing)


def _telling_of(event_id: int, nominees: Collection[int]) -> list[int]:
    told = select(Letter).where(Letter.event_id == event_id, Letter.kind == LetterKind.NOMINEE_DECLINED)
    return [letter.id for letter in db.session.scalars(told) if letter.facts.get("nominee_id") in nominees]


def _forget(which: ColumnElement[bool], maildir: Path) -> None:
    """A letter that is being sent at this moment arrives; what the server says of it is not written down any more."""
    _remove_mails(which, maildir)
    waits = Letter.state.in_(_WAITING)
    cancelled = {"state": LetterState.CANCELLED, "lease_until": None}
    db.session.execute(update(Letter).where(which, waits).values(cancelled))
    failed = Letter.state == LetterState.FAILED
    db.session.execute(
        update(Letter).where(which, failed, Letter.set_aside_at.is_(None)).values(set_aside_at=now())
    )
    db.session.execute(update(Letter).where(which).values(_NOTHING))


def _remove_mails(which: ColumnElement[bool], maildir: Path) -> None:
    """In development the letters lie in a mailbox of our own: they go with the commit."""
    said = db.session.scalars(select(Letter.server_said).where(which, Letter.server_said.is_not(None)))
    for words in said:
        mailbox.remove(maildir, str(words))


def _changed(*which: ColumnElement[bool], values: dict[str, object]) -> int:
    done = db.session.execute(
        update(Letter).where(*which).values(values).execution_options(synchronize_session="fetch")
    )
    return cast(CursorResult[Any], done).rowcount
