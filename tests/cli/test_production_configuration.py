"""Production does not start without what it must have; one line names the setting, whichever program is started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT, Config, ConfigError

RIGHT = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "0b9f43a1d2c87e65f0911c3ad4be7720",
    "BASE_URL": "https://events.coe.example",
    "MAIL_SERVER": "mail.coe.example",
    "MAIL_SENDER": "events@coe.example",
    "CONTACT_ADDRESS": "secretariat@coe.example",
    "FIRST_ADMIN_EMAIL": "admin@coe.example",
}
EXAMPLES = {
    name: value.partition("#")[0].strip()
    for name, _, value in (
        line.partition("=")
        for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
}


def test_with_all_of_it_production_starts() -> None:
    assert Config.from_environment(RIGHT).production


@pytest.mark.parametrize("name", sorted(RIGHT.keys() - {"ENVIRONMENT"}))
def test_each_is_missed(name: str) -> None:
    left = {key: value for key, value in RIGHT.items() if key != name}
    with pytest.raises(ConfigError, match=f"^{name} must be set.* in production") as refused:
        Config.from_environment(left)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", sorted(RIGHT.keys() - {"ENVIRONMENT"}))
def test_the_value_of_the_example_file_will_not_do(name: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} must be"):
        Config.from_environment({**RIGHT, name: EXAMPLES[name]})


@pytest.mark.parametrize(
    "key",
    [
        "x" * 40,
        "ab" * 20,
        "3f9c1e7a5b8d2046" * 3,
        "0123456789abcdefghijklmnopqrstuvwxyz",
        "this-is-my-very-own-secret-for-signing",
        "CHANGE_ME_CHANGE_ME_please_before_use_1",
        "correct-horse-password-battery-staple-9",
        "replace this by thirty-two characters!",
        "for testing only, and long enough for all",
    ],
)
def test_a_key_made_by_hand_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ConfigError, match="^SECRET_KEY must be random") as refused:
        Config.from_environment({**RIGHT, "SECRET_KEY": key})
    assert key not in str(refused.value)


@pytest.mark.parametrize(
    "key",
    [
        "9b1e0c77a4f2d83561cbe0fa94d7263895aa10be4c7f3d62018e5b9c47fd2a36",
        "kJ8-3vQzXw_4rTyN0bMfLp2sHcGd7aEu",
        "Vt7#mQ2!xZ9&pL4@wR6%nB1^yK8*sD3(",
    ],
)
def test_a_random_key_is_taken(key: str) -> None:
    assert Config.from_environment({**RIGHT, "SECRET_KEY": key}).secret_key == key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "events.coe.example"),
        ("BASE_URL", "http://events.coe.example"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://events.coe.example/registration"),
        ("BASE_URL", "https://admin:secret@events.coe.example"),
        ("BASE_URL", "https://events.coe.example:port"),
        ("BASE_URL", "https://[::1"),
        ("TRUSTED_HOSTS", "*"),
        ("TRUSTED_HOSTS", "https://events.coe.example"),
        ("TRUSTED_HOSTS", "events.coe.example; other.example"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_addresses_that_make_no_sense_are_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} must be"):
        Config.from_environment({**RIGHT, name: value})


def test_a_configuration_that_is_shown_tells_no_secret() -> None:
    names = {
        "secret_key",
        "secret_key_earlier",
        "database_url",
        "mail_password",
        "backup_key",
        "metrics_token",
    }
    shown = repr(Config(**{name: f"hidden-{name}" for name in names}))
    assert "hidden" not in shown
    assert "base_url" in shown


def test_a_slash_at_the_end_of_the_address_is_no_other_address() -> None:
    assert (
        Config.from_environment({**RIGHT, "BASE_URL": "https://events.coe.example/"}).base_url
        == RIGHT["BASE_URL"]
    )


@pytest.mark.parametrize(
    "program",
    [
        ["gunicorn", "--check-config", "wsgi:app"],
        ["huey.bin.huey_consumer", "wsgi.huey"],
        ["flask", "--app", "wsgi.py", "serve"],
        ["flask", "--app", "wsgi.py", "users", "list"],
    ],
    ids=["web server", "worker", "all of it", "a command"],
)
def test_every_program_ends_with_one_line(program: list[str], tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", *program],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "INSTANCE_PATH": str(tmp_path / "instance"),
            "ENVIRONMENT": "production",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = (outcome.stdout + outcome.stderr).splitlines()
    assert (outcome.returncode, said) == (
        2,
        ["SECRET_KEY must be set to at least 32 random characters in production"],
    )
