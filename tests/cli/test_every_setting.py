"""Each setting of .env.example has values that cannot be right; each is refused at start, in one line that names it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from app import create_app
from config import ROOT, Config, ConfigError
from tests.cli.test_production_configuration import EXAMPLES, RIGHT

RANDOM = "9b1e0c77a4f2d83561cbe0fa94d7263895aa10be4c7f3d62018e5b9c47fd2a36"
# Values, and what else is set with them so that they are wrong. Where a value is wrong in production alone, it is tried there.
WRONG: dict[str, tuple[dict[str, str], ...]] = {
    "ENVIRONMENT": ({"ENVIRONMENT": "prod"}, {"ENVIRONMENT": "PRODUCTION"}),
    "SECRET_KEY": ({**RIGHT, "SECRET_KEY": ""}, {**RIGHT, "SECRET_KEY": "short"}),
    "SECRET_KEY_EARLIER": (
        {**RIGHT, "SECRET_KEY_EARLIER": "short"},
        {**RIGHT, "SECRET_KEY_EARLIER": "x" * 40},
    ),
    "DATABASE_URL": (
        {"DATABASE_URL": "mysql://somebody@host/events"},
        {"DATABASE_URL": "police_network.db"},
        {"DATABASE_URL": "postgresql://somebody:hidden@host:port/events"},
        {"DATABASE_URL": "sqlite:///"},
        {"DATABASE_URL": "sqlite:///:memory:"},
        {**RIGHT, "DATABASE_URL": "postgresql://events:PASSWORD@127.0.0.1/events"},
    ),
    "INSTANCE_PATH": ({"INSTANCE_PATH": "/dev/null/instance"}, {"INSTANCE_PATH": "/dev/null"}),
    "BASE_URL": ({"BASE_URL": "events.coe.example"}, {**RIGHT, "BASE_URL": ""}),
    "TRUSTED_HOSTS": ({"TRUSTED_HOSTS": "https://events.coe.example"}, {"TRUSTED_HOSTS": "*"}),
    "PORT": ({"PORT": "0"}, {"PORT": "65536"}, {"PORT": "http"}),
    "WEB_PROCESSES": ({"WEB_PROCESSES": "0"}, {"WEB_PROCESSES": "1000"}, {"WEB_PROCESSES": "two"}),
    "TRUSTED_PROXIES": ({"TRUSTED_PROXIES": "-1"}, {"TRUSTED_PROXIES": "99"}, {"TRUSTED_PROXIES": "yes"}),
    "MAIL_SERVER": ({"MAIL_SERVER": "mail.coe.example:587"}, {**RIGHT, "MAIL_SERVER": ""}),
    "MAIL_PORT": ({"MAIL_PORT": "0"}, {"MAIL_PORT": "smtp"}),
    "MAIL_USE_TLS": ({"MAIL_USE_TLS": "starttls"}, {"MAIL_USE_TLS": "yes", "MAIL_USE_SSL": "yes"}),
    "MAIL_USE_SSL": ({"MAIL_USE_SSL": "2"},),
    "MAIL_USERNAME": ({"MAIL_PASSWORD": "hidden"},),
    "MAIL_PASSWORD": ({"MAIL_USERNAME": "events"},),
    "MAIL_SENDER": ({"MAIL_SENDER": "The Secretariat"}, {**RIGHT, "MAIL_SENDER": ""}),
    "MAIL_SENDER_NAME": ({"MAIL_SENDER_NAME": "Police\nBcc: somebody@coe.example"},),
    "MAIL_RETURN_PATH": ({"MAIL_RETURN_PATH": "refusals"},),
    "CONTACT_ADDRESS": ({"CONTACT_ADDRESS": "us@coe.example, you@coe.example"}, {**RIGHT, "CONTACT_ADDRESS": ""}),
    "FIRST_ADMIN_EMAIL": ({"FIRST_ADMIN_EMAIL": "nobody"}, {**RIGHT, "FIRST_ADMIN_EMAIL": ""}),
    "MAX_UPLOAD_MEGABYTES": (
        {"MAX_UPLOAD_MEGABYTES": "0"},
        {"MAX_UPLOAD_MEGABYTES": "-5"},
        {"MAX_UPLOAD_MEGABYTES": "100000"},
        {"MAX_UPLOAD_MEGABYTES": "20 MB"},
    ),
    "LOG_VISITORS": ({"LOG_VISITORS": "sometimes"},),
    "BACKUP_KEY": ({"BACKUP_KEY": "abc"}, {"BACKUP_KEY": RANDOM[:-1]}, {"BACKUP_KEY": "0" * 64}),
    "BACKUP_KEY_FILE": ({"BACKUP_KEY_FILE": "/nowhere/backup.key"}, {"BACKUP_KEY_FILE": "/dev/null"}),
    "METRICS_TOKEN": ({"METRICS_TOKEN": "short"}, {"METRICS_TOKEN": "x" * 40}),
    "DATABASE_CONNECT_SECONDS": ({"DATABASE_CONNECT_SECONDS": "1"}, {"DATABASE_CONNECT_SECONDS": "soon"}),
    "DATABASE_STATEMENT_SECONDS": ({"DATABASE_STATEMENT_SECONDS": "0"}, {"DATABASE_STATEMENT_SECONDS": "601"}),
    "DATABASE_LOCK_SECONDS": ({"DATABASE_LOCK_SECONDS": "0"}, {"DATABASE_LOCK_SECONDS": "1e3"}),
    "DATABASE_POOL_SIZE": ({"DATABASE_POOL_SIZE": "0"}, {"DATABASE_POOL_SIZE": "many"}),
    "DATABASE_POOL_OVERFLOW": ({"DATABASE_POOL_OVERFLOW": "-1"}, {"DATABASE_POOL_OVERFLOW": "201"}),
    "DATABASE_POOL_SECONDS": ({"DATABASE_POOL_SECONDS": "0"}, {"DATABASE_POOL_SECONDS": "1.5"}),
    "SLOW_STATEMENT_MILLISECONDS": (
        {"SLOW_STATEMENT_MILLISECONDS": "-1"},
        {"SLOW_STATEMENT_MILLISECONDS": "600001"},
    ),
}  # fmt: skip
CASES = [(name, told) for name, cases in WRONG.items() for told in cases]
# What each says at start; the key of backups is read by whoever needs it, so that a service need not see it.
STARTS: dict[str, dict[str, str]] = {
    "pages": {"ENVIRONMENT": "production", "WEB_PROCESSES": "0"},
    "worker": {"MAX_UPLOAD_MEGABYTES": "0"},
    "command": {"DATABASE_URL": "sqlite:///"},
    "backup": {"BACKUP_KEY_FILE": "/nowhere/backup.key"},
}
PROGRAMS = {
    "pages": ["gunicorn", "--check-config", "wsgi:app"],
    "worker": ["huey.bin.huey_consumer", "wsgi.huey"],
    "command": ["flask", "db", "current"],
    "backup": ["flask", "backup", "/tmp"],  # noqa: S108 - nothing is written
}


def start(told: dict[str, str]) -> None:
    """Read the settings, make the application, and ask for the key of the backups."""
    settings = Config.from_environment(told)
    create_app(settings)
    settings.backup_secret()


def test_each_setting_is_known_described_and_tried() -> None:
    assert set(EXAMPLES) == set(WRONG) == {field.name.upper() for field in fields(Config)}


@pytest.mark.parametrize(("name", "told"), CASES, ids=[f"{name}-{at}" for at, (name, _) in enumerate(CASES)])
def test_what_cannot_be_right_is_refused_in_one_line_that_names_it(
    name: str, told: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=f"^{name} ") as refused:
        start({"INSTANCE_PATH": str(tmp_path), **told})
    assert "\n" not in str(refused.value)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("program", PROGRAMS)
def test_whatever_is_started_ends_with_that_line_and_two(program: str, tmp_path: Path) -> None:
    told = STARTS[program]
    outcome = subprocess.run(
        [sys.executable, "-m", *PROGRAMS[program]],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "INSTANCE_PATH": str(tmp_path), **told},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = (outcome.stdout + outcome.stderr).splitlines()
    assert (outcome.returncode, len(said)) == (2, 1), said
    assert said[0].startswith(list(told)[-1])


def test_what_the_examples_say_is_right() -> None:
    assert Config.from_environment(EXAMPLES).environment == "development"
