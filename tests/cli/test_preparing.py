"""What a start finds and leaves: everything once, fictional events in development only, one link to the first account."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.cli import preparing
from app.cli.preparing import Prepared
from app.extensions import db
from app.lib.clock import now
from app.models import Body, Event, LinkPurpose, Notice, User, UserRole
from app.services import access_links
from app.services.accounts import passwords, users
from app.services.demonstration import loading, removing
from config import Config


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "PARTICIPANTS", 0)  # who takes part is tested elsewhere


def prepare(app: Flask, environment: str, **changes: object) -> Prepared:
    """Prepare as a process of its own would: with nothing open."""
    db.session.commit()
    settings: Config = app.extensions["config"]
    prepared = preparing.prepare(replace(settings, environment=environment, **changes))  # type: ignore[arg-type]
    db.session.remove()
    return prepared


def number(table: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_start_fills_in_what_is_missing_and_the_next_changes_nothing(app: Flask) -> None:
    prepare(app, "development")
    first = [number(table) for table in (Body, Event, Notice, User)]
    assert first == [123, 7, 1, 1]
    prepare(app, "development")
    assert [number(table) for table in (Body, Event, Notice, User)] == first


def test_fictional_events_that_were_removed_stay_away(app: Flask) -> None:
    prepare(app, "development")
    removing.remove()
    prepare(app, "development")
    assert number(Event) == 5


@pytest.mark.parametrize("environment", ["production", "testing"])
def test_only_development_has_fictional_events(app: Flask, environment: str) -> None:
    prepare(app, environment)
    assert number(Event) == 5
    assert loading.first_start() is (environment == "testing")


def test_a_database_of_production_never_gets_fictional_events(app: Flask) -> None:
    prepare(app, "production")
    prepare(app, "development")
    assert number(Event) == 5


def test_there_is_a_link_until_an_administrator_has_a_password(app: Flask) -> None:
    first = prepare(app, "testing", first_admin_email="chief@example.org")
    second = prepare(app, "testing", first_admin_email="chief@example.org")
    assert first.token
    assert second.token
    assert first.token != second.token
    user = passwords.choose(second.token, "a long and winding road 46")
    assert (user.email, user.role) == ("chief@example.org", UserRole.ADMINISTRATOR)
    assert second.token in second.welcome(replace(app.extensions["config"], environment="testing"))
    third = prepare(app, "testing")
    assert third.token is None
    assert "set-password" not in third.welcome(app.extensions["config"])


@pytest.mark.sqlite_only
def test_the_mailbox_is_named_where_there_is_one(app: Flask) -> None:
    settings: Config = app.extensions["config"]
    shown = Prepared(None, None)
    assert "/mailbox" in shown.welcome(replace(settings, environment="development"))
    assert "/mailbox" not in shown.welcome(replace(settings, environment="development", mail_server="mail"))
    assert "/mailbox" not in shown.welcome(replace(settings, environment="production", mail_server="mail"))


def test_a_service_does_not_tell_its_log_the_first_link(app: Flask) -> None:
    settings: Config = replace(app.extensions["config"], environment="production")
    shown = Prepared("a-secret", "chief@example.org", administrator_missing=True).welcome(settings)
    assert "a-secret" not in shown
    assert "chief@example.org" not in shown
    assert "flask users first-link" in shown


def test_a_service_that_starts_ends_no_link_that_somebody_has(app: Flask) -> None:
    assert prepare(app, "production").administrator_missing
    token = users.ensure_first_administrator("chief@example.org")
    assert token is not None
    assert prepare(app, "production") == Prepared(administrator_missing=True)
    assert access_links.find(token, LinkPurpose.SET_PASSWORD).is_valid(now())


def test_the_first_link_is_printed_when_it_is_asked_for(app: Flask) -> None:
    prepare(app, "testing", first_admin_email="chief@example.org")
    outcome = app.test_cli_runner().invoke(args=["users", "first-link"])
    assert outcome.exit_code == 0, outcome.output
    user = passwords.choose(
        outcome.output.strip().rpartition("/set-password/")[2], "a long and winding road 46"
    )
    assert user.email == "chief@example.org"
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["users", "first-link"]).exit_code == 1


@pytest.mark.sqlite_only
def test_a_proxy_that_is_not_trusted_is_named(app: Flask) -> None:
    settings: Config = replace(
        app.extensions["config"], environment="production", base_url="https://events.example"
    )
    assert "TRUSTED_PROXIES" in str(settings.warning)
    assert "\n" not in str(settings.warning)
    assert replace(settings, trusted_proxies=1).warning is None
    assert replace(settings, environment="development").warning is None
