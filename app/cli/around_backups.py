"""What the commands about backups share: one is opened, its rows are told, and what goes wrong is one line.

The key comes from the environment or from a file, never from the command line, where others could read it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import current_app
from sqlalchemy.exc import DBAPIError

from app.services.backup import archive
from app.services.backup.archive import Archive, Counts
from app.services.backup.errors import BackupError
from app.services.backup.schema import Migrations
from config import ROOT, Config, ConfigError

CONFIGURATION = 2  # the exit code of whatever the operator has to set first
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def said_in_one_line(command: Callable[..., None]) -> Callable[..., None]:
    """What goes wrong is one line and an exit code: 2 for settings, 1 for everything else."""

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except ConfigError as error:
            _end(str(error), CONFIGURATION)
        except BackupError as error:
            _end(f"Refused: {error}.")
        except DBAPIError as error:
            _end(f"The database does not answer: {str(error.orig).splitlines()[0]}")
        except OSError as error:
            _end(f"{error.filename or 'The file'}: {error.strerror}. No backup was made or restored.")

    return told


def list_rows(numbers: dict[str, int]) -> None:
    """Say how many rows each table has."""
    for name, number in numbers.items():
        click.echo(f"{name:<20}{number:>9}")


def rows_of(counts: Counts) -> str:
    """How much there is, in words."""
    return f"{sum(count.rows for count in counts.values())} rows of {len(counts)} tables"


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """A backup, opened with the key of the settings; says what its beginning tells."""
    key = settings().backup_secret()
    with file.open("rb") as content:
        kept = archive.opened(content, key)
        made = kept.header
        moment = f"{made.moment:%Y-%m-%d %H:%M:%S}Z"
        click.echo(f"Backup of {moment}, made by version {made.application}, tables at {made.revision}.")
        yield kept


def settings() -> Config:
    """The configuration."""
    found: Config = current_app.extensions["config"]
    return found


def migrations() -> Migrations:
    """The migrations of this version."""
    return Migrations(ROOT / "migrations")


def _end(reason: str, code: int = 1) -> None:
    click.echo(reason, err=True)
    sys.exit(code)
