"""Registering by the form and by hand: what is made of the answers, second tries, invitations, heads, letters.

One file, although it is long: one rule, case by case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.models import (
    ActorKind,
    Category,
    Event,
    EventStatus,
    InvitationLink,
    Language,
    Letter,
    LetterKind,
    Mode,
    Needs,
    Notice,
    Origin,
    Person,
    Place,
    Registration,
    Role,
    Status,
    Way,
)
from app.services import link_requests, registering, requested_letters, settings
from app.services.applications import Application
from app.services.errors import (
    AddressNotInvited,
    AlreadyRegistered,
    BodyDoesNotFit,
    EventReadOnly,
    HeadTaken,
    IllegalTransition,
    LinkExpired,
    NotAdmitted,
    NotFound,
    RegistrationNotOpen,
)
from tests.factories.applications import an_application
from tests.factories.bodies import a_body
from tests.factories.events import a_session, admission_of, an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.records import ACTORS, STAFF, everything, in_session, letters, stands, steps
from tests.statement_count import Statements

DELEGATE, OBSERVER, SPEAKER = Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.SPEAKER_EXPERT


@pytest.fixture
def event(app: object) -> Event:
    return an_event([DELEGATE, OBSERVER], capacity_in_person=2)


def register(event: Event, application: Application | None = None, **changes: Any) -> Registration:
    return registering.register(event.id, application or an_application(**changes))


def refused(error: type[Exception], event: Event, application: Application, *rest: Any) -> None:
    """Registering is refused, and nothing is left of the try."""
    before = everything()
    with pytest.raises(error):
        registering.register(event.id, application, *rest)
    assert everything() == before


# By the form ------------------------------------------------------------------------------------------------------


def test_it_holds_a_place_until_the_address_is_confirmed(event: Event) -> None:
    registration = register(event)
    assert stands(registration) == (Status.UNVERIFIED, Place.HELD)
    assert steps(registration) == [
        (ActorKind.PERSON, (None, Status.UNVERIFIED), (None, Place.HELD)),
    ]
    assert letters(registration) == [LetterKind.CONFIRM_ADDRESS]
    assert registration.hold_until is not None
    expected = now() + timedelta(minutes=settings.number("hold_minutes"))
    assert abs(registration.hold_until - expected) < timedelta(minutes=1)


def test_when_all_places_are_taken_it_waits(event: Event) -> None:
    first, second, third = (register(event) for _ in range(3))
    assert [row.place for row in (first, second, third)] == [Place.HELD, Place.HELD, Place.WAITING]
    assert letters(third) == [LetterKind.CONFIRM_ADDRESS]


def test_the_answers_are_kept_as_they_were(event: Event) -> None:
    notice = Notice(number=9, text_en="n", text_fr="n", published_at=now())
    db.session.add(notice)
    db.session.flush()
    session = a_session(event, 1, sign_up=True)
    answers = an_application(
        OBSERVER,
        mode=Mode.ONLINE,
        given_name="Ніна",
        own_script_name="Ніна ШЕВЧЕНКО",
        title="Colonel",
        function="Head",
        service="Police",
        language=Language.FR,
        role=Role.ADVISER,
        discreet=True,
        consent_lists=True,
        diet="vegetarian",
        session_ids=(session.id,),
        notice_id=notice.id,
    )
    registration = register(event, answers)
    db.session.expire_all()
    for name in ("mode", "given_name", "own_script_name", "title", "function", "service", "language", "role"):
        assert getattr(registration, name) == getattr(answers, name), name
    assert (registration.discreet, registration.consent_lists, registration.consent_reuse) == (
        True,
        True,
        False,
    )
    assert (registration.notice_id, registration.origin) == (notice.id, Origin.PUBLIC)
    assert registration.body is not None
    assert registration.body.code == "INTERPOL"
    assert in_session(session) == {registration.id: "held"}
    assert db.session.get_one(Needs, registration.id).diet == "vegetarian"
    assert registration.sort_name.startswith("rusu")


def test_the_form_reads_and_changes_no_person(event: Event) -> None:
    register(event)
    assert db.session.scalars(select(Person)).all() == []


def test_needs_that_are_not_there_leave_no_row(event: Event) -> None:
    register(event)
    assert db.session.scalars(select(Needs)).all() == []


def test_what_is_typed_beside_a_chosen_body_is_dropped(event: Event) -> None:
    assert register(event, body_text="Some university").body_text is None


@pytest.mark.parametrize(
    ("category", "role", "kept"),
    [
        (DELEGATE, Role.ALTERNATE, Role.ALTERNATE),
        (DELEGATE, None, Role.DELEGATE),
        (OBSERVER, Role.NATIONAL_CORRESPONDENT, Role.DELEGATE),
        (SPEAKER, Role.DELEGATE, None),
    ],
)
def test_parts_are_those_of_the_category(
    event: Event, category: Category, role: Role | None, kept: Role | None
) -> None:
    admission_of(event, SPEAKER, way=Way.OPEN_FORM)
    assert register(event, an_application(category, role=role)).role is kept


@pytest.mark.parametrize("status", [status for status in EventStatus if status is not EventStatus.PUBLISHED])
def test_only_a_published_event_takes_registrations(event: Event, status: EventStatus) -> None:
    event.status = status
    refused(RegistrationNotOpen, event, an_application())


@pytest.mark.parametrize(("opens", "closes"), [(1, 9), (-9, -1), (-9, 0)])
def test_only_between_opening_and_closing(event: Event, opens: int, closes: int) -> None:
    event.opens_at, event.closes_at = now() + timedelta(days=opens), now() + timedelta(days=closes)
    refused(RegistrationNotOpen, event, an_application())


def test_not_after_the_end(event: Event) -> None:
    event.starts_at, event.ends_at = now() - timedelta(days=2), now()
    event.opens_at = event.closes_at = None
    refused(RegistrationNotOpen, event, an_application())


@pytest.mark.parametrize("way", [Way.NOMINATION_ONLY, Way.INVITATION_LINK, Way.NOT_ADMITTED])
def test_only_where_the_open_form_is_the_way(event: Event, way: Way) -> None:
    admission_of(event, DELEGATE, way=way)
    refused(NotAdmitted, event, an_application())


def test_an_event_that_is_not_there(app: object) -> None:
    with pytest.raises(NotFound):
        registering.register(999, an_application())


def test_a_reference_is_never_given_twice(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    first = register(event)
    taken = first.reference.partition("-")[2]
    codes: Iterator[str] = iter([taken, "NEW23", "NEW24", "NEW25", "NEW26"])
    own = tokens.clear_code
    monkeypatch.setattr(tokens, "clear_code", lambda length: next(codes) if length == 5 else own(length))
    assert register(event).reference == f"{event.short_code}-NEW23"


# Second tries -----------------------------------------------------------------------------------------------------


def test_a_second_try_changes_nothing_and_sends_the_link_again(event: Event) -> None:
    first = register(event, given_name="Ana-María", family_name="WEIẞ", email="Ana@IGP.example")
    before = everything()
    again = register(
        event,
        given_name="weiss ana",
        family_name="MARIA",
        email=" ana@igp.EXAMPLE",
        function="Other",
        mode=Mode.ONLINE,
    )
    assert again is first
    assert everything() == before
    db.session.commit()
    assert link_requests.answer() == 1
    assert letters(first) == [LetterKind.CONFIRM_ADDRESS] * 2


def test_a_second_try_of_the_head_is_one_too(event: Event) -> None:
    same = {"given_name": "Ion", "family_name": "RUSU", "email": "a@b.example", "role": Role.HEAD}
    head = register(event, **same)
    before = everything()
    assert register(event, **same) is head
    assert everything() == before


@pytest.mark.parametrize("status", [Status.UNVERIFIED, Status.CONFIRMED])
def test_a_second_try_is_as_much_work_as_a_first(
    event: Event, status: Status, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    """Nobody learns from the time of an answer who is registered: the same statements but the last."""
    session = a_session(event, sign_up=True, capacity=4)
    same = {"given_name": "Ion", "family_name": "RUSU", "email": "a@b.example"}
    a_registration(event, status, **same)
    asked = []
    for name in ("RUSU", "CEBOTARI"):
        typed = an_application(**{**same, "family_name": name}, session_ids=(session.id,), diet="none")
        db.session.commit()
        with statements() as done:
            registering.register(event.id, typed)
        db.session.commit()
        asked.append(done)
    second, first = asked
    assert second[:-1] == first[:-1]
    assert "link_request" in second[-1]
    assert "letter" in first[-1]


def test_whoever_is_verified_gets_the_private_link(event: Event) -> None:
    known = a_registration(event, Status.CONFIRMED, email="a@b.example", family_name="RUSU", given_name="Ion")
    assert register(event, email="a@b.example", family_name="RUSU", given_name="Ion") is known
    link_requests.answer()
    assert letters(known) == [LetterKind.PRIVATE_LINK]


def test_whoever_was_entered_by_hand_has_no_address_to_confirm(event: Event) -> None:
    known = registering.enter(event.id, an_application(email="a@b.example", family_name="RUSU"), STAFF)
    db.session.commit()
    assert register(event, email="a@b.example", family_name="RUSU") is known
    link_requests.answer()
    assert letters(known) == [LetterKind.CONFIRMED, LetterKind.PRIVATE_LINK]


def test_the_link_goes_out_only_so_often_in_an_hour(event: Event) -> None:
    known = a_registration(event, Status.CONFIRMED)
    for _ in range(5):
        requested_letters.send_again(known)
        db.session.commit()
    assert letters(known) == [LetterKind.PRIVATE_LINK] * settings.number("link_resends_per_hour")
    for letter in db.session.scalars(select(Letter)):
        letter.created_at = now() - timedelta(minutes=61)
    requested_letters.send_again(known)
    assert len(letters(known)) == settings.number("link_resends_per_hour") + 1


def test_one_mailbox_serves_several_people_and_two_mailboxes_two(event: Event) -> None:
    unit = {"email": "unit@igp.example"}
    people = [
        register(event, given_name="Ana", family_name="RUSU", **unit),
        register(event, given_name="Ion", family_name="RUSU", **unit),
        register(event, given_name="Ana", family_name="RUSU", email="ana@igp.example"),
    ]
    assert len({person.id for person in people}) == 3


@pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED, Status.EXPIRED])
def test_after_an_end_one_can_register_again(event: Event, status: Status) -> None:
    old = a_registration(event, status, given_name="Ion", family_name="RUSU", email="a@b.example")
    new = register(event, given_name="Ion", family_name="RUSU", email="a@b.example")
    assert new is not old
    assert stands(new) == (Status.UNVERIFIED, Place.HELD)


def test_the_same_person_at_another_event_is_another_registration(event: Event) -> None:
    person = {"given_name": "Ion", "family_name": "RUSU", "email": "a@b.example"}
    assert register(event, **person) is not register(an_event([DELEGATE]), **person)


# Heads of delegation ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.UNVERIFIED, Status.NOMINATED, Status.SUBMITTED, Status.CONFIRMED])
def test_a_delegation_has_one_living_head(event: Event, status: Status) -> None:
    a_registration(event, status, role=Role.HEAD)
    refused(HeadTaken, event, an_application(role=Role.HEAD))
    before = everything()
    with pytest.raises(HeadTaken):
        registering.enter(event.id, an_application(role=Role.HEAD), STAFF)
    assert everything() == before


def test_other_delegations_other_events_and_the_past_do_not_matter(event: Event) -> None:
    a_registration(event, Status.CONFIRMED, role=Role.HEAD, body=a_body("DE"))
    a_registration(an_event(), Status.CONFIRMED, role=Role.HEAD)
    a_registration(event, Status.WITHDRAWN, role=Role.HEAD)
    assert register(event, role=Role.HEAD).role is Role.HEAD


# Invitations ------------------------------------------------------------------------------------------------------


def an_invitation(event: Event, **changes: Any) -> InvitationLink:
    facts: dict[str, Any] = {
        "event_id": event.id,
        "token_digest": tokens.digest(tokens.new_token()),
        "category": SPEAKER,
        "expires_at": now() + timedelta(days=1),
        "created_at": now(),
        "created_by_id": an_organiser().id,
    }
    link = InvitationLink(**{**facts, **changes})
    db.session.add(link)
    db.session.flush()
    return link


def test_an_invitation_admits_to_its_category_and_is_counted(event: Event) -> None:
    link = an_invitation(event, max_uses=2)
    registering.register(event.id, an_application(SPEAKER), link)
    assert link.uses == 1
    refused(NotAdmitted, event, an_application(DELEGATE), link)
    assert link.uses == 1


def test_an_invitation_admits_so_many(event: Event) -> None:
    link = an_invitation(event, max_uses=2)
    for _ in range(2):
        registering.register(event.id, an_application(SPEAKER), link)
    refused(LinkExpired, event, an_application(SPEAKER), link)
    assert link.uses == 2


def test_a_second_try_uses_an_invitation_once(event: Event) -> None:
    link = an_invitation(event, max_uses=2)
    same = {"given_name": "Ion", "family_name": "RUSU", "email": "a@b.example"}
    for _ in range(2):
        registering.register(event.id, an_application(SPEAKER, **same), link)
    assert link.uses == 1


@pytest.mark.parametrize("changes", [{"expires_at": now()}, {"revoked_at": now()}])
def test_an_expired_or_revoked_invitation_admits_nobody(event: Event, changes: dict[str, Any]) -> None:
    refused(LinkExpired, event, an_application(SPEAKER), an_invitation(event, **changes))


def test_an_invitation_revoked_after_it_was_read_admits_nobody(event: Event) -> None:
    link = an_invitation(event)
    db.session.execute(
        InvitationLink.__table__.update().values(revoked_at=now())  # as if by another unit
    )
    refused(LinkExpired, event, an_application(SPEAKER), link)


def test_an_invitation_of_another_event_admits_nobody(event: Event) -> None:
    refused(LinkExpired, event, an_application(SPEAKER), an_invitation(an_event()))


def test_an_invitation_ends_with_its_category(event: Event) -> None:
    link = an_invitation(event)
    admission_of(event, SPEAKER, way=Way.NOT_ADMITTED)
    refused(NotAdmitted, event, an_application(SPEAKER), link)


def test_an_invitation_can_be_for_one_body(event: Event) -> None:
    moldova = a_body("MD")
    link = an_invitation(event, body_id=moldova.id)
    refused(BodyDoesNotFit, event, an_application(SPEAKER, body_id=a_body("DE").id), link)
    refused(BodyDoesNotFit, event, an_application(SPEAKER), link)
    registering.register(event.id, an_application(SPEAKER, body_id=moldova.id), link)


def test_an_invitation_can_be_for_one_address(event: Event) -> None:
    link = an_invitation(event, email="Prof@Univ.example")
    refused(AddressNotInvited, event, an_application(SPEAKER), link)
    registering.register(event.id, an_application(SPEAKER, email="prof@univ.example"), link)


def test_an_invitation_does_not_open_a_closed_event(event: Event) -> None:
    link = an_invitation(event)
    event.status = EventStatus.CLOSED
    refused(RegistrationNotOpen, event, an_application(SPEAKER), link)


# By hand ----------------------------------------------------------------------------------------------------------


def test_entered_by_hand_it_is_submitted_and_confirmed_if_complete(event: Event) -> None:
    registration = registering.enter(event.id, an_application(), STAFF)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)
    assert registration.verified_at is None
    assert registration.origin is Origin.STAFF
    assert letters(registration) == [LetterKind.CONFIRMED]
    assert steps(registration) == [
        (ActorKind.STAFF, (None, Status.SUBMITTED), (None, Place.HELD)),
        (ActorKind.SYSTEM, (Status.SUBMITTED, Status.CONFIRMED), (Place.HELD, Place.HELD)),
    ]
    assert registration.person is not None


def test_entered_by_hand_it_can_wait_too(event: Event) -> None:
    event.capacity_in_person = 0
    registration = registering.enter(event.id, an_application(), STAFF)
    assert stands(registration) == (Status.SUBMITTED, Place.WAITING)
    assert letters(registration) == [LetterKind.WAITING]


def test_entered_by_hand_it_waits_for_approvals(event: Event) -> None:
    admission_of(event, DELEGATE, needs_secretariat=True)
    registration = registering.enter(event.id, an_application(), STAFF)
    assert stands(registration) == (Status.SUBMITTED, Place.HELD)
    assert letters(registration) == [LetterKind.RECEIVED]


def test_the_secretariat_is_told_who_is_registered_already(event: Event) -> None:
    known = a_registration(
        event, Status.UNVERIFIED, given_name="Ion", family_name="RUSU", email="a@b.example"
    )
    before = everything()
    with pytest.raises(AlreadyRegistered) as refusal:
        registering.enter(
            event.id, an_application(given_name="Ion", family_name="RUSU", email="a@b.example"), STAFF
        )
    assert refusal.value.values == {"reference": known.reference}
    assert everything() == before


def test_by_hand_the_way_of_the_category_and_the_dates_do_not_matter(event: Event) -> None:
    event.status = EventStatus.CLOSED
    application = an_application(Category.INTERPRETER)
    assert registering.enter(event.id, application, STAFF).status is Status.SUBMITTED


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_nobody_is_entered_into_an_archived_or_cancelled_event(event: Event, status: EventStatus) -> None:
    event.status = status
    before = everything()
    with pytest.raises(EventReadOnly):
        registering.enter(event.id, an_application(), STAFF)
    assert everything() == before


def test_only_staff_enter_people(event: Event) -> None:
    for kind in set(ActorKind) - {ActorKind.STAFF}:
        with pytest.raises(IllegalTransition):
            registering.enter(event.id, an_application(), ACTORS[kind])
        assert db.session.scalars(select(Registration)).all() == []
