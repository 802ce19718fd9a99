"""One mailbox gets only so many letters an hour that anybody can ask for; nothing is lost, and staff are not limited."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, Letter, LetterKind, Registration, Status
from app.services import registering, requested_letters, resending, settings
from tests.factories.applications import an_application
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.records import STAFF, letters

UNIT = "unit@igp.example"
AT = now().replace(microsecond=0)


@pytest.fixture
def event(app: object) -> Event:
    settings.change("letters_per_address_per_hour", 3)
    return an_event([Category.MEMBER_STATE_DELEGATE])


def registered(event: Event, number: int, email: str = UNIT) -> list[Registration]:
    """So many people with one mailbox, a minute after each other."""
    made = []
    for minute in range(number):
        with time_machine.travel(AT + timedelta(minutes=minute), tick=False):
            made.append(registering.register(event.id, an_application(email=email)))
            db.session.commit()
    return made


def turns() -> list[int]:
    """After how many minutes each letter may go."""
    found = db.session.scalars(select(Letter.not_before).order_by(Letter.id))
    return [int((moment - AT).total_seconds() // 60) for moment in found]


def test_letters_beyond_the_limit_go_as_earlier_ones_grow_old(event: Event) -> None:
    registered(event, 8)
    assert turns() == [0, 1, 2, 60, 61, 62, 120, 121]


def test_the_hold_begins_with_the_letter(event: Event) -> None:
    last = registered(event, 4)[-1]
    assert last.hold_until == AT + timedelta(minutes=60 + settings.number("hold_minutes"))


def test_other_mailboxes_wait_for_nobody(event: Event) -> None:
    registered(event, 3)
    registered(event, 1, "other@igp.example")
    assert turns() == [0, 1, 2, 0]


def test_a_mailbox_is_one_however_it_is_typed_and_for_all_events(event: Event) -> None:
    registered(event, 2)
    registered(an_event([Category.MEMBER_STATE_DELEGATE]), 2, " Unit@IGP.example")
    assert turns() == [0, 1, 0, 60]


def test_a_link_that_is_asked_for_again_beyond_the_limit_is_not_sent(event: Event) -> None:
    known = a_registration(event, Status.CONFIRMED, email=UNIT)
    registered(event, 3)
    with time_machine.travel(AT + timedelta(minutes=5), tick=False):
        requested_letters.send_again(known)
        assert letters(known) == []
    with time_machine.travel(AT + timedelta(minutes=61), tick=False):
        requested_letters.send_again(known)
        assert letters(known) == [LetterKind.PRIVATE_LINK]


def test_what_staff_send_is_not_limited(event: Event) -> None:
    known = a_registration(event, Status.CONFIRMED, email=UNIT)
    registered(event, 3)
    with time_machine.travel(AT + timedelta(minutes=5), tick=False):
        resending.send_link(known.id, STAFF)
    assert letters(known) == [LetterKind.PRIVATE_LINK]
    assert turns()[-1] == 5


def test_letters_that_nobody_asked_for_do_not_count(event: Event) -> None:
    with time_machine.travel(AT, tick=False):
        for _ in range(5):
            registering.enter(event.id, an_application(email=UNIT), STAFF)
            db.session.commit()
    registered(event, 1)
    assert turns() == [0] * 6


def test_who_was_erased_is_sent_nothing(event: Event) -> None:
    erased = a_registration(event, Status.CONFIRMED, email=None, family_name=None)
    requested_letters.send_again(erased)
    assert letters(erased) == []
