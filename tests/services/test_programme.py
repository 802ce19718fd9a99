"""Sessions: added, changed, cancelled; their places; who has which part in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Event,
    EventSession,
    EventStatus,
    Mode,
    Place,
    SessionKind,
    SessionRole,
    SessionRoleKind,
    SignUp,
    Status,
)
from app.services import programme, session_roles
from app.services.actors import Actor, staff
from app.services.errors import (
    EditedMeanwhile,
    EndBeforeStart,
    EventReadOnly,
    LimitBelowHeld,
    ModeNotOffered,
    NotFound,
)
from app.services.event_errors import (
    DiscreetNeverNamed,
    PeopleSignedUp,
    PersonAmbiguous,
    PersonOrName,
    PersonUnknown,
    SessionOutsideEvent,
)
from app.services.programme import SessionDetails, SignedUp
from app.services.session_roles import RoleDetails
from tests.factories.attendance import a_head_count
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


def details(event: Event, **changes: object) -> SessionDetails:
    assert event.starts_at is not None
    plain = SessionDetails(
        SessionKind.BREAKOUT, "Facial recognition", "Reconnaissance faciale",
        event.starts_at + timedelta(hours=2), event.starts_at + timedelta(hours=3), Mode.HYBRID,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def edited(session: EventSession, actor: Actor, **changes: object) -> EventSession:
    said = SessionDetails(**{name: getattr(session, name) for name in SessionDetails.__dataclass_fields__})
    return programme.edit(session.event_id, session.id, replace(said, **changes), session.version, actor)  # type: ignore[arg-type]


def test_a_session_is_added(organiser: Actor) -> None:
    event = an_event()
    session = programme.add(event.id, details(event, capacity=40, sign_up=True), organiser)
    assert programme.sessions_of(event) == [session]


def test_a_session_fits_its_event(organiser: Actor) -> None:
    event = an_event(mode=Mode.IN_PERSON)
    before, after = event.starts_at - timedelta(days=1), event.ends_at + timedelta(days=1)
    for changes, refused in (
        ({"mode": Mode.ONLINE}, ModeNotOffered),
        ({"mode": Mode.IN_PERSON, "starts_at": before}, SessionOutsideEvent),
        (
            {"mode": Mode.IN_PERSON, "starts_at": after, "ends_at": after + timedelta(hours=1)},
            SessionOutsideEvent,
        ),
        ({"mode": Mode.IN_PERSON, "ends_at": details(event).starts_at}, EndBeforeStart),
    ):
        with pytest.raises(refused):
            programme.add(event.id, details(event, **changes), organiser)


def test_an_early_session_of_the_day_is_within_the_event(organiser: Actor) -> None:
    event = an_event()
    early = event.starts_at - timedelta(hours=1)  # the desk opens before the event begins
    assert programme.add(event.id, details(event, starts_at=early), organiser).id


def test_the_second_of_two_editors_is_told(organiser: Actor) -> None:
    session = a_session(an_event())
    version = session.version
    edited(session, organiser, room="G05")
    with pytest.raises(EditedMeanwhile):
        programme.edit(session.event_id, session.id, details(session.event), version, organiser)


def test_places_of_a_session_are_never_fewer_than_held(organiser: Actor) -> None:
    event = an_event()
    session = a_session(event, sign_up=True, capacity=3)
    for _ in range(2):
        a_sign_up(a_registration(event), session)

    edited(session, organiser, capacity=2)
    with pytest.raises(LimitBelowHeld) as refused:
        edited(session, organiser, capacity=1)
    assert (refused.value.values["held"], refused.value.values["limit"]) == (2, 1)


def test_a_larger_room_lets_in_who_waits(organiser: Actor) -> None:
    event = an_event()
    session = a_session(event, sign_up=True, capacity=0)
    unverified = a_sign_up(a_registration(event, Status.UNVERIFIED), session, Place.WAITING)
    first, second = (a_sign_up(a_registration(event), session, Place.WAITING) for _ in range(2))

    edited(session, organiser, capacity=1)
    assert [row.place for row in (unverified, first, second)] == [Place.WAITING, Place.HELD, Place.WAITING]
    assert programme.signed_up(event) == {session.id: SignedUp(held=1, waiting=2)}
    edited(session, organiser, capacity=None)
    assert second.place == Place.HELD


def test_sign_up_is_not_dropped_under_those_who_signed_up(organiser: Actor) -> None:
    event = an_event()
    session = a_session(event, sign_up=True)
    edited(session, organiser, sign_up=False)
    edited(session, organiser, sign_up=True)
    a_sign_up(a_registration(event), session)
    with pytest.raises(PeopleSignedUp):
        edited(session, organiser, sign_up=False)


def test_what_nobody_signed_up_for_goes(organiser: Actor) -> None:
    event = an_event()
    session = a_session(event)
    session_roles.save(
        event, session, RoleDetails(SessionRoleKind.CHAIR, plain_name="A. Minister"), organiser
    )

    assert programme.remove(event.id, session.id, organiser)
    assert not db.session.scalars(select(SessionRole)).all()


def test_what_somebody_signed_up_for_is_cancelled_and_can_be_held_after_all(organiser: Actor) -> None:
    event = an_event()
    session = a_session(event, sign_up=True)
    a_sign_up(a_registration(event), session)

    assert not programme.remove(event.id, session.id, organiser)
    assert session.cancelled_at is not None
    assert db.session.scalars(select(SignUp)).one()
    assert programme.restore(event.id, session.id, organiser).cancelled_at is None


def test_a_session_in_which_heads_were_counted_is_cancelled(organiser: Actor) -> None:
    event = an_event()
    session = a_session(event)
    count = a_head_count(session, 58)

    assert not programme.remove(event.id, session.id, organiser)
    assert session.cancelled_at is not None
    assert count.number == 58


def test_a_room_is_not_in_two_places(app: Flask) -> None:
    event = an_event()
    first, second = a_session(event, 1, room="G03"), a_session(event, 1, room="G03")
    a_session(event, 2, room="G03")
    a_session(event, 1, room="G05")
    a_session(event, 1, room="G03", cancelled_at=now())

    assert programme.room_clashes(programme.sessions_of(event)) == [(first, second)]


def test_a_session_of_another_event_is_not_there(organiser: Actor) -> None:
    event, session = an_event(), a_session(an_event())
    for act in (
        lambda: programme.remove(event.id, session.id, organiser),
        lambda: programme.edit(event.id, session.id, details(event), 1, organiser),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_ended_event_keeps_its_programme(organiser: Actor) -> None:
    event = an_event(status=EventStatus.ARCHIVED)
    session = a_session(event)
    for act in (
        lambda: programme.add(event.id, details(event), organiser),
        lambda: programme.remove(event.id, session.id, organiser),
        lambda: session_roles.save(
            event, session, RoleDetails(SessionRoleKind.CHAIR, plain_name="X"), organiser
        ),
    ):
        with pytest.raises(EventReadOnly):
            act()


def test_a_speaker_is_found_by_reference_or_by_words_of_the_name(organiser: Actor) -> None:
    event = an_event()
    person = a_registration(event, given_name="Þórdís", family_name="GUÐMUNDSDÓTTIR")
    a_registration(event, given_name="Jan", family_name="VAN DEN BERGHE")
    a_registration(an_event(), given_name="Þórdís", family_name="GUÐMUNDSDÓTTIR")

    for typed in (person.reference.lower(), f" {person.reference} ", "gudmundsdottir", "Gudmund thordis"):
        assert session_roles.find(event, typed) is person


def test_who_cannot_be_found_is_not_guessed(organiser: Actor) -> None:
    event = an_event()
    for _ in range(7):
        a_registration(event, family_name="MÜLLER")
    hidden = a_registration(event, family_name="MÜLLERSON", discreet=True)
    a_registration(event, Status.WITHDRAWN, family_name="GONE")

    with pytest.raises(PersonAmbiguous) as refused:
        session_roles.find(event, "muller")
    assert refused.value.wording("en").count("MÜLLER ") == 5
    assert "…" in refused.value.wording("fr")
    for typed in ("gone", "nobody", "%", "---"):
        with pytest.raises(PersonUnknown):
            session_roles.find(event, typed)
    a_registration(event, family_name="MÜLLERSON")
    with pytest.raises(PersonAmbiguous) as refused:
        session_roles.find(event, "mullerson")
    assert f"Representative ({hidden.reference})" in refused.value.wording("en")


def test_a_part_is_somebodys(organiser: Actor) -> None:
    event = an_event()
    session, person = a_session(event), a_registration(event)
    for wrong in (
        RoleDetails(SessionRoleKind.SPEAKER),
        RoleDetails(SessionRoleKind.SPEAKER, person=person.reference, plain_name="Somebody else"),
    ):
        with pytest.raises(PersonOrName):
            session_roles.save(event, session, wrong, organiser)
    role = session_roles.save(
        event, session, RoleDetails(SessionRoleKind.SPEAKER, person=person.reference), organiser
    )
    assert role.registration is person
    changed = RoleDetails(SessionRoleKind.CHAIR, plain_name="A. Minister", function_en="Minister")
    assert session_roles.save(event, session, changed, organiser, role.id).registration is None
    assert [role.kind for role in session.roles] == [SessionRoleKind.CHAIR]


def test_a_discreet_person_is_never_named_in_public(organiser: Actor) -> None:
    event = an_event()
    session, person = a_session(event), a_registration(event, discreet=True)
    said = RoleDetails(SessionRoleKind.SPEAKER, person=person.reference, name_public=True)
    with pytest.raises(DiscreetNeverNamed):
        session_roles.save(event, session, said, organiser)
    assert session_roles.save(event, session, replace(said, name_public=False), organiser).id
