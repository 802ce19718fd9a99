"""Runs of retention: what is not about people, the preview, the worker, the records, and erasing again after a restore."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AccessLink,
    Category,
    Erasure,
    ErasureRule,
    LetterKind,
    LinkPurpose,
    LoginSession,
    Needs,
    Person,
    Registration,
    Status,
    User,
)
from app.services import access_links, outbox, people, settings
from app.services.privacy import retention
from app.services.privacy.periods import Period
from app.worker import forgetting
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.services.privacy.retained import after, due, ended, run


@pytest.mark.parametrize(("days", "goes"), [(31, True), (29, False)])
def test_visits_go_after_their_end(app: Flask, maildir: Path, days: int, goes: bool) -> None:
    at = now() - timedelta(days=days)
    session = LoginSession(token_digest="a" * 64, user_id=a_user().id, created_at=at, last_seen_at=at)
    db.session.add(session)
    db.session.flush()
    assert run(maildir, "sessions") == goes


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
    app: Flask, maildir: Path, changes: dict[str, Any], goes: bool
) -> None:
    access_links.mint_for_registration(a_registration(an_event()), LinkPurpose.MY_REGISTRATION)
    db.session.flush()
    link = db.session.scalars(select(AccessLink)).one()
    for name, value in changes.items():
        setattr(link, name, value if name == "purpose" else now() - timedelta(days=value))
    db.session.flush()
    assert run(maildir, "links") == goes


@pytest.mark.parametrize(("days", "goes"), [(366, True), (364, False)])
def test_a_closed_account_loses_its_name(app: Flask, maildir: Path, days: int, goes: bool) -> None:
    user = a_user(active=False, closed_at=now() - timedelta(days=days))
    letter = outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)
    assert due("accounts") == goes
    assert run(maildir, "accounts") == goes
    db.session.refresh(letter)
    assert (user.email == user.name == "") is goes
    assert (letter.recipient is None) is goes
    assert run(maildir, "accounts") == 0


def test_an_open_account_stays(app: Flask, maildir: Path) -> None:
    user = a_user(created_at=now() - timedelta(days=5000))
    run(maildir)
    assert db.session.get_one(User, user.id).email


def test_the_preview_names_the_events_and_the_next_day(app: Flask, maildir: Path) -> None:
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


def test_the_settings_decide(app: Flask, maildir: Path) -> None:
    person = people.link(a_registration(ended(after(3)), Status.CONFIRMED))
    settings.change("persons_kept_months", 2)
    run(maildir)
    assert person.family_name is None


def test_the_preview_changes_nothing_and_asks_little(
    app: Flask, statements: Callable[[], Any], maildir: Path
) -> None:
    people.link(a_registration(ended(after(19)), Status.CONFIRMED))
    db.session.commit()
    with statements() as asked:
        retention.preview()
    asked.within(1 + 2 * len(retention.RULES))
    assert db.session.scalars(select(Erasure)).all() == []


def test_the_record_says_who_was_erased_by_which_rule(app: Flask, maildir: Path) -> None:
    registration = a_registration(ended(after(19)), Status.CONFIRMED)
    person = people.link(registration)
    run(maildir, "persons")
    [erasure] = db.session.scalars(select(Erasure)).all()
    assert (erasure.rule, erasure.number) == (ErasureRule.PERSONS, 2)
    assert erasure.subjects == [f"registration:{registration.id}", f"person:{person.id}"]


def test_the_worker_runs_once_a_day_whole_or_again(
    app: Flask, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        people.link(a_registration(ended(after(19)), Status.CONFIRMED))
    db.session.commit()
    assert forgetting.forget_daily(maildir, lambda: True) == 0, "the worker is stopping"
    assert forgetting.forget_daily(maildir) == 6
    people.link(a_registration(ended(after(19)), Status.CONFIRMED))
    db.session.commit()
    assert forgetting.forget_daily(maildir) == 0, "that was today"
    assert forgetting.forget_all(maildir) == 2


def test_a_rule_that_fails_holds_up_no_other(
    app: Flask, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise RuntimeError

    broken = retention.Rule("broken", ErasureRule.NEEDS, None, retention.RULES[0].keeps, fails)  # type: ignore[arg-type]
    registration = a_registration(ended(8), Status.CONFIRMED)
    db.session.add(Needs(registration_id=registration.id, diet="-"))
    db.session.commit()
    monkeypatch.setattr(retention, "RULES", (broken, *retention.RULES))
    assert forgetting.forget_daily(maildir) == 1
    assert forgetting.forget_daily(maildir) == 0
    monkeypatch.undo()


def test_what_a_backup_brought_back_is_erased_again(app: Flask, maildir: Path) -> None:
    registration = a_registration(ended(30), Status.CONFIRMED)
    person = people.link(registration)
    db.session.flush()
    asked = [f"registration:{registration.id}", f"person:{person.id}", "registration:999999"]
    done = retention.erase_again(asked, retention.SYSTEM, maildir)
    assert done == asked[:2]
    assert retention.erase_again(asked, retention.SYSTEM, maildir) == []
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
