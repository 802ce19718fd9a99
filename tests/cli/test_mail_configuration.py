"""A mail setting that cannot be right is named in one line when the application starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT, Config, ConfigError


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"MAIL_USE_TLS": "yes", "MAIL_USE_SSL": "yes"}, "MAIL_USE_TLS and MAIL_USE_SSL"),
        ({"MAIL_PORT": "0"}, "MAIL_PORT"),
        ({"MAIL_PORT": "70000"}, "MAIL_PORT"),
        ({"MAIL_PORT": "smtp"}, "MAIL_PORT"),
        ({"MAIL_SERVER": "smtp://mail.example.org"}, "MAIL_SERVER"),
        ({"MAIL_SERVER": "mail.example.org:587"}, "MAIL_SERVER"),
        ({"MAIL_USERNAME": "events"}, "MAIL_PASSWORD"),
        ({"MAIL_PASSWORD": "secret"}, "MAIL_USERNAME"),
        ({"MAIL_SENDER": "The Secretariat"}, "MAIL_SENDER"),
        ({"MAIL_SENDER": "secrétariat@example.org"}, "MAIL_SENDER"),
        ({"MAIL_RETURN_PATH": "a@b@c"}, "MAIL_RETURN_PATH"),
        ({"CONTACT_ADDRESS": "us@example.org, you@example.org"}, "CONTACT_ADDRESS"),
    ],
)
def test_what_cannot_be_right_is_refused(settings: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Config.from_environment(settings)
    assert str(refused.value).startswith(named)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"MAIL_USE_SSL": "yes", "MAIL_PORT": "465"},
        {"MAIL_USE_TLS": "no", "MAIL_USE_SSL": "yes"},
        {"MAIL_SERVER": "::1", "MAIL_USERNAME": "events", "MAIL_PASSWORD": "secret"},
        {"MAIL_SENDER": "events@conseil-de-l’europe.example", "MAIL_RETURN_PATH": "refusals@example.org"},
    ],
)
def test_what_may_be_right_is_taken(settings: dict[str, str]) -> None:
    Config.from_environment(settings)


def test_the_start_ends_with_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "MAIL_PORT": "0", "INSTANCE_PATH": str(tmp_path), "FLASK_APP": "wsgi"}
    command = [sys.executable, "-m", "flask", "settings", "list"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.strip() == "MAIL_PORT must be from 1 to 65535, not 0"
