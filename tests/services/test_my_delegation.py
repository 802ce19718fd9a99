"""What the correspondent's page counts at once is what the rules count one by one."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import BodyKind, Category, Convocation, Mode, Place, Registration, Role, Status
from app.services import my_delegation, places, waiting_list
from app.services.seat_counts import SeatCounts
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration


def test_the_counters_of_several_events_are_those_of_each(app: Flask) -> None:
    events = [an_event(capacity_in_person=number) for number in (5, 50, 500)]
    for number, event in enumerate(events, 1):
        a_quota(event, number, kind=BodyKind.MEMBER_STATE)
        many_registrations(event, 72 * number)
    a_quota(events[0], 9, body=a_body("MD"))
    admission_of(events[1], Category.MEMBER_STATE_DELEGATE, needs_correspondent=False)
    together = SeatCounts.of_all(events)
    for event in events:
        one, glance = SeatCounts(event), together[event.id]
        assert (glance.by_mode, glance.by_body) == (one.by_mode, one.by_body)
        assert glance.admissions == one.admissions
        assert glance.quota(a_body("MD")) == one.quota(a_body("MD"))
        assert set(glance.exceeded()) == set(one.exceeded())


def test_the_positions_of_several_events_are_those_of_each(app: Flask) -> None:
    events = [an_event(), an_event()]
    for event in events:
        many_registrations(event, 144)
        same = now() - timedelta(days=40)
        for status in (Status.UNVERIFIED, Status.NOMINATED, Status.SUBMITTED):
            a_registration(event, status, place=Place.WAITING, waiting_since=same, mode=Mode.ONLINE)
    numbered = waiting_list.numbered([event.id for event in events])
    positions = dict(db.session.execute(select(numbered.c.id, numbered.c.position)).tuples().all())
    waiting = db.session.scalars(
        select(Registration).where(
            Registration.place == Place.WAITING, Registration.status != Status.UNVERIFIED
        )
    ).all()
    assert len(waiting) > 20
    assert positions == {row.id: places.position(row) for row in waiting}


def test_used_and_left_follow_the_seat_rule(app: Flask) -> None:
    moldova = a_body("MD")
    person = a_correspondent(moldova)
    event = an_event()
    a_quota(event, 3, kind=BodyKind.MEMBER_STATE)
    for status in (Status.CONFIRMED, Status.NOMINATED, Status.SUBMITTED, Status.UNVERIFIED):
        a_registration(event, status)
    a_registration(event, Status.NOMINATED, place=Place.WAITING)
    [found] = my_delegation.of([moldova], person)
    assert (found.quota, found.used, found.left, found.answered) == (3, 2, 1, 1)
    assert found.head is None
    assert len(found.members) == 5


def test_a_silent_body_owes_an_answer_until_anybody_was_ever_registered(app: Flask) -> None:
    moldova = a_body("MD")
    person = a_correspondent(moldova)
    event = an_event()

    def owes() -> bool:
        [found] = my_delegation.of([moldova], person)
        return found.owes_answer

    assert not owes(), "without a convocation nobody is silent"
    row: Convocation = a_convocation(event, moldova)
    assert owes()
    row.refused_at = now()
    assert not owes()
    row.refused_at = None
    for status in (Status.EXPIRED, Status.UNVERIFIED):  # never confirmed the address
        a_registration(event, status, role=Role.DELEGATE)
    assert owes()
    assert my_delegation.of([moldova], person)[0].may_refuse
    a_registration(event, Status.WITHDRAWN)
    assert not owes()
