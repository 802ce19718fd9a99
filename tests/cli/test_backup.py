"""`flask backup`, `restore`, `verify`, `move-to`: what the operator reads, exit codes, what is noted, what is never shown."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from app import create_app
from app.extensions import db
from app.models import AuditEntry, Heartbeat, Language, Person, Registration, Status
from app.services import people
from config import Config, ConfigError
from tests.configuration import configured
from tests.factories.events import an_event
from tests.factories.letters import every_letter
from tests.factories.registrations import a_registration
from tests.services.backup.other_places import KEY, MIGRATIONS, address

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(autouse=True)
def key(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Config = app.extensions["config"]
    monkeypatch.setitem(app.extensions, "config", replace(settings, backup_key=KEY.hex()))


def run(app: Flask, *words: object, **environment: str) -> Result:
    """Give a command; what the test has done so far is committed before."""
    db.session.commit()
    db.session.remove()
    return app.test_cli_runner().invoke(args=[*map(str, words)], env=environment)


def another(app: Flask, url: str, **changes: Any) -> Flask:
    """An application on another database."""
    settings: Config = app.extensions["config"]
    return create_app(replace(configured(url, Path(settings.instance_path)), backup_key=KEY.hex(), **changes))


def test_a_backup_is_told_noted_and_on_record(app: Flask, tmp_path: Path) -> None:
    told = run(app, "backup", tmp_path)
    assert told.exit_code == 0, told.output
    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f"{file}: " in told.output
    assert "read again and whole" in told.output
    noted = db.session.get_one(Heartbeat, "backup")
    assert noted.said == str(file.stat().st_size)
    assert f"{noted.at:%Y-%m-%dT%H%M%S}" in file.name
    line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert line is not None
    assert (line.action, line.fields) == ("backup.made", [f"bytes={file.stat().st_size}"])
    assert KEY.hex() not in told.output


def test_it_goes_there_and_back(app: Flask, tmp_path: Path) -> None:
    every_letter(Language.EN)
    db.session.info.clear()
    file = tmp_path / "one.backup"
    assert run(app, "backup", file).exit_code == 0
    checked = run(app, "verify", file)
    assert checked.exit_code == 0
    assert "this version can restore it" in checked.output
    place = another(app, address("sqlite"))
    with place.app_context():
        told = run(place, "restore", file)
        assert "Restored: " in told.output
        assert "Held, because it may have gone out since: " in told.output
        assert "flask privacy erased --since 20" in told.output
        again = run(place, "restore", file)
        assert (again.exit_code, again.output.splitlines()[-1][:33]) == (
            1,
            "Refused: the database is not empt",
        )
        db.session.remove()
        db.engine.dispose()


def test_letters_are_sent_if_that_is_asked_for(app: Flask, tmp_path: Path) -> None:
    every_letter(Language.EN)
    db.session.info.clear()
    run(app, "backup", tmp_path / "one.backup")
    place = another(app, address("sqlite"))
    with place.app_context():
        told = run(place, "restore", tmp_path / "one.backup", "--letters", "send")
        assert "Held" not in told.output
        assert db.session.scalar(text("SELECT count(*) FROM letter WHERE state = 'failed'")) == 0
        db.session.remove()
        db.engine.dispose()


def test_who_was_erased_since_is_erased_again_in_one_step(app: Flask, tmp_path: Path) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    person = people.link(registration)
    stays = a_registration(an_event(), Status.CONFIRMED)
    db.session.flush()
    ids = registration.id, person.id, stays.id
    assert run(app, "backup", tmp_path / "one.backup").exit_code == 0
    assert "erased: " in run(app, "privacy", "erase", "--person", ids[1]).output
    place = another(app, address("sqlite"))
    before = app.config["SQLALCHEMY_DATABASE_URI"]
    with place.app_context():
        missing = run(place, "restore", tmp_path / "one.backup", "--before", "sqlite:////nowhere.db")
        assert (missing.exit_code, missing.output.splitlines()[-1]) == (
            2, "RESTORE_BEFORE names a file that is not there"
        )  # fmt: skip
        unread = run(place, "restore", tmp_path / "one.backup", "--before", "postgresql://events@db:five/x")
        assert (unread.exit_code, unread.output.splitlines()[-1][:29]) == (2, "RESTORE_BEFORE cannot be read")
        told = run(place, "restore", tmp_path / "one.backup", "--before", before)
        assert "Erased again: 2, as in the database of before." in told.output
        assert "flask privacy erased" not in told.output
        assert "flask privacy run" in told.output
        again, person_again = db.session.get_one(Registration, ids[0]), db.session.get_one(Person, ids[1])
        assert (again.family_name, again.email, person_again.family_name) == (None, None, None)
        assert db.session.get_one(Registration, ids[2]).family_name is not None
        db.session.remove()
        db.engine.dispose()


def test_a_move_says_what_it_moved(app: Flask) -> None:
    every_letter(Language.EN)
    db.session.info.clear()
    for how in ([address("sqlite")], []):
        told = run(app, "move-to", *how, **({} if how else {"MOVE_TO": address("sqlite", "by_environment")}))
        assert told.exit_code == 0, told.output
        assert "each read again and equal" in told.output


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("mysql://elsewhere", "must begin with postgresql:// or sqlite:///"),
        ("postgresql+other://events:a-password@db.example/events", "must begin with"),
        ("postgresql://events:a-password@db.example:five/events", "cannot be read"),
        ("postgresql://events:a-password@[::1/events", "cannot be read"),
        ("sqlite://", "must name a file"),
        ("sqlite:///", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite:///file:events?mode=memory&uri=true", "must name a file"),
    ],
)
def test_where_nothing_can_be_kept_nothing_is_moved(app: Flask, where: str, said: str) -> None:
    refused = run(app, "move-to", where)
    assert refused.exit_code == 2
    assert refused.output.startswith("DATABASE_URL ")
    assert said in refused.output
    assert refused.output.count("\n") == 1
    assert "a-password" not in refused.output


def test_a_place_that_is_filled_is_for_its_owner_alone(app: Flask, tmp_path: Path) -> None:
    assert run(app, "backup", tmp_path / "one.backup").exit_code == 0
    assert run(app, "move-to", f"sqlite:///{tmp_path}/moved.db").exit_code == 0
    place = another(app, f"sqlite:///{tmp_path}/restored.db")
    with place.app_context():
        assert run(place, "restore", tmp_path / "one.backup").exit_code == 0
        db.session.remove()
        db.engine.dispose()
    assert {file.name: stat.S_IMODE(file.stat().st_mode) & 0o077 for file in tmp_path.glob("*.db*")} == {
        "moved.db": 0, "restored.db": 0
    }  # fmt: skip


def test_without_a_key_one_line_names_it(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], backup_key=""))
    file = tmp_path / "x"
    file.write_bytes(b"")
    for words in (["backup", tmp_path], ["restore", file], ["verify", file]):
        told = run(app, *words)
        assert told.exit_code == 2
        assert told.output.startswith("BACKUP_KEY is missing")
        assert told.output.count("\n") == 1
    assert [one.name for one in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Refused: it is no backup of this application."),
        (b"police-network-backup\n{}\n", "Refused: its beginning cannot be read: it is damaged."),
    ],
)
def test_what_is_no_backup_is_refused_in_one_line(
    app: Flask, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    for command in ("restore", "verify"):
        told = run(app, command, file)
        assert (told.exit_code, told.output) == (1, said + "\n")


def test_a_folder_that_is_not_there_is_named(app: Flask, tmp_path: Path) -> None:
    told = run(app, "backup", tmp_path / "missing" / "one.backup")
    assert told.exit_code == 1
    assert told.output.startswith(f"{tmp_path}/missing/one.backup.unfinished: No such file or directory.")


def test_retention_is_for_folders(app: Flask, tmp_path: Path) -> None:
    assert run(app, "backup", tmp_path / "one.backup", "--keep-days", 30).exit_code == 2
    assert run(app, "backup", tmp_path, "--keep-days", 30).exit_code == 0
    assert len(list(tmp_path.iterdir())) == 1


def test_a_database_in_order_is_well_and_another_is_not(app: Flask) -> None:
    told = run(app, "verify")
    assert told.exit_code == 0, told.output
    assert told.output.endswith("All is well.\n")
    db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    old = run(app, "verify")
    db.session.execute(text(f"UPDATE alembic_version SET version_num = '{MIGRATIONS.newest}'"))
    db.session.commit()
    assert old.exit_code == 1
    assert "the tables are at 0001" in old.output
    assert "flask db upgrade" in old.output


@pytest.mark.parametrize("digits", ["abc", "0" * 64, "0123456789abcdef" * 4, KEY.hex()[:-1], KEY.hex() + "0"])
def test_a_key_that_is_none_is_refused_and_not_repeated(digits: str) -> None:
    with pytest.raises(ConfigError, match="^BACKUP_KEY must be 64 random hexadecimal digits") as refused:
        Config.from_environment({"BACKUP_KEY": digits})
    assert digits not in str(refused.value)


def test_the_key_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY.hex() + "\n")
    assert Config.from_environment({"BACKUP_KEY_FILE": str(file)}).backup_secret() == KEY
    with pytest.raises(ConfigError, match="exclude each other"):
        Config.from_environment({"BACKUP_KEY_FILE": str(file), "BACKUP_KEY": KEY.hex()})
    for content, said in (("", "is missing"), ("é", "cannot be read"), ("abc", "must be 64")):
        file.write_text(content)
        with pytest.raises(ConfigError, match=f"^BACKUP_KEY_FILE {said}"):
            Config.from_environment({"BACKUP_KEY_FILE": str(file)}).backup_secret()
    file.unlink()
    with pytest.raises(ConfigError, match="^BACKUP_KEY_FILE cannot be read"):
        Config.from_environment({"BACKUP_KEY_FILE": str(file)}).backup_secret()
