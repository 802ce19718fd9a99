"""Changing a registration: what a person may change, what the secretariat may, and what neither may break."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.names import identity_key
from app.models import (
    AccessLink,
    AuditEntry,
    Category,
    EventStatus,
    Language,
    Letter,
    LetterKind,
    LetterState,
    LinkPurpose,
    Mode,
    Person,
    Place,
    Registration,
    Status,
)
from app.services import access_links, outbox, own_changes, people
from app.services.actors import PERSON, staff
from app.services.changing import Changes, change
from app.services.errors import (
    AlreadyRegistered,
    DomainError,
    EarlierPersonWaits,
    EditedMeanwhile,
    EventFull,
    EventReadOnly,
    ModeNotOffered,
    PersonErased,
    SessionNotOffered,
    SessionsOverlap,
)
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import an_organiser

pytestmark = pytest.mark.usefixtures("app")


def kinds(registration: Registration) -> list[LetterKind]:
    found = select(Letter.kind).where(Letter.registration_id == registration.id).order_by(Letter.id)
    return list(db.session.scalars(found))


def audited() -> list[list[str]]:
    found = select(AuditEntry.fields).where(AuditEntry.action == "registration.changed")
    return list(db.session.scalars(found.order_by(AuditEntry.id)))


def changed(registration: Registration, changes: Changes) -> Registration:
    return change(registration.id, changes, staff(an_organiser()))


def refused(error: type[DomainError], registration: Registration, changes: Changes) -> None:
    """The change is refused, and nothing of it is left."""
    db.session.commit()
    before = registration.version
    with pytest.raises(error):
        changed(registration, changes)
    db.session.rollback()
    assert registration.version == before


def test_answers_are_changed_and_found_again() -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    changed(
        registration,
        {
            "title": "Dr",
            "function": "Head of Œuvres",
            "service": None,
            "language": Language.FR,
            "discreet": True,
        },
    )
    assert (registration.title, registration.language, registration.discreet) == ("Dr", Language.FR, True)
    assert " oeuvres " in registration.search_text
    assert audited() == [["discreet", "function", "language", "title"]]


def test_nothing_changed_leaves_no_trace() -> None:
    registration = a_registration(an_event(), Status.CONFIRMED, function="Adviser")
    version = registration.version
    changed(
        registration,
        {"function": "Adviser", "mode": registration.mode, "session_ids": (), "role": registration.role},
    )
    assert registration.version == version
    assert not audited()


def test_an_archived_event_is_left_alone() -> None:
    archived = a_registration(an_event(status=EventStatus.ARCHIVED), Status.CONFIRMED)
    refused(EventReadOnly, archived, {"function": "x"})


def test_the_other_mode_gives_the_old_place_to_whoever_waits() -> None:
    event = an_event(capacity_in_person=1, capacity_online=1)
    registration = a_registration(event, Status.CONFIRMED)
    waiting = a_registration(event, place=Place.WAITING, body=a_body("DE"))
    changed(registration, {"mode": Mode.ONLINE})
    assert (registration.mode, registration.place) == (Mode.ONLINE, Place.HELD)
    assert waiting.place is Place.HELD
    assert kinds(waiting) == [LetterKind.PROMOTED]


def test_a_full_mode_leaves_everything_as_it_was() -> None:
    event = an_event(capacity_in_person=2, capacity_online=1)
    a_registration(event, mode=Mode.ONLINE)
    registration = a_registration(event, Status.CONFIRMED)
    refused(EventFull, registration, {"mode": Mode.ONLINE})
    assert registration.mode is Mode.IN_PERSON
    only_here = a_registration(an_event(mode=Mode.IN_PERSON))
    refused(ModeNotOffered, only_here, {"mode": Mode.ONLINE})


def test_whoever_waits_gets_a_place_in_the_mode_that_has_one_and_is_confirmed_if_nothing_lacks() -> None:
    event = an_event(capacity_in_person=0, open_to=[Category.MEMBER_STATE_DELEGATE])
    registration = a_registration(event, place=Place.WAITING, function="old")
    changed(registration, {"mode": Mode.ONLINE, "function": "new"})
    assert (registration.status, registration.place) == (Status.CONFIRMED, Place.HELD)
    assert registration.function == "new", "what was changed beside was lost when the waiting list was read"
    assert kinds(registration) == [LetterKind.CONFIRMED]
    assert [line.reason_code for line in registration.history] == ["mode_changed", None]


def test_sessions_are_left_and_joined_and_the_next_in_line_moves_up() -> None:
    event = an_event()
    left = a_session(event, 1, sign_up=True, capacity=1)
    joined = a_session(event, 3, sign_up=True, capacity=0)
    registration, other = a_registration(event, Status.CONFIRMED), a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, left)
    behind = a_sign_up(other, left, Place.WAITING)
    changed(registration, {"session_ids": (joined.id,)})
    assert [(row.session_id, row.place) for row in registration.sign_ups] == [(joined.id, "waiting")]
    assert behind.place == "held"
    assert audited() == [["sessions"]]


def test_sessions_that_cannot_be_are_refused() -> None:
    event = an_event()
    first, same_time = a_session(event, 1, sign_up=True), a_session(event, 1, sign_up=True)
    foreign = a_session(an_event(), 1, sign_up=True)
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, first)
    refused(SessionsOverlap, registration, {"session_ids": (first.id, same_time.id)})
    refused(SessionNotOffered, registration, {"session_ids": (first.id, foreign.id)})


def test_two_who_change_at_once_are_told() -> None:
    registration = a_registration(an_event())
    actor = staff(an_organiser())
    seen = registration.version
    change(registration.id, {"function": "first"}, actor, seen)
    with pytest.raises(EditedMeanwhile):
        change(registration.id, {"function": "second"}, actor, seen)
    assert registration.function == "first"


def test_a_corrected_name_stays_the_same_person() -> None:
    registration = a_registration(an_event(), Status.CONFIRMED, family_name="CEBOTARY")
    person = people.link(registration)
    db.session.flush()
    change(registration.id, {"family_name": "CEBOTARI"}, staff(an_organiser()))
    assert registration.person is person
    assert person.family_name == "CEBOTARI"
    key = identity_key(registration.email or "", registration.given_name, "CEBOTARI")
    assert (registration.identity_key, person.identity_key) == (key, key)
    assert registration.sort_name.startswith("cebotari ")
    assert db.session.scalars(select(Person)).all() == [person]


def test_a_correction_does_not_make_two_of_one() -> None:
    event = an_event()
    known = a_registration(event)
    other = a_registration(event, given_name=known.given_name, email="other@police.example")
    with pytest.raises(AlreadyRegistered):
        change(
            other.id,
            {"email": (known.email or "").upper(), "family_name": known.family_name or ""},
            staff(an_organiser()),
        )


@pytest.mark.parametrize(
    ("status", "place", "letter"),
    [
        (Status.UNVERIFIED, Place.HELD, LetterKind.CONFIRM_ADDRESS),
        (Status.SUBMITTED, Place.HELD, LetterKind.RECEIVED),
        (Status.SUBMITTED, Place.WAITING, LetterKind.WAITING),
        (Status.CONFIRMED, Place.HELD, LetterKind.CONFIRMED),
        (Status.DECLINED, Place.NONE, LetterKind.PRIVATE_LINK),
    ],
)
def test_a_corrected_address_gets_the_letter_and_the_wrong_one_opens_nothing(
    status: Status, place: Place, letter: LetterKind
) -> None:
    registration = a_registration(an_event(capacity_in_person=0), status, place=place)
    access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    outbox.put(LetterKind.PRIVATE_LINK, registration)
    db.session.commit()
    change(registration.id, {"email": "right@police.example"}, staff(an_organiser()))
    first, second = db.session.scalars(select(Letter).order_by(Letter.id))
    assert first.state is LetterState.CANCELLED
    assert (second.kind, second.recipient, second.state) == (
        letter,
        "right@police.example",
        LetterState.QUEUED,
    )
    assert all(link.revoked_at for link in db.session.scalars(select(AccessLink)))
    assert registration.email_key == "right@police.example"


def test_an_erased_person_cannot_be_changed() -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    registration.anonymised_at = registration.created_at
    with pytest.raises(PersonErased):
        change(registration.id, {"function": "x"}, staff(an_organiser()))


def test_nobody_passes_those_who_wait_for_the_other_mode() -> None:
    event = an_event(capacity_online=1)
    registration = a_registration(event, Status.CONFIRMED)
    a_registration(event, mode=Mode.ONLINE, place=Place.WAITING)
    refused(EarlierPersonWaits, registration, {"mode": Mode.ONLINE})


def test_all_fields_are_those_of_a_registration() -> None:
    columns = {column.key for column in Registration.__table__.columns}
    assert set(Changes.__annotations__) - columns == {"session_ids"}


def test_what_a_person_changes_reaches_the_person_known_from_one_event_to_the_next() -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    person = people.link(registration)
    db.session.flush()
    values = {
        name: getattr(registration, name)
        for name in own_changes.OwnAnswers.__annotations__
        if hasattr(registration, name)
    }
    answers = own_changes.OwnAnswers(
        **{**values, "discreet": True, "consent_reuse": True}, session_ids=(), diet=None, access=None
    )
    own_changes.change_own(registration.id, answers, registration.version, PERSON)
    assert (person.discreet, person.reuse_consent) == (True, True)
