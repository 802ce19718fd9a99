"""Retention: what is due when, that the preview and the run agree, and that nothing else goes."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    Convocation,
    Erasure,
    ErasureRule,
    EventStatus,
    InvitationLink,
    JobState,
    Needs,
    Origin,
    SessionRole,
    SessionRoleKind,
    Status,
)
from app.services import jobs, people
from app.services.privacy import forgetting
from app.services.privacy.retention import Forgets
from tests import kept
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.mandates import a_convocation, a_mandate, days_ago
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.services.privacy.retained import after, due, ended, run


def test_lists_in_which_needs_may_stand_go_with_them(app: Flask, maildir: Path) -> None:
    event = ended(8)
    db.session.add(Needs(registration_id=a_registration(event, Status.CONFIRMED).id, diet="no fish"))
    job = jobs.ask("list", event, a_user(), filters={})
    job.state, job.attempts = JobState.RUNNING, 1
    db.session.flush()
    assert jobs.finish(job.id, 1, "list.xlsx", BytesIO(b"no fish"))
    run(maildir, "needs")
    assert kept.contents() == {}


@pytest.mark.parametrize("forget", [forgetting.persons, forgetting.registrations])
def test_what_is_due_no_more_under_the_locks_stays(app: Flask, maildir: Path, forget: Forgets) -> None:
    registration = a_registration(ended(after(18, 1)), Status.CONFIRMED)
    row = people.link(registration) if forget is forgetting.persons else registration
    gone = forget([row.id], lambda _ids: [], maildir)
    assert (gone.number, gone.subjects) == (0, [])
    assert row.family_name is not None


@pytest.mark.parametrize(("days", "goes"), [(7.01, True), (6.99, False), (-3, False)])
def test_needs_go_a_week_after_the_event(app: Flask, maildir: Path, days: float, goes: bool) -> None:
    registration = a_registration(ended(days), Status.CONFIRMED)
    db.session.add(Needs(registration_id=registration.id, diet="no fish", access=None))
    db.session.flush()
    assert due("needs") == goes
    assert run(maildir, "needs") == goes
    assert (db.session.scalar(select(func.count()).select_from(Needs)) == 0) is goes
    assert registration.family_name is not None


@pytest.mark.parametrize(("days", "goes"), [(1, True), (-1, False)])
def test_persons_go_eighteen_months_after_their_last_event(
    app: Flask, maildir: Path, days: int, goes: bool
) -> None:
    person = people.link(a_registration(ended(after(18, days)), Status.CONFIRMED))
    assert due("persons") == goes
    run(maildir)
    assert (person.family_name is None) is goes


def test_the_last_event_counts(app: Flask, maildir: Path) -> None:
    facts = {"email": "one@igp.example", "given_name": "A", "family_name": "ONE"}
    first = a_registration(ended(after(30)), Status.CONFIRMED, **facts)
    second = a_registration(ended(after(10)), Status.CONFIRMED, **facts)
    person = people.link(first)
    people.link(second)
    run(maildir)
    assert {first.family_name, second.family_name, person.family_name} == {"ONE"}


@pytest.mark.parametrize("linked", [True, False])
def test_whoever_is_registered_for_the_next_event_stays(app: Flask, maildir: Path, linked: bool) -> None:
    facts = {"email": "one@igp.example", "given_name": "A", "family_name": "ONE"}
    first = a_registration(ended(after(30)), Status.CONFIRMED, **facts)
    person = people.link(first)
    coming = a_registration(an_event(), Status.NOMINATED, **facts)
    if linked:
        people.link(coming)
    run(maildir)
    assert first.family_name == person.family_name == "ONE"


@pytest.mark.parametrize(
    ("until", "goes"), [(None, False), (0, False), (1, True)], ids=["running", "last day", "ended"]
)
def test_a_running_mandate_keeps_a_person(app: Flask, maildir: Path, until: int | None, goes: bool) -> None:
    registration = a_registration(ended(after(19)), Status.CONFIRMED)
    person = people.link(registration)
    a_mandate(a_body("MD"), person, until_date=None if until is None else days_ago(until))
    assert due("persons") == goes
    run(maildir)
    assert (person.family_name is None) is goes
    assert (registration.family_name is None) is goes


@pytest.mark.parametrize(("days", "goes"), [(20, False), (600, True)])
def test_a_correspondent_who_never_came_is_kept_from_the_end_of_the_mandate(
    app: Flask, maildir: Path, days: int, goes: bool
) -> None:
    person = a_person(created_at=now() - timedelta(days=2000))
    a_mandate(a_body("MD"), person, from_date=days_ago(900), until_date=days_ago(days))
    run(maildir)
    assert (person.family_name is None) is goes


def test_consent_to_be_named_again_keeps_nobody_longer(app: Flask, maildir: Path) -> None:
    person = people.link(a_registration(ended(after(19)), Status.CONFIRMED, consent_reuse=True))
    assert person.reuse_consent
    run(maildir)
    assert person.family_name is None
    assert not person.reuse_consent


def test_an_event_that_is_being_prepared_is_no_last_event(app: Flask, maildir: Path) -> None:
    draft = an_event(status=EventStatus.DRAFT, starts_at=None, created_at=now() - timedelta(days=2000))
    registration = a_registration(draft, Status.NOMINATED)
    db.session.add(Needs(registration_id=registration.id, diet="no fish"))
    person = people.link(registration)
    person.created_at = now() - timedelta(days=2000)
    db.session.flush()
    run(maildir)
    assert person.family_name is not None
    assert db.session.get(Needs, registration.id) is not None


@pytest.mark.parametrize(
    ("status", "months", "goes"),
    [
        (Status.NOMINATED, 19, True),
        (Status.DECLINED, 19, True),
        (Status.CONFIRMED, 17, False),
    ],
)
def test_registrations_of_nobody_go_as_persons_do(
    app: Flask, maildir: Path, status: Status, months: int, goes: bool
) -> None:
    registration = a_registration(ended(after(months)), status)
    assert due("registrations") == goes
    run(maildir)
    assert (registration.family_name is None) is goes


@pytest.mark.parametrize(
    ("origin", "days", "goes"),
    [(Origin.PUBLIC, 31, True), (Origin.PUBLIC, 29, False), (Origin.NOMINATION, 31, False)],
)
def test_what_nobody_has_confirmed_goes_soon(
    app: Flask, maildir: Path, origin: Origin, days: int, goes: bool
) -> None:
    event = an_event(opens_at=None, closes_at=now() - timedelta(days=days))
    registration = a_registration(event, Status.EXPIRED, origin=origin, verified_at=None)
    assert due("unverified") == goes
    run(maildir)
    assert (registration.family_name is None) is goes


def test_whoever_has_shown_the_address_is_kept_as_others_are(app: Flask, maildir: Path) -> None:
    event = an_event(opens_at=None, closes_at=now() - timedelta(days=31))
    registration = a_registration(event, Status.EXPIRED, origin=Origin.PUBLIC, verified_at=now())
    assert due("unverified") == 0
    run(maildir)
    assert registration.family_name is not None


def test_what_else_names_people_at_an_event_goes(app: Flask, maildir: Path) -> None:
    event = ended(after(18, 1))
    role = SessionRole(
        session=a_session(event),
        kind=SessionRoleKind.SPEAKER,
        plain_name="Ana CEBOTARI",
        function_en="Head of X",
    )
    db.session.add(role)
    refused = a_convocation(event, a_body("MD"), refused_at=now(), reason="Ana is ill")
    db.session.flush()
    assert due("events") == 1
    run(maildir)
    db.session.refresh(refused)
    assert (role.plain_name, role.function_en, refused.reason) == ("", "", None)
    assert refused.refused_at is not None
    assert due("events") == 0
    assert db.session.scalars(select(Erasure.subjects).where(Erasure.rule == ErasureRule.EVENTS)).all() == [
        [f"event:{event.id}"]
    ]


def test_an_invitation_whose_address_goes_is_open_to_nobody(app: Flask, maildir: Path) -> None:
    event = ended(after(18, 1))
    link = InvitationLink(
        event_id=event.id, token_digest="0" * 64, category=Category.GUEST, email="ana@igp.example",
        expires_at=now() + timedelta(days=9), created_at=now(), created_by_id=a_user().id,
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    run(maildir, "events")
    db.session.refresh(link)
    assert link.email is None
    assert not link.is_usable(now())


def test_at_a_later_event_they_stay(app: Flask, maildir: Path) -> None:
    refused = a_convocation(ended(after(17)), a_body("MD"), refused_at=now(), reason="Ana is ill")
    run(maildir)
    assert db.session.get_one(Convocation, refused.id).reason == "Ana is ill"
