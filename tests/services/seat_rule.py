"""What must hold for an event at every moment, counted from its rows and independently of the services' own counters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import (
    LIVING,
    ActorKind,
    Admission,
    Event,
    EventSession,
    Letter,
    LetterKind,
    Origin,
    Place,
    Quota,
    Registration,
    Role,
    SignUp,
    Status,
)
from app.services.replacing import REPLACED
from tests.records import history
from tests.services.test_transitions import legal

VOUCHED_BY_STATUS = {Status.NOMINATED, Status.VALIDATED, Status.CONFIRMED}


class Hall:
    """An event with everybody in it, as the tables have it now."""

    def __init__(self, event_id: int) -> None:
        db.session.expire_all()
        self.event = db.session.get_one(Event, event_id)
        self.people: Sequence[Registration] = db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event_id)
            .options(selectinload(Registration.body), selectinload(Registration.sign_ups))
        ).all()
        rows = db.session.scalars(select(Admission).where(Admission.event_id == event_id))
        self.admissions = {row.category: row for row in rows}
        quotas = db.session.scalars(select(Quota).where(Quota.event_id == event_id)).all()
        self.by_kind = {row.kind: row.places for row in quotas if row.kind}
        self.by_body = {row.body_id: row.places for row in quotas if row.body_id}
        held = [person for person in self.people if person.place is Place.HELD]
        self.in_mode = Counter(person.mode for person in held if self.counts(person))
        self.of_body = Counter(person.body_id for person in held if self.is_vouched(person))

    def counts(self, person: Registration) -> bool:
        return self.admissions[person.category].counts_capacity

    def is_vouched(self, person: Registration) -> bool:
        approved = person.status in VOUCHED_BY_STATUS
        return person.category.in_delegation and (
            approved or not self.admissions[person.category].needs_correspondent
        )

    def quota(self, person: Registration) -> int | None:
        if person.body is None:
            return None
        return self.by_body.get(person.body.id, self.by_kind.get(person.body.kind))

    def is_blocked(self, person: Registration) -> bool:
        capacity, quota = self.event.capacity(person.mode), self.quota(person)
        full = capacity is not None and self.counts(person) and self.in_mode[person.mode] >= capacity
        used_up = quota is not None and self.is_vouched(person) and self.of_body[person.body_id] >= quota
        return full or used_up

    def lacks_something(self, person: Registration) -> bool:
        rule = self.admissions[person.category]
        return (
            (person.verified_at is None and person.origin in {Origin.PUBLIC, Origin.NOMINATION})
            or (rule.needs_correspondent and person.status is not Status.VALIDATED)
            or rule.needs_secretariat
            or person.place is not Place.HELD
        )


def check(event_id: int) -> None:
    """Fail if anything that must always hold does not."""
    hall = Hall(event_id)
    check_limits(hall)
    check_one_head_and_one_registration_each(hall)
    check_nobody_waits_without_a_reason(hall)
    check_sessions(hall)
    for person in hall.people:
        check_status_and_place(hall, person)
        check_history(person)


def check_limits(hall: Hall) -> None:
    for mode in hall.event.modes:
        capacity = hall.event.capacity(mode)
        assert capacity is None or hall.in_mode[mode] <= capacity, f"{mode.value}: {hall.in_mode[mode]} held"
    for person in hall.people:
        quota = hall.quota(person)
        assert quota is None or hall.of_body[person.body_id] <= quota, f"quota of {person.body_id}"


def check_one_head_and_one_registration_each(hall: Hall) -> None:
    living = [person for person in hall.people if person.status in LIVING]
    heads = Counter(person.body_id for person in living if person.role is Role.HEAD)
    assert all(number == 1 for number in heads.values()), "two heads"
    same = Counter(person.identity_key for person in living)
    assert all(number == 1 for number in same.values()), "the same person twice"


def check_nobody_waits_without_a_reason(hall: Hall) -> None:
    for person in hall.people:
        if person.place is Place.WAITING and person.status is not Status.UNVERIFIED:
            assert hall.is_blocked(person), f"{person.reference} waits although there is a place"


def check_sessions(hall: Hall) -> None:
    sessions = db.session.scalars(select(EventSession).where(EventSession.event_id == hall.event.id))
    for session in sessions:
        rows = db.session.scalars(
            select(SignUp).where(SignUp.session_id == session.id).options(selectinload(SignUp.registration))
        ).all()
        held = sum(row.place == Place.HELD for row in rows)
        assert session.capacity is None or held <= session.capacity, f"{session.title_en}: {held} held"
        waiting = [row for row in rows if row.place == Place.WAITING]
        if any(row.registration.status is not Status.UNVERIFIED for row in waiting):
            assert session.capacity is not None, "somebody waits for a session without a limit"
            assert held == session.capacity, "somebody waits for a session that has room"


def check_status_and_place(hall: Hall, person: Registration) -> None:
    if person.status is Status.CONFIRMED:
        assert person.place is Place.HELD
        assert person.confirmed_at is not None
        letters = select(Letter.id).where(
            Letter.registration_id == person.id, Letter.kind == LetterKind.CONFIRMED
        )
        assert db.session.scalars(letters).first() is not None, "confirmed without a letter"
    if person.status in LIVING:
        assert person.place is not Place.NONE
    else:
        assert person.place is Place.NONE
        assert person.sign_ups == []
    if person.status in {Status.SUBMITTED, Status.VALIDATED}:
        assert hall.lacks_something(person), "nothing is outstanding, and yet it is not confirmed"
    assert (person.hold_until is not None) == (person.status is Status.UNVERIFIED)
    assert (person.registered_at is None) <= (
        person.status in {Status.UNVERIFIED, Status.EXPIRED, Status.WITHDRAWN, Status.CANCELLED}
    )


def check_history(person: Registration) -> None:
    lines = history(person)
    first, last = lines[0], lines[-1]
    assert (first.status_from, first.place_from) == (None, None)
    assert legal(None, first.status_to, first.actor_kind)
    assert (last.status_to, last.place_to) == (person.status, person.place)
    for before, after in pairwise(lines):
        assert (after.status_from, after.place_from) == (before.status_to, before.place_to)
        assert after.at >= before.at
        if after.reason_code == REPLACED:
            assert after.status_from in LIVING
            assert (after.status_to, after.place_to) == (Status.WITHDRAWN, Place.NONE)
            assert after.actor_kind in {ActorKind.CORRESPONDENT, ActorKind.STAFF}
        elif after.status_from is not after.status_to:
            assert legal(after.status_from, after.status_to, after.actor_kind)
        else:
            assert (after.place_from, after.place_to) == (Place.WAITING, Place.HELD)
