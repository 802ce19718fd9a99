"""The life of an event, and what becomes of its registrations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    ActorKind,
    AuditEntry,
    Event,
    EventStatus,
    Language,
    Letter,
    LetterKind,
    Mode,
    Place,
    SignUp,
    Status,
    StatusChange,
)
from app.services import publishing
from app.services.actors import Actor, staff
from app.services.errors import EventIncomplete, EventIsOver
from app.services.event_errors import BothReasonsRequired, EventNotOver, IllegalEventStep
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


def test_a_draft_is_published(organiser: Actor) -> None:
    event = publishing.publish(an_event(status=EventStatus.DRAFT).id, organiser)

    assert event.status is EventStatus.PUBLISHED
    assert event.published_at is not None
    assert db.session.scalars(select(AuditEntry.action)).all() == ["event.published"]


def test_what_is_missing_is_named(organiser: Actor) -> None:
    event = an_event(
        status=EventStatus.DRAFT, title_fr="", city=None, starts_at=None, ends_at=None, year=2027
    )

    with pytest.raises(EventIncomplete) as refused:
        publishing.publish(event.id, organiser)
    assert refused.value.wording("en").endswith("its dates, the title in French, the city.")
    assert event.status is EventStatus.DRAFT


def test_an_online_event_needs_no_city(organiser: Actor) -> None:
    event = an_event(status=EventStatus.DRAFT, city=None, mode=Mode.ONLINE)
    assert publishing.publish(event.id, organiser).status is EventStatus.PUBLISHED


def test_registration_is_closed_early_and_reopened(organiser: Actor) -> None:
    event = an_event()

    assert not publishing.close(event.id, organiser).accepts_registrations(now())
    assert publishing.reopen(event.id, organiser).accepts_registrations(now())


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (EventStatus.PUBLISHED, publishing.publish),
        (EventStatus.CLOSED, publishing.close),
        (EventStatus.PUBLISHED, publishing.reopen),
        (EventStatus.ARCHIVED, publishing.publish),
        (EventStatus.CANCELLED, publishing.reopen),
        (EventStatus.CANCELLED, publishing.archive),
    ],
)
def test_other_steps_are_refused(organiser: Actor, status: EventStatus, step) -> None:  # type: ignore[no-untyped-def]
    event = an_event(status=status)
    with pytest.raises(IllegalEventStep):
        step(event.id, organiser)
    assert event.status is status


def test_only_what_is_over_is_archived(organiser: Actor) -> None:
    with pytest.raises(EventNotOver):
        publishing.archive(an_event().id, organiser)
    assert publishing.archive(an_event(starts_at=moment(-5)).id, organiser).status is EventStatus.ARCHIVED


def test_a_past_event_is_entered_without_its_dates(organiser: Actor) -> None:
    unknown = {"starts_at": None, "ends_at": None, "status": EventStatus.DRAFT, "city": None}

    with pytest.raises(EventNotOver):
        publishing.archive(an_event(year=now().year, **unknown).id, organiser)
    assert publishing.archive(an_event(year=now().year - 1, **unknown).id, organiser).is_over(now())


def full_event() -> Event:
    event = an_event(capacity_in_person=4)
    workshop = a_session(event, sign_up=True, capacity=1)
    for status in (Status.UNVERIFIED, Status.SUBMITTED, Status.VALIDATED):
        a_registration(event, status, language=Language.FR)
    a_sign_up(a_registration(event, Status.CONFIRMED), workshop)
    a_sign_up(a_registration(event, place=Place.WAITING), workshop, Place.WAITING)
    for status in (Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED):
        a_registration(event, status)
    return event


def test_a_cancelled_event_cancels_everybody_who_is_left(organiser: Actor) -> None:
    event = full_event()

    assert publishing.cancel(event.id, "The hall burnt down", "La salle a brûlé", organiser) == 5
    assert event.status is EventStatus.CANCELLED
    assert event.sequence == 1
    changes = db.session.scalars(select(StatusChange)).all()
    assert {(row.status_to, row.place_to) for row in changes} == {(Status.CANCELLED, Place.NONE)}
    assert {(row.actor_kind, row.reason_code) for row in changes} == {(ActorKind.STAFF, "event_cancelled")}
    assert len(changes) == 5  # nobody who waited was let in on the way
    assert db.session.scalars(select(SignUp)).all() == []


def test_each_person_is_told_why_in_their_language(organiser: Actor) -> None:
    event = full_event()
    publishing.cancel(event.id, "The hall burnt down", "La salle a brûlé", organiser)

    letters = db.session.scalars(select(Letter)).all()
    assert {letter.kind for letter in letters} == {LetterKind.EVENT_CANCELLED}
    assert len(letters) == 5
    for letter in letters:
        french = letter.language is Language.FR
        assert letter.facts["reason"] == ("La salle a brûlé" if french else "The hall burnt down")


def test_a_reason_in_one_language_is_not_enough(organiser: Actor) -> None:
    event = an_event()
    with pytest.raises(BothReasonsRequired):
        publishing.cancel(event.id, "The hall burnt down", "", organiser)
    assert event.status is EventStatus.PUBLISHED


def test_what_has_taken_place_is_not_cancelled(organiser: Actor) -> None:
    event = an_event(starts_at=now() - timedelta(days=5))
    with pytest.raises(EventIsOver):
        publishing.cancel(event.id, "Too late", "Trop tard", organiser)


def test_a_draft_is_not_cancelled_but_deleted(organiser: Actor) -> None:
    with pytest.raises(IllegalEventStep):
        publishing.cancel(an_event(status=EventStatus.DRAFT).id, "No", "Non", organiser)
