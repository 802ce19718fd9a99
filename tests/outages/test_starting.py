"""Web server and worker do not start on tables of another version, and say in one line what to do; commands do start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from config import ROOT, Config, ConfigError
from tests import databases

WEB, WORKER = ["gunicorn", "--check-config", "--preload", "wsgi:app"], ["huey.bin.huey_consumer", "wsgi.huey"]
SERVE, COMMAND = ["flask", "--app", "wsgi.py", "serve"], ["flask", "--app", "wsgi.py", "db", "upgrade"]


def run(program: list[str], folder: Path, **told: str) -> tuple[int, list[str]]:
    """The exit code of a program, and what it said."""
    outcome = subprocess.run(
        [sys.executable, "-m", *program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "INSTANCE_PATH": str(folder), **told},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return outcome.returncode, (outcome.stdout + outcome.stderr).splitlines()


@pytest.fixture
def url(database: str) -> str:
    """A database with the tables of this version."""
    return databases.database(database, f"{databases.WORKER}_starting").url


def at(url: str, revision: str) -> None:
    """Let the tables claim to be of another version."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})
    engine.dispose()


@pytest.mark.parametrize("program", [WEB, WORKER], ids=["web", "worker"])
@pytest.mark.parametrize(
    ("revision", "words"),
    [
        ("0001", "The database is older than this version (at 0001, not "),
        ("9999", "The database is newer than this version (at 9999; "),
    ],
)
def test_other_tables_are_refused_in_one_line(
    url: str, tmp_path: Path, program: list[str], revision: str, words: str
) -> None:
    at(url, revision)
    code, said = run(program, tmp_path, DATABASE_URL=url)
    assert (code, len(said)) == (2, 1), said
    assert said[0].startswith(words)
    assert ("flask db upgrade" in said[0]) is (revision == "0001")


@pytest.mark.parametrize("program", [WEB, WORKER], ids=["web", "worker"])
def test_no_tables_are_refused_in_one_line(tmp_path: Path, program: list[str]) -> None:
    said = ["The database has no tables of this application: run flask db upgrade"]
    assert run(program, tmp_path) == (2, said)


def test_the_command_that_helps_starts(tmp_path: Path) -> None:
    code, said = run(COMMAND, tmp_path)
    assert code == 0, said
    assert run(WEB, tmp_path) == (0, [])


def test_serve_refuses_tables_of_a_newer_version(url: str, tmp_path: Path) -> None:
    at(url, "9999")
    code, said = run(SERVE, tmp_path, DATABASE_URL=url, PORT="8765")
    assert (code, len(said)) == (2, 1), said
    assert said[0].startswith("The database is newer than this version")


def test_a_database_out_of_reach_keeps_no_web_server_from_starting(tmp_path: Path) -> None:
    code, said = run(WEB, tmp_path, DATABASE_URL="postgresql://somebody@127.0.0.1:1/events")
    assert (code, said) == (0, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://somebody@host/events"),
        ("DATABASE_URL", "postgresql+asyncpg://somebody@host/events"),
        ("DATABASE_URL", "postgresql://somebody:secret@host:port/events"),
        ("DATABASE_CONNECT_SECONDS", "1"),
        ("DATABASE_STATEMENT_SECONDS", "0"),
        ("DATABASE_LOCK_SECONDS", "soon"),
        ("DATABASE_POOL_SIZE", "many"),
        ("DATABASE_POOL_OVERFLOW", "-1"),
        ("DATABASE_POOL_SECONDS", "1.5"),
        ("SLOW_STATEMENT_MILLISECONDS", "-1"),
        ("PORT", "80000"),
        ("MAIL_SERVER", "smtp://mail.example.org"),
        ("MAIL_PORT", "0"),
        ("MAIL_SENDER_NAME", "Police\nBcc: somebody@example.org"),
        ("FIRST_ADMIN_EMAIL", "nobody"),
    ],
)
def test_settings_that_make_no_sense_are_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} ") as refused:
        Config.from_environment({name: value})
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_folder_that_cannot_be_used_is_named_in_one_line() -> None:
    code, said = run(WEB, Path("/dev/null/instance"))
    assert (code, len(said)) == (2, 1), said
    assert said[0].startswith("INSTANCE_PATH cannot be used: ")
