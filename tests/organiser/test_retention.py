"""The page about what is forgotten, and changing the periods: what a shorter one takes is said before it is saved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, ErasureRule, Needs, Status, UserRole
from app.services import people, settings
from app.services.actors import SYSTEM
from app.services.privacy import erasing, retention
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import a_user, an_administrator
from tests.pages import Visitor
from tests.signing_in import sign_in

RETENTION, PERIODS = "/organiser/privacy/retention", "/organiser/privacy/retention/periods"


@pytest.fixture
def administrator(client: Visitor) -> Visitor:
    return sign_in(client, an_administrator())


def some_needs(days_ago: int) -> str:
    end = now() - timedelta(days=days_ago)
    event = an_event(starts_at=end - timedelta(days=1), ends_at=end)
    db.session.add(Needs(registration_id=a_registration(event, Status.CONFIRMED).id, diet="no fish"))
    db.session.commit()
    return event.title_en


def test_what_is_due_is_said_by_rule_and_event(administrator: Visitor) -> None:
    title = some_needs(days_ago=8)
    page = administrator.visit(RETENTION)
    assert f"{title} (1)" in page.text
    assert "18 months" in page.text
    assert "The worker has not run yet." in page.text
    assert "Nothing was erased in the last hundred days." in page.text


def test_what_was_erased_is_said_without_names(administrator: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    people.link(registration)
    erasing.note(ErasureRule.REQUEST, SYSTEM, [f"registration:{registration.id}"])
    retention.note_run()
    page = administrator.visit(RETENTION)
    assert "Erased on the server, on request" in page.text
    assert "CEBOTARI" not in page.text
    assert "Last run:" in page.text


def test_a_longer_period_is_saved_at_once(administrator: Visitor) -> None:
    page = administrator.visit(PERIODS).submit(needs_kept_days="9", persons_kept_months="24")
    assert "The periods are saved." in page.text
    assert settings.numbers("needs_kept_days", "persons_kept_months") == [9, 24]
    lines = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "setting.changed")).all()
    assert [line.fields for line in lines] == [
        ["needs_kept_days", "7", "9"],
        ["persons_kept_months", "18", "24"],
    ]


def test_a_shorter_one_that_takes_nothing_is_saved_at_once(administrator: Visitor) -> None:
    page = administrator.visit(PERIODS).submit(needs_kept_days="5")
    assert "The periods are saved." in page.text


def test_what_a_shorter_one_takes_is_said_first(administrator: Visitor) -> None:
    some_needs(days_ago=6)
    asked = administrator.visit(PERIODS).submit(needs_kept_days="5")
    assert "With these periods the next run erases for ever:" in asked.text
    assert "Diet and access needs (1)" in asked.text
    assert settings.number("needs_kept_days") == 7
    saved = asked.submit(sure="y")
    assert "The periods are saved." in saved.text
    assert settings.number("needs_kept_days") == 5


@pytest.mark.parametrize("typed", ["", "0", "121", "many", "1.5", "-3"])
def test_a_number_that_cannot_be_is_refused(administrator: Visitor, typed: str) -> None:
    page = administrator.visit(PERIODS).submit(persons_kept_months=typed)
    assert page.status == 422
    assert page.text.count("Enter a whole number from 1 to 120") == 2, "in the summary and beside the field"
    assert settings.number("persons_kept_months") == 18


@pytest.mark.parametrize("address", [RETENTION, PERIODS])
@pytest.mark.parametrize("role", [role for role in UserRole if role is not UserRole.ADMINISTRATOR])
def test_only_administrators(client: Visitor, role: UserRole, address: str) -> None:
    assert sign_in(client, a_user(role)).visit(address).status == 403


def test_in_french(administrator: Visitor) -> None:
    page = administrator.visit(RETENTION + "?lang=fr")
    assert page.one("h1").get_text() == "Ce qui est oublié, et quand"
