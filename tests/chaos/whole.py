"""Each registration is there once and whole: with its answers, its place, its history, its letters and its lines on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import (
    AuditEntry,
    Letter,
    LetterKind,
    LetterState,
    LinkRequest,
    Needs,
    Place,
    Registration,
    Status,
)
from app.services.backup import checks
from app.worker import sealing
from tests.chaos.crowd import Crowd
from tests.chaos.plan import Person

_COPIED = ("category", "body_text", "mode", "given_name", "family_name", "email", "language")
_EXPECTED = {
    Status.UNVERIFIED: {Place.HELD, Place.WAITING},
    Status.SUBMITTED: {Place.WAITING},  # whoever confirmed the address and has a place lacks nothing
    Status.CONFIRMED: {Place.HELD},
    Status.WITHDRAWN: {Place.NONE},
}


def is_quiet(event_id: int) -> bool:
    """Whether all letters have gone out, and nobody waits for one that is still to be written."""
    unsent = select(Letter.id).where(Letter.event_id == event_id, Letter.state != LetterState.SENT)
    waits = [db.session.scalar(asked.limit(1)) for asked in (unsent, select(LinkRequest.id))]
    db.session.rollback()
    return waits == [None, None]


def registrations_of(event_id: int) -> Sequence[Registration]:
    """Everybody at an event, in the order of their arrival."""
    asked = select(Registration).where(Registration.event_id == event_id).order_by(Registration.id)
    loads = (selectinload(Registration.history), selectinload(Registration.sign_ups))
    return db.session.scalars(asked.options(*loads)).all()


def faults(there: Sequence[Registration], crowd: Crowd) -> Iterator[str]:
    """What is wrong with those who registered."""
    by_address = {row.email: row for row in there}
    for email, times in Counter(row.email for row in there).items():
        if times > 1 or email not in crowd.people:
            yield f"{email} is there {times} times"
    yield from _broken_promises(by_address, crowd)
    for email, row in by_address.items():
        if email in crowd.people:
            yield from (f"{email}: {fault}" for fault in _halves(row, crowd.people[email]))


def _broken_promises(there: dict[str | None, Registration], crowd: Crowd) -> Iterator[str]:
    for email in crowd.registered:
        if email not in there:
            yield f"{email} was told that it worked, and is not there"
    for email, reference in crowd.verified.items():
        if email not in there or there[email].verified_at is None or there[email].reference != reference:
            yield f"{email} has confirmed the address, and nothing knows of it"
    for email in crowd.left:
        if email not in there or there[email].status is not Status.WITHDRAWN:
            yield f"{email} was told of the withdrawal, and is still registered"
    for row in there.values():
        if row.status is Status.WITHDRAWN and row.email not in crowd.tried_to_leave:
            yield f"{row.email} never withdrew"


def _halves(row: Registration, person: Person) -> Iterator[str]:
    """What is missing of a registration."""
    for name in _COPIED:
        if str(getattr(row, name)) != person.typed[name]:
            yield f"{name} is {getattr(row, name)!r}"
    needs = db.session.get(Needs, row.id)
    if needs is None or needs.diet != person.typed["diet"]:
        yield "what it cannot eat is not there"
    wanted = set(person.typed["sessions"]) if row.is_living else set()
    if {str(sign_up.session_id) for sign_up in row.sign_ups} != wanted:
        yield "its sessions are not there"
    if row.place not in _EXPECTED.get(row.status, set()):
        yield f"it is {row.status} with the place {row.place}"
    yield from _unlike_its_history(row)


def _unlike_its_history(row: Registration) -> Iterator[str]:
    """Each step has its lines on record and its letters, neither more nor fewer."""
    steps = Counter(
        line.status_to for line in row.history if line.status_from is not line.status_to
    )  # a place that became free is a line, and no step
    verified = int(row.verified_at is not None)
    if steps[Status.UNVERIFIED] != 1 or steps[Status.SUBMITTED] != verified:
        yield f"its history is {dict(steps)}"
    of_it = (AuditEntry.subject_kind == "registration", AuditEntry.subject_id == row.id)
    trail = Counter(db.session.scalars(select(AuditEntry.action).where(*of_it)))
    wanted = {"created": 1, "verified": verified, "withdrawn": steps[Status.WITHDRAWN]}
    if trail != +Counter({f"registration.{action}": number for action, number in wanted.items()}):
        yield f"on record is {dict(trail)}"
    letters = Counter(db.session.scalars(select(Letter.kind).where(Letter.registration_id == row.id)))
    if not letters[LetterKind.CONFIRM_ADDRESS]:  # more than one, where the form was sent again
        yield "it has no letter"
    for kind, status in (
        (LetterKind.CONFIRMED, Status.CONFIRMED),
        (LetterKind.WITHDRAWN, Status.WITHDRAWN),
    ):
        if letters[kind] != steps[status]:
            yield f"{letters[kind]} letters say {kind}, after {steps[status]} such steps"
    if row.status is Status.SUBMITTED and letters[LetterKind.WAITING] != 1:
        yield f"{letters[LetterKind.WAITING]} letters say that it waits"


def verified_as_a_whole() -> Iterator[str]:
    """What `flask verify` would say, once the audit trail is sealed to its end."""
    sealing.seal_all(whole=True)
    for check in checks.check():
        yield from (f"{check.name}: {fault}" for fault in check.faults)
    db.session.rollback()
