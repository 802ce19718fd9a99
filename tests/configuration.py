"""The configuration under which the tests run the application."""

from __future__ import annotations

from pathlib import Path

from config import Config


def configured(database_url: str, instance: Path) -> Config:
    """A configuration for tests on one database; letters go to the mailbox in the instance folder."""
    instance.mkdir(parents=True, exist_ok=True)
    return Config(
        environment="testing",
        secret_key="for tests only, and long enough for anybody",
        database_url=database_url,
        instance_path=str(instance),
        base_url="http://localhost",
    )
