"""Retention: what is due when, that the preview and the run agree, and that nothing else goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AccessLink,
    Category,
    Convocation,
    Erasure,
    ErasureRule,
    Event,
    EventStatus,
    LetterKind,
    LinkPurpose,
    LoginSession,
    Needs,
    Origin,
    Person,
    Registration,
    SessionRole,
    SessionRoleKind,
    Status,
    User,
)
from app.services import access_links, outbox, people, settings
from app.services.privacy import retention
from app.services.privacy.folders import Folders
from app.services.privacy.periods import Period
from app.worker import forgetting
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.mandates import a_convocation, a_mandate, days_ago
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.factories.users import a_user


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders with nothing in them."""
    return Folders(tmp_path / "made", tmp_path / "attachments", tmp_path / "mailbox")


def ended(days: float, **changes: Any) -> Event:
    """An event that ended so many days ago."""
    end = now() - timedelta(days=days)
    return an_event(**{"starts_at": end - timedelta(days=1), "ends_at": end, **changes})


def after(months: int, days: int = 0) -> float:
    """How many days ago something was that happened so many months and days ago."""
    at = now()
    return (at - Period(months, in_months=True).before(at)).total_seconds() / 86400 + days


def due(name: str) -> int:
    """What the preview says."""
    return next(row.number for row in retention.preview() if row.rule.name == name)


def run(folders: Folders, name: str | None = None) -> int:
    """All batches of a rule, or of all rules."""
    rules = [rule for rule in retention.RULES if name in {None, rule.name}]
    number = 0
    for rule in rules:
        while gone := retention.run_batch(rule, folders):
            number += gone
    db.session.commit()
    return number


@pytest.mark.parametrize(("days", "goes"), [(7.01, True), (6.99, False), (-3, False)])
def test_needs_go_a_week_after_the_event(app: Flask, folders: Folders, days: float, goes: bool) -> None:
    registration = a_registration(ended(days), Status.CONFIRMED)
    db.session.add(Needs(registration_id=registration.id, diet="no fish", access=None))
    db.session.flush()
    assert due("needs") == goes
    assert run(folders, "needs") == goes
    assert (db.session.scalar(select(func.count()).select_from(Needs)) == 0) is goes
    assert registration.family_name is not None


@pytest.mark.parametrize(("days", "goes"), [(1, True), (-1, False)])
def test_persons_go_eighteen_months_after_their_last_event(
    app: Flask, folders: Folders, days: int, goes: bool
) -> None:
    person = people.link(a_registration(ended(after(18, days)), Status.CONFIRMED))
    assert due("persons") == goes
    run(folders)
    assert (person.family_name is None) is goes


def test_the_last_event_counts(app: Flask, folders: Folders) -> None:
    facts = {"email": "one@igp.example", "given_name": "A", "family_name": "ONE"}
    first = a_registration(ended(after(30)), Status.CONFIRMED, **facts)
    second = a_registration(ended(after(10)), Status.CONFIRMED, **facts)
    person = people.link(first)
    people.link(second)
    run(folders)
    assert {first.family_name, second.family_name, person.family_name} == {"ONE"}


@pytest.mark.parametrize("linked", [True, False])
def test_whoever_is_registered_for_the_next_event_stays(app: Flask, folders: Folders, linked: bool) -> None:
    facts = {"email": "one@igp.example", "given_name": "A", "family_name": "ONE"}
    first = a_registration(ended(after(30)), Status.CONFIRMED, **facts)
    person = people.link(first)
    coming = a_registration(an_event(), Status.NOMINATED, **facts)
    if linked:
        people.link(coming)
    run(folders)
    assert first.family_name == person.family_name == "ONE"


@pytest.mark.parametrize(
    ("until", "goes"), [(None, False), (0, False), (1, True)], ids=["running", "last day", "ended"]
)
def test_a_running_mandate_keeps_a_person(
    app: Flask, folders: Folders, until: int | None, goes: bool
) -> None:
    registration = a_registration(ended(after(19)), Status.CONFIRMED)
    person = people.link(registration)
    a_mandate(a_body("MD"), person, until_date=None if until is None else days_ago(until))
    assert due("persons") == goes
    run(folders)
    assert (person.family_name is None) is goes
    assert (registration.family_name is None) is goes


