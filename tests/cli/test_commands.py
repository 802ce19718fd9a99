"""The commands of whoever runs the application."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditEntry, Body, Event, Letter, LetterKind, Registration, User, UserRole
from app.services import reference_data, settings
from app.services.accounts import users
from app.services.actors import SYSTEM
from tests.factories.events import an_event


def run(app: Flask, *words: str) -> Result:
    """Give a command; what the test has done so far is committed before, as another process would need it."""
    db.session.commit()
    return app.test_cli_runner().invoke(args=list(words))


def number(table: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_reference_data_are_loaded_once(app: Flask) -> None:
    first = run(app, "reference", "load")
    assert first.exit_code == 0, first.output
    assert "Bodies: 123 added, 0 changed, 0 unchanged." in first.output
    assert "Earlier events: 5 added. Privacy notice: published." in first.output
    second = run(app, "reference", "load")
    assert "Bodies: 0 added, 0 changed, 123 unchanged." in second.output
    assert "Earlier events: 0 added. Privacy notice: unchanged." in second.output


def test_a_wrong_row_is_named_and_nothing_is_loaded(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(reference_data.FOLDER, folder, copy_function=shutil.copyfile)
    file = folder / "network_events.csv"
    file.write_text(file.read_text().replace(",hybrid,", ",?,").replace(",in_person,", ",in_a_dream,", 1))
    outcome = run(app, "reference", "load", "--folder", str(folder))
    assert outcome.exit_code == 1
    assert "network_events.csv, row 2: unknown mode 'in_a_dream'" in outcome.output
    assert "Nothing was loaded." in outcome.output
    assert number(Body) == number(Event) == 0


@pytest.mark.sqlite_only
def test_the_fictional_events_are_added_enlarged_and_removed(app: Flask) -> None:
    run(app, "reference", "load")
    assert "has 3 fictional participants" in run(app, "demo", "add", "--participants", "3").output
    assert "has 12 fictional participants" in run(app, "demo", "add", "--participants", "12").output
    assert "has 12 fictional participants" in run(app, "demo", "add", "--participants", "12").output
    assert number(Event) == 7
    assert "2 fictional events removed." in run(app, "demo", "remove").output
    assert (number(Event), number(Registration)) == (5, 0)
    assert "0 fictional events removed." in run(app, "demo", "remove").output
    assert run(app, "demo", "add", "--participants", "20001").exit_code == 2


@pytest.mark.sqlite_only
def test_production_takes_no_fictional_events(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from config import Config

    production = Config(environment="production")
    monkeypatch.setitem(app.extensions, "config", production)
    outcome = run(app, "demo", "add")
    assert outcome.exit_code == 1
    assert "Production holds no fictional events." in outcome.output
    assert number(Event) == 0


def test_somebody_is_invited_for_one_event(app: Flask) -> None:
    event = an_event(slug="conference-of-tests")
    words = ["Desk@Example.org", "--name", "Ana Marin", "--role", "desk_agent", "--event", event.slug]
    outcome = run(app, "users", "invite", *words)
    assert outcome.exit_code == 0, outcome.output
    user = db.session.scalars(select(User)).one()
    assert (user.role, user.all_events, [row.event_id for row in user.events]) == (
        UserRole.DESK_AGENT,
        False,
        [event.id],
    )
    assert db.session.scalars(select(Letter.kind)).all() == [LetterKind.ACCOUNT_INVITATION]
    assert (
        "desk@example.org  desk_agent  1 event(s)  no password yet"
        in run(app, "users", "list").output.lower()
    )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nobody", "--name", "N"], "is not an e-mail address"),
        (["a@example.org", "--name", "N", "--event", "no-such-event"], "There is no event with the address"),
        (["a@example.org", "--name", "N", "--role", "desk_agent"], "Choose at least one event."),
        (["taken@example.org", "--name", "N"], "There is an account with this address already."),
    ],
)
@pytest.mark.sqlite_only
def test_a_wrong_invitation_is_refused(app: Flask, words: list[str], reason: str) -> None:
    users.invite("taken@example.org", "Ana", UserRole.ORGANISER, SYSTEM)
    outcome = run(app, "users", "invite", *words)
    assert outcome.exit_code == 1
    assert reason in outcome.output
    assert number(User) == 1


def test_an_account_is_deactivated(app: Flask) -> None:
    users.invite("ana@example.org", "Ana", UserRole.ORGANISER, SYSTEM)
    outcome = run(app, "users", "deactivate", "ANA@example.org")
    assert outcome.exit_code == 0, outcome.output
    assert db.session.scalars(select(User.active)).all() == [False]
    assert "inactive" in run(app, "users", "list").output
    assert "There is no account" in run(app, "users", "deactivate", "nobody@example.org").output


def test_the_last_administrator_stays(app: Flask) -> None:
    users.invite("ana@example.org", "Ana", UserRole.ADMINISTRATOR, SYSTEM)
    outcome = run(app, "users", "deactivate", "ana@example.org")
    assert outcome.exit_code == 1
    assert "This is the last administrator" in outcome.output
    assert db.session.scalars(select(User.active)).all() == [True]


def test_settings_are_shown_and_changed(app: Flask) -> None:
    assert "hold_minutes" in run(app, "settings", "list").output
    assert run(app, "settings", "set", "hold_minutes", "30").exit_code == 0
    assert settings.number("hold_minutes") == 30
    assert db.session.scalars(select(AuditEntry.action)).all() == ["setting.changed"]
    assert db.session.scalars(select(AuditEntry.fields)).all() == [["hold_minutes", "1440", "30"]]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["hold_minutes", "1"], "hold_minutes must be from 5 to 10080"),
        (["no_such_setting", "1"], "There is no setting no_such_setting"),
        (["hold_minutes", "long"], "not a valid integer"),
    ],
)
def test_a_wrong_setting_is_refused(app: Flask, words: list[str], reason: str) -> None:
    outcome = run(app, "settings", "set", *words)
    assert outcome.exit_code != 0
    assert reason in outcome.output
    assert settings.number("hold_minutes") == 1440
