"""How each kind of row is forgotten whose period is over. Given the ids of a batch, each says what has really gone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AccessLink,
    Campaign,
    Convocation,
    ErasureRule,
    EventSession,
    InvitationLink,
    LoginSession,
    Needs,
    Person,
    Registration,
    SessionRole,
    Substitute,
    User,
)
from app.services import audit, file_store, jobs, places
from app.services.actors import SYSTEM
from app.services.privacy import elsewhere, erased_accounts, erased_letters, erasing, kept

Ids = Collection[int]
StillDue = Callable[[Ids], list[int]]  # which of some rows are due, asked again under their locks


@dataclass(frozen=True)
class Gone:
    """How many rows lost something, and their ids where those say who was meant."""

    number: int
    subjects: list[str] = field(default_factory=list)


def needs(ids: Ids, _still_due: StillDue, _maildir: Path) -> Gone:
    """Delete needs, and the lists made of their events, in which they may stand."""
    of = select(Registration.event_id).where(Registration.id.in_(ids)).distinct()
    for event_id in db.session.scalars(of.order_by(Registration.event_id)).all():
        jobs.forget_of_event(event_id)
    return Gone(_deleted(delete(Needs).where(Needs.registration_id.in_(ids))))


def persons(ids: Ids, still_due: StillDue, maildir: Path) -> Gone:
    """Erase persons with their registrations."""
    _lock(erasing.events_of(ids))
    subjects: list[str] = []
    for person in db.session.scalars(select(Person).where(Person.id.in_(still_due(ids))).order_by(Person.id)):
        subjects += erasing.take_person(person, SYSTEM, ErasureRule.PERSONS, maildir)
    return Gone(len(subjects), subjects)


def registrations(ids: Ids, still_due: StillDue, maildir: Path) -> Gone:
    """Erase registrations of nobody."""
    of = select(Registration.event_id).where(Registration.id.in_(ids)).distinct()
    _lock(db.session.scalars(of.order_by(Registration.event_id)).all())
    subjects: list[str] = []
    due = select(Registration).where(Registration.id.in_(still_due(ids))).order_by(Registration.id)
    for registration in db.session.scalars(due).all():
        subjects += erasing.take_registration(registration, SYSTEM, ErasureRule.REGISTRATIONS, maildir)
    return Gone(len(subjects), subjects)


def events(ids: Ids, still_due: StillDue, _maildir: Path) -> Gone:
    """Take out of events who was typed in, proposed and invited, and why bodies did not come."""
    _lock(sorted(ids))
    due = still_due(ids)
    of_event = select(EventSession.id).where(EventSession.event_id.in_(due))
    for role in db.session.scalars(
        select(SessionRole).where(SessionRole.session_id.in_(of_event), kept.typed_in())
    ):
        elsewhere.empty_role(role)
    registered = select(Registration.id).where(Registration.event_id.in_(due))
    for proposed in db.session.scalars(
        select(Substitute).where(Substitute.registration_id.in_(registered), kept.proposed())
    ):
        elsewhere.empty_substitute(proposed)
    db.session.execute(update(Convocation).where(Convocation.event_id.in_(due)).values(reason=None))
    invited = (InvitationLink.event_id.in_(due), InvitationLink.email.is_not(None))
    still_open = (*invited, InvitationLink.revoked_at.is_(None))  # it must not be open to anybody now
    db.session.execute(update(InvitationLink).where(*still_open).values(revoked_at=now()))
    db.session.execute(update(InvitationLink).where(*invited).values(email=None))
    db.session.flush()
    return Gone(len(due), [f"event:{event_id}" for event_id in due])


def letter_texts(ids: Ids, _still_due: StillDue, maildir: Path) -> Gone:
    """Forget what letters said."""
    return Gone(erased_letters.forget_contents(ids, maildir))


def letter_addresses(ids: Ids, _still_due: StillDue, _maildir: Path) -> Gone:
    """Forget to whom letters went."""
    return Gone(erased_letters.forget_addresses(ids))


def messages(ids: Ids, still_due: StillDue, _maildir: Path) -> Gone:
    """Forget the words, the filter and the files of messages to many."""
    due = still_due(ids)
    for campaign in db.session.scalars(select(Campaign).where(Campaign.id.in_(due))):
        campaign.subject_en = campaign.subject_fr = campaign.text_en = campaign.text_fr = ""
        campaign.filters = {}
        for file in campaign.files:
            file_store.remove(file.stored_name)
        campaign.files.clear()
    db.session.flush()
    return Gone(len(due))


def files(ids: Ids, _still_due: StillDue, _maildir: Path) -> Gone:
    """Remove what was made for somebody to fetch."""
    return Gone(jobs.forget_files(ids))


def sessions(ids: Ids, _still_due: StillDue, _maildir: Path) -> Gone:
    """Delete visits of those who sign in."""
    return Gone(_deleted(delete(LoginSession).where(LoginSession.id.in_(ids))))


def links(ids: Ids, _still_due: StillDue, _maildir: Path) -> Gone:
    """Delete private links that open nothing."""
    return Gone(_deleted(delete(AccessLink).where(AccessLink.id.in_(ids))))


def accounts(ids: Ids, still_due: StillDue, maildir: Path) -> Gone:
    """Take the name out of accounts that are closed."""
    due = still_due(ids)
    for user in db.session.scalars(select(User).where(User.id.in_(due)).with_for_update()):
        erased_accounts.empty_account(user, maildir)
        audit.record(SYSTEM, "user.erased", user, fields=[f"rule={ErasureRule.ACCOUNTS.value}"])
    return Gone(len(due), [f"user:{user_id}" for user_id in due])


def _lock(event_ids: Collection[int]) -> None:
    """In ascending order, as everybody locks several events."""
    for event_id in event_ids:
        places.lock(event_id)


def _deleted(statement: Any) -> int:
    return cast(CursorResult[Any], db.session.execute(statement)).rowcount