@pytest.mark.parametrize(("days", "goes"), [(20, False), (600, True)])
def test_a_correspondent_who_never_came_is_kept_from_the_end_of_the_mandate(
    app: Flask, folders: Folders, days: int, goes: bool
) -> None:
    person = a_person(created_at=now() - timedelta(days=2000))
    a_mandate(a_body("MD"), person, from_date=days_ago(900), until_date=days_ago(days))
    run(folders)
    assert (person.family_name is None) is goes


def test_consent_to_be_named_again_keeps_nobody_longer(app: Flask, folders: Folders) -> None:
    person = people.link(a_registration(ended(after(19)), Status.CONFIRMED, consent_reuse=True))
    assert person.reuse_consent
    run(folders)
    assert person.family_name is None
    assert not person.reuse_consent


def test_an_event_that_is_being_prepared_is_no_last_event(app: Flask, folders: Folders) -> None:
    draft = an_event(status=EventStatus.DRAFT, starts_at=None, created_at=now() - timedelta(days=2000))
    registration = a_registration(draft, Status.NOMINATED)
    db.session.add(Needs(registration_id=registration.id, diet="no fish"))
    person = people.link(registration)
    person.created_at = now() - timedelta(days=2000)
    db.session.flush()
    run(folders)
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
    app: Flask, folders: Folders, status: Status, months: int, goes: bool
) -> None:
    registration = a_registration(ended(after(months)), status)
    assert due("registrations") == goes
    run(folders)
    assert (registration.family_name is None) is goes


@pytest.mark.parametrize(
    ("origin", "days", "goes"),
    [(Origin.PUBLIC, 31, True), (Origin.PUBLIC, 29, False), (Origin.NOMINATION, 31, False)],
)
def test_what_nobody_has_confirmed_goes_soon(
    app: Flask, folders: Folders, origin: Origin, days: int, goes: bool
) -> None:
    event = an_event(opens_at=None, closes_at=now() - timedelta(days=days))
    registration = a_registration(event, Status.EXPIRED, origin=origin, verified_at=None)
    assert due("unverified") == goes
    run(folders)
    assert (registration.family_name is None) is goes


def test_what_else_names_people_at_an_event_goes(app: Flask, folders: Folders) -> None:
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
    run(folders)
    db.session.refresh(refused)
    assert (role.plain_name, role.function_en, refused.reason) == ("", "", None)
    assert refused.refused_at is not None
    assert due("events") == 0
    assert db.session.scalars(select(Erasure.subjects).where(Erasure.rule == ErasureRule.EVENTS)).all() == [
        [f"event:{event.id}"]
    ]


def test_at_a_later_event_they_stay(app: Flask, folders: Folders) -> None:
    refused = a_convocation(ended(after(17)), a_body("MD"), refused_at=now(), reason="Ana is ill")
    run(folders)
    assert db.session.get_one(Convocation, refused.id).reason == "Ana is ill"


@pytest.mark.parametrize(("days", "goes"), [(31, True), (29, False)])
def test_visits_go_after_their_end(app: Flask, folders: Folders, days: int, goes: bool) -> None:
    at = now() - timedelta(days=days)
    session = LoginSession(token_digest="a" * 64, user_id=a_user().id, created_at=at, last_seen_at=at)
    db.session.add(session)
    db.session.flush()
    assert run(folders, "sessions") == goes


@pytest.mark.parametrize(
    ("changes", "goes"),
    [
        ({"expires_at": 91}, True),
        ({"expires_at": -9}, False),
        ({"expires_at": -9, "revoked_at": 91}, True),
        ({"expires_at": -9, "used_at": 91}, False),
        ({"expires_at": -9, "used_at": 91, "purpose": LinkPurpose.SIGN_IN}, True),
    ],
)
def test_links_go_when_they_have_long_opened_nothing(
    app: Flask, folders: Folders, changes: dict[str, Any], goes: bool
) -> None:
    access_links.mint_for_registration(a_registration(an_event()), LinkPurpose.MY_REGISTRATION)
    db.session.flush()
    link = db.session.scalars(select(AccessLink)).one()
    for name, value in changes.items():
        setattr(link, name, value if name == "purpose" else now() - timedelta(days=value))
    db.session.flush()
    assert run(folders, "links") == goes


@pytest.mark.parametrize(("days", "goes"), [(366, True), (364, False)])
def test_a_closed_account_loses_its_name(app: Flask, folders: Folders, days: int, goes: bool) -> None:
    user = a_user(active=False, closed_at=now() - timedelta(days=days))
    letter = outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)
    assert due("accounts") == goes
    assert run(folders, "accounts") == goes
    db.session.refresh(letter)
    assert (user.email == user.name == "") is goes
    assert (letter.recipient is None) is goes
    assert run(folders, "accounts") == 0


