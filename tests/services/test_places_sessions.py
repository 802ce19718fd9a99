"""Sign-ups have places of their own: exact per session, in order, and nothing that happens there blocks the conference."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    Event,
    EventSession,
    Letter,
    LetterKind,
    Place,
    Registration,
    SignUp,
    Status,
)
from app.services import (
    deciding,
    programme,
    registering,
    session_places,
    verifying,
)
from app.services.errors import LimitBelowHeld
from tests.factories.applications import an_application
from tests.factories.events import a_session, admission_of, an_event, moment
from tests.factories.letters import written
from tests.factories.registrations import a_registration, a_sign_up
from tests.records import STAFF, in_session, stands

DELEGATE = Category.MEMBER_STATE_DELEGATE


@pytest.fixture
def event(app: object) -> Event:
    return an_event([DELEGATE])


@pytest.fixture
def workshop(event: Event) -> EventSession:
    """A workshop of one place."""
    return a_session(event, 1, sign_up=True, capacity=1)


def signed_up(event: Event, *sessions: EventSession, **changes: object) -> Registration:
    registration = a_registration(event, **changes)
    session_places.sign_up(registration, sessions)
    return registration


def waits(registration: Registration, session: EventSession, minutes: int = 0) -> SignUp:
    row = a_sign_up(registration, session, Place.WAITING)
    row.waiting_since = now() - timedelta(minutes=minutes)
    return row


def promoted(event: Event) -> list[Registration]:
    db.session.flush()
    return [row.registration for row in session_places.promote_in_sessions(event)]


def test_who_comes_while_there_is_room_is_in_the_next_one_waits(event: Event, workshop: EventSession) -> None:
    first, second = signed_up(event, workshop), signed_up(event, workshop)
    assert in_session(workshop) == {first.id: "held", second.id: "waiting"}
    assert first.sign_ups[0].waiting_since is None
    assert second.sign_ups[0].waiting_since is not None


def test_a_full_workshop_blocks_nothing_else(event: Event, workshop: EventSession) -> None:
    other = a_session(event, 3, sign_up=True)
    signed_up(event, workshop)
    application = an_application(session_ids=(workshop.id, other.id))
    registration = registering.register(event.id, application)
    verifying.confirm_address(registration.id)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)
    assert in_session(workshop)[registration.id] == "waiting"
    assert in_session(other)[registration.id] == "held"


def test_without_a_stated_capacity_there_is_no_limit(event: Event) -> None:
    plenary = a_session(event, 5, sign_up=True)
    waits(a_registration(event), plenary)
    everybody = [signed_up(event, plenary) for _ in range(4)]
    assert [in_session(plenary)[person.id] for person in everybody] == ["held"] * 4


def test_nobody_passes_an_earlier_verified_person_who_waits(event: Event, workshop: EventSession) -> None:
    waits(a_registration(event), workshop)  # a place is free, but has not been given yet
    late = signed_up(event, workshop)
    assert in_session(workshop)[late.id] == "waiting"


def test_an_unverified_person_who_waits_keeps_nobody_away(event: Event, workshop: EventSession) -> None:
    waits(a_registration(event, Status.UNVERIFIED), workshop)
    late = signed_up(event, workshop)
    assert in_session(workshop)[late.id] == "held"


def test_an_unverified_person_holds_a_place_as_well(event: Event, workshop: EventSession) -> None:
    signed_up(event, workshop, status=Status.UNVERIFIED)
    late = signed_up(event, workshop)
    assert in_session(workshop)[late.id] == "waiting"


def test_who_waits_longest_moves_up_first(event: Event, workshop: EventSession) -> None:
    last, first, second = (a_registration(event) for _ in range(3))
    for person, minutes in ((last, 1), (first, 9), (second, 5)):
        waits(person, workshop, minutes)
    workshop.capacity = 2
    assert promoted(event) == [first, second]
    assert in_session(workshop) == {last.id: "waiting", first.id: "held", second.id: "held"}


def test_the_unverified_are_skipped(event: Event, workshop: EventSession) -> None:
    skipped, second = a_registration(event, Status.UNVERIFIED), a_registration(event)
    waits(skipped, workshop, 9)
    waits(second, workshop, 1)
    assert promoted(event) == [second]


def test_verified_they_move_up_if_a_place_is_free(event: Event, workshop: EventSession) -> None:
    registration = registering.register(event.id, an_application(session_ids=(workshop.id,)))
    registration.sign_ups[0].place, registration.sign_ups[0].waiting_since = "waiting", now()
    verifying.confirm_address(registration.id)
    assert in_session(workshop) == {registration.id: "held"}


def test_each_session_has_a_line_of_its_own(event: Event, workshop: EventSession) -> None:
    other = a_session(event, 3, sign_up=True, capacity=1)
    first = signed_up(event, workshop, other)
    second = signed_up(event, other)
    third = signed_up(event, workshop)
    session_places.leave_sessions(first, [other])
    assert promoted(event) == [second]
    assert in_session(workshop) == {first.id: "held", third.id: "waiting"}


def test_who_leaves_the_conference_leaves_its_sessions(event: Event, workshop: EventSession) -> None:
    first, second = signed_up(event, workshop, status=Status.CONFIRMED), signed_up(event, workshop)
    deciding.withdraw(first.id, STAFF)
    assert in_session(workshop) == {second.id: "held"}


def letter_to(registration: Registration) -> Letter:
    return written(db.session.scalars(select(Letter).where(Letter.registration_id == registration.id)).one())


def test_who_moves_up_is_told_in_which_sessions(event: Event, workshop: EventSession) -> None:
    other = a_session(event, 3, sign_up=True, capacity=1, title_en="Recognising faces")
    first = signed_up(event, workshop, other, status=Status.CONFIRMED)
    second = signed_up(event, workshop, other, status=Status.CONFIRMED)
    deciding.withdraw(first.id, STAFF)
    letter = letter_to(second)
    assert letter.kind is LetterKind.SESSION_PLACE
    assert letter.text is not None
    assert workshop.title_en in letter.text
    assert "Recognising faces" in letter.text
    assert letter.calendar is not None


def test_who_moves_up_everywhere_reads_in_the_confirmation_how_it_stands(event: Event) -> None:
    event.capacity_in_person = 1
    workshop = a_session(event, 1, sign_up=True, capacity=1)
    first = signed_up(event, workshop, status=Status.CONFIRMED)
    second = signed_up(event, workshop, place=Place.WAITING)
    deciding.withdraw(first.id, STAFF)
    letter = letter_to(second)
    assert letter.kind is LetterKind.CONFIRMED
    assert workshop.title_en in (letter.text or "")
    assert "waiting list" not in (letter.text or "")


def test_who_gets_a_place_reads_of_the_sessions_too(event: Event) -> None:
    event.capacity_in_person = 1
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_secretariat=True)
    workshop = a_session(event, 1, sign_up=True, capacity=1)
    first = signed_up(event, workshop)
    second = signed_up(event, workshop, place=Place.WAITING)
    deciding.withdraw(first.id, STAFF)
    letter = letter_to(second)
    assert letter.kind is LetterKind.PROMOTED
    assert workshop.title_en in (letter.text or "")


def test_a_session_that_gets_more_places_lets_in_who_waits(event: Event, workshop: EventSession) -> None:
    signed_up(event, workshop)
    second = signed_up(event, workshop)
    known = {name: getattr(workshop, name) for name in programme.SessionDetails.__annotations__}
    details = programme.SessionDetails(**{**known, "capacity": 2})
    programme.edit(event.id, workshop.id, details, workshop.version, STAFF)
    assert in_session(workshop)[second.id] == "held"
    assert letter_to(second).kind is LetterKind.SESSION_PLACE


def test_nobody_moves_up_in_a_session_that_does_not_take_place(event: Event, workshop: EventSession) -> None:
    waits(a_registration(event), workshop)
    workshop.cancelled_at = now()
    assert promoted(event) == []


def test_nobody_moves_up_in_another_event(event: Event, workshop: EventSession) -> None:
    waits(a_registration(event), workshop)
    assert promoted(an_event()) == []


def test_a_session_cannot_be_made_smaller_than_what_is_held(event: Event, workshop: EventSession) -> None:
    workshop.capacity = 2
    signed_up(event, workshop)
    signed_up(event, workshop)
    signed_up(event, workshop)
    session_places.refuse_lowered_session(workshop)
    workshop.capacity = 1
    with pytest.raises(LimitBelowHeld) as refusal:
        session_places.refuse_lowered_session(workshop)
    assert refusal.value.values["held"] == 2
    assert refusal.value.values["limit"] == 1


def test_nobody_is_promoted_into_a_session_that_is_over(app: object) -> None:
    event = an_event([DELEGATE], starts_at=moment(-1), ends_at=moment(1))
    past, coming = a_session(event, sign_up=True, capacity=1), a_session(event, 40, sign_up=True, capacity=1)
    first, second = signed_up(event, past, coming), signed_up(event, past, coming)
    deciding.withdraw(first.id, STAFF)
    assert in_session(past) == {second.id: "waiting"}
    assert in_session(coming) == {second.id: "held"}
