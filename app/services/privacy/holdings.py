"""All that is kept about somebody: gathered once, for the page, the file and the paper of the person's rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.extensions import db
from app.models import (
    AccessLink,
    ActorKind,
    AuditEntry,
    CheckIn,
    Letter,
    Mandate,
    Needs,
    Notice,
    Person,
    Registration,
    SessionRole,
    SignUp,
    StatusChange,
    Substitute,
)


@dataclass(frozen=True)
class OfRegistration:
    """A registration with all that hangs on it, oldest first."""

    registration: Registration
    notice: int | None  # number of the version that was shown
    needs: Needs | None = None
    history: list[StatusChange] = field(default_factory=list)
    sign_ups: list[SignUp] = field(default_factory=list)
    roles: list[SessionRole] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)
    substitute: Substitute | None = None
    letters: list[Letter] = field(default_factory=list)
    links: list[AccessLink] = field(default_factory=list)


@dataclass(frozen=True)
class Holdings:
    """What is kept: the record of the person, the mandates, the registrations and what was written down of all of them."""

    person: Person | None
    registrations: list[OfRegistration]
    mandates: Sequence[Mandate] = ()
    letters: Sequence[Letter] = ()  # to the person as a correspondent
    links: Sequence[AccessLink] = ()
    records: Sequence[AuditEntry] = ()

    @property
    def newest(self) -> Registration | None:
        """The latest registration, whose name is the present one where no person is recorded."""
        return self.registrations[-1].registration if self.registrations else None

    @property
    def is_discreet(self) -> bool:
        """Whether others are not to see the name."""
        named = self.person or self.newest
        return bool(named and named.discreet)


def of_person(person: Person) -> Holdings:
    """Everything about a person, in a dozen statements however much there is."""
    mandates = _all(Mandate, Mandate.person_id == person.id, joinedload(Mandate.body))
    registrations = _registrations(_same(person))
    return Holdings(
        person=person,
        registrations=registrations,
        mandates=mandates,
        letters=_all(Letter, and_(Letter.person_id == person.id, Letter.registration_id.is_(None))),
        links=_all(AccessLink, AccessLink.person_id == person.id),
        records=_records(registrations, person, mandates),
    )


def of_registration(registration: Registration) -> Holdings:
    """Everything about one registration: of somebody who is not known as a person, or asks by the private link of it."""
    registrations = _registrations(Registration.id == registration.id)
    return Holdings(person=None, registrations=registrations, records=_records(registrations))


def _same(person: Person) -> ColumnElement[bool]:
    """The registrations of a person, those among them whose address was never confirmed, and which are linked to nobody."""
    linked = Registration.person_id == person.id
    key = person.identity_key
    unlinked = Registration.person_id.is_(None) & (Registration.identity_key == key)
    return linked | unlinked if key is not None else linked


def _registrations(condition: ColumnElement[bool]) -> list[OfRegistration]:
    rows = db.session.execute(
        select(Registration, Notice.number)
        .outerjoin(Notice, Notice.id == Registration.notice_id)
        .where(condition)
        .options(joinedload(Registration.event), joinedload(Registration.body))
        .order_by(Registration.created_at, Registration.id)
    ).all()
    ids = [row.id for row, _number in rows]
    needs = _by_registration(Needs, Needs.registration_id, ids)
    substitutes = _by_registration(Substitute, Substitute.registration_id, ids)
    history = _by_registration(StatusChange, StatusChange.registration_id, ids)
    sign_ups = _by_registration(SignUp, SignUp.registration_id, ids, joinedload(SignUp.session))
    roles = _by_registration(SessionRole, SessionRole.registration_id, ids, joinedload(SessionRole.session))
    check_ins = _by_registration(CheckIn, CheckIn.registration_id, ids, joinedload(CheckIn.session))
    letters = _by_registration(Letter, Letter.registration_id, ids)
    links = _by_registration(AccessLink, AccessLink.registration_id, ids)
    return [
        OfRegistration(
            registration=row,
            notice=number,
            needs=next(iter(needs[row.id]), None),
            history=history[row.id],
            sign_ups=sign_ups[row.id],
            roles=roles[row.id],
            check_ins=check_ins[row.id],
            substitute=next((one for one in substitutes[row.id] if one.family_name is not None), None),
            letters=letters[row.id],
            links=links[row.id],
        )
        for row, number in rows
    ]


def _by_registration(
    table: Any, column: InstrumentedAttribute[Any], ids: Sequence[int], *options: Any
) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    if ids:
        for row in _all(table, column.in_(ids), *options):
            found[row.registration_id].append(row)
    return found


def _all(table: Any, condition: ColumnElement[bool], *options: Any) -> Sequence[Any]:
    key = table.__table__.primary_key.columns.values()[0]
    return db.session.scalars(select(table).where(condition).options(*options).order_by(key)).all()


def _records(
    registrations: Iterable[OfRegistration], person: Person | None = None, mandates: Iterable[Mandate] = ()
) -> Sequence[AuditEntry]:
    """The lines of the audit trail about somebody, and those of what a correspondent did."""
    of = list(registrations)
    subjects = {
        "registration": [one.registration.id for one in of],
        "letter": [letter.id for one in of for letter in one.letters],
        # Opening all about a person is written down at the person, and is told at each registration.
        "person": sorted({one.registration.person_id for one in of if one.registration.person_id}),
        "mandate": [mandate.id for mandate in mandates],
    }
    if person is not None:
        subjects["person"] = [person.id]
    about = [
        (AuditEntry.subject_kind == kind) & AuditEntry.subject_id.in_(ids)
        for kind, ids in subjects.items()
        if ids
    ]
    if person is not None:
        about.append((AuditEntry.actor_kind == ActorKind.CORRESPONDENT) & (AuditEntry.actor_id == person.id))
    lines = db.session.scalars(select(AuditEntry).where(or_(false(), *about)).order_by(AuditEntry.id))
    # An invented event that was removed may have left its numbers to others.
    begun = {one.registration.id: one.registration.created_at for one in of}
    return [
        line
        for line in lines
        if line.subject_kind != "registration" or line.at >= begun.get(_id(line), line.at)
    ]


def _id(line: AuditEntry) -> int:
    return int(line.subject_id or 0)