def test_an_open_account_stays(app: Flask, folders: Folders) -> None:
    user = a_user(created_at=now() - timedelta(days=5000))
    run(folders)
    assert db.session.get_one(User, user.id).email


def test_the_preview_names_the_events_and_the_next_day(app: Flask, folders: Folders) -> None:
    over, soon = ended(8), ended(5)
    for event in (over, over, soon):
        db.session.add(
            Needs(
                registration_id=a_registration(event, Status.CONFIRMED, category=Category.GUEST).id, diet="-"
            )
        )
    db.session.flush()
    row = next(row for row in retention.preview() if row.rule.name == "needs")
    assert (row.number, row.events) == (2, [(over, 2)])
    assert soon.ends_at is not None
    assert row.next_at == soon.ends_at + timedelta(days=7)


def test_the_settings_decide(app: Flask, folders: Folders) -> None:
    person = people.link(a_registration(ended(after(3)), Status.CONFIRMED))
    settings.change("persons_kept_months", 2)
    run(folders)
    assert person.family_name is None


def test_the_preview_changes_nothing_and_asks_little(
    app: Flask, statements: Callable[[], Any], folders: Folders
) -> None:
    people.link(a_registration(ended(after(19)), Status.CONFIRMED))
    db.session.commit()
    with statements() as asked:
        retention.preview()
    asked.within(1 + 2 * len(retention.RULES))
    assert db.session.scalars(select(Erasure)).all() == []


def test_the_record_says_who_was_erased_by_which_rule(app: Flask, folders: Folders) -> None:
    registration = a_registration(ended(after(19)), Status.CONFIRMED)
    person = people.link(registration)
    run(folders, "persons")
    [erasure] = db.session.scalars(select(Erasure)).all()
    assert (erasure.rule, erasure.number) == (ErasureRule.PERSONS, 2)
    assert erasure.subjects == [f"registration:{registration.id}", f"person:{person.id}"]


def test_the_worker_runs_once_a_day_whole_or_again(
    app: Flask, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        people.link(a_registration(ended(after(19)), Status.CONFIRMED))
    db.session.commit()
    assert forgetting.forget_daily(folders, lambda: True) == 0, "the worker is stopping"
    assert forgetting.forget_daily(folders) == 6
    people.link(a_registration(ended(after(19)), Status.CONFIRMED))
    db.session.commit()
    assert forgetting.forget_daily(folders) == 0, "that was today"
    assert forgetting.forget_all(folders) == 2


def test_a_rule_that_fails_holds_up_no_other(
    app: Flask, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise RuntimeError

    broken = retention.Rule("broken", ErasureRule.NEEDS, None, retention.RULES[0].keeps, fails)  # type: ignore[arg-type]
    registration = a_registration(ended(8), Status.CONFIRMED)
    db.session.add(Needs(registration_id=registration.id, diet="-"))
    db.session.commit()
    monkeypatch.setattr(retention, "RULES", (broken, *retention.RULES))
    assert forgetting.forget_daily(folders) == 1
    assert forgetting.forget_daily(folders) == 0
    monkeypatch.undo()


def test_what_a_backup_brought_back_is_erased_again(app: Flask, folders: Folders) -> None:
    registration = a_registration(ended(30), Status.CONFIRMED)
    person = people.link(registration)
    db.session.flush()
    asked = [f"registration:{registration.id}", f"person:{person.id}", "registration:999999"]
    done = retention.erase_again(asked, retention.SYSTEM, folders)
    assert done == asked[:2]
    assert retention.erase_again(asked, retention.SYSTEM, folders) == []
    assert db.session.get_one(Registration, registration.id).family_name is None
    assert db.session.get_one(Person, person.id).family_name is None


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        (datetime(2027, 6, 10, 17, tzinfo=UTC), 18, datetime(2028, 12, 10, 17, tzinfo=UTC)),
        (datetime(2027, 8, 31, 17, tzinfo=UTC), 18, datetime(2029, 3, 1, 17, tzinfo=UTC)),
        (datetime(2027, 12, 31, tzinfo=UTC), 1, datetime(2028, 1, 31, tzinfo=UTC)),
    ],
)
def test_months_by_the_calendar(end: datetime, months: int, expected: datetime) -> None:
    period = Period.of("persons_kept_months", months)
    assert period.after(end) == expected
    assert period.before(expected) >= end
    assert period.before(expected - timedelta(days=1)) < end
