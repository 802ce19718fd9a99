"""What becomes of the letters of whoever is erased: what waits does not go out, what went out keeps its kind, date and state."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, update

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterKind, LetterState, Person, Registration
from app.services import file_store, mailbox
from app.services.privacy.folders import Folders

_WAITING = (LetterState.QUEUED, LetterState.SENDING, LetterState.WILL_RETRY)
_NOTHING: dict[str, object] = {
    "recipient": None, "subject": None, "text": None, "html": None, "calendar": None, "facts": {}, "server_said": None,
}  # fmt: skip


def forget_of_registration(registration: Registration, folders: Folders) -> None:
    """Empty the letters to a registered person, and those that told the correspondents of this person."""
    _forget(or_(Letter.registration_id == registration.id, Letter.id.in_(_telling_of(registration))), folders)


def forget_of_person(person: Person, folders: Folders) -> None:
    """Empty the letters that went to somebody as a correspondent."""
    _forget(Letter.person_id == person.id, folders)


def _telling_of(registration: Registration) -> list[int]:
    told = select(Letter).where(
        Letter.event_id == registration.event_id, Letter.kind == LetterKind.NOMINEE_DECLINED
    )
    return [
        letter.id for letter in db.session.scalars(told) if letter.facts.get("nominee_id") == registration.id
    ]


def _forget(which: ColumnElement[bool], folders: Folders) -> None:
    """A letter that is being sent at this moment arrives; what the server says of it is not written down any more."""
    for words in db.session.scalars(select(Letter.server_said).where(which, Letter.server_said.is_not(None))):
        _remove_mail(folders, words or "")
    waits = Letter.state.in_(_WAITING)
    cancelled = {"state": LetterState.CANCELLED, "lease_until": None}
    db.session.execute(update(Letter).where(which, waits).values(cancelled))
    failed = Letter.state == LetterState.FAILED
    db.session.execute(
        update(Letter).where(which, failed, Letter.set_aside_at.is_(None)).values(set_aside_at=now())
    )
    db.session.execute(update(Letter).where(which).values(_NOTHING))


def _remove_mail(folders: Folders, server_said: str) -> None:
    """In development the letter lies in a mailbox of our own: it goes with the commit."""
    for file in mailbox.files_of(folders.mailbox, server_said):
        file_store.remove(file.parent, file.name)
