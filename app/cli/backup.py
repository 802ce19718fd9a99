"""`flask backup` and `flask verify`: everything that is kept, in one encrypted file; and whether it, or the database, is whole.

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
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.lib.transaction_kind import reading, writing
from app.lib.version import version
from app.services.backup import archive, backup_files, checks, making, snapshot
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


@click.command("backup")
@click.argument("place", type=click.Path(path_type=Path), metavar="FILE|FOLDER")
@click.option(
    "--keep-days",
    type=click.IntRange(1, 3650),
    help="Remove our own backups in FOLDER that are older than so many days, once the new one is there.",
)
@with_appcontext
@said_in_one_line
def backup(place: Path, keep_days: int | None) -> None:
    """Write everything that is kept, as it is at this moment, into one encrypted file. The application can go on running."""
    if keep_days is not None and not place.is_dir():
        raise click.UsageError("--keep-days needs a folder.")
    made = making.make(db.engine, place, settings().backup_secret(), version())
    click.echo(f"{made.file}: {rows_of(made.counts)}, {made.size} bytes, read again and whole.")
    for gone in backup_files.remove_older(place, keep_days, made.at) if keep_days is not None else []:
        click.echo(f"{gone}: removed, older than {keep_days} days or left unfinished.")
    try:
        with writing():
            making.note(made)
            db.session.commit()
    except DBAPIError as error:
        said = str(error.orig).splitlines()[0]
        click.echo(f"Warning: the backup is whole, but could not be put on record: {said}", err=True)


@click.command("verify")
@click.argument("file", type=FILE, required=False)
@with_appcontext
@said_in_one_line
def verify(file: Path | None) -> None:
    """Check a backup without restoring it; without FILE, check the database: references, places, letters, audit trail, files.

    Ends with 1 if something is wrong, and says what.
    """
    if file is None:
        sys.exit(0 if is_whole() else 1)
    with opened(file) as kept:
        counts = kept.check()
        migrations().require_known(kept.header.revision, kept.header.application)
    list_rows({name: count.rows for name, count in counts.items()})
    click.echo(f"{file}: {rows_of(counts)}. It is whole, and this version can restore it.")


def is_whole() -> bool:
    """Check the database and say what there is; whether all is well.

    Raises:
        BackupError: its tables are not those of this version.
    """
    with reading():
        _require_newest()
        list_rows(checks.counts())
        faults = 0
        for check in checks.check():
            faults += len(check.faults)
            click.echo(f"{check.name}: {check.number} looked at, {len(check.faults) or 'no'} fault(s)")
            for fault in check.faults:
                click.echo(f"  {fault}", err=True)
        db.session.remove()
    click.echo("All is well." if not faults else f"{faults} fault(s): see above.", err=bool(faults))
    return not faults


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


def _require_newest() -> None:
    revision, newest = snapshot.revision_of(db.session.connection()), migrations().newest
    if revision != newest:
        there = f"the tables are at {revision}" if revision else "the database has no tables"
        raise BackupError(f"{there}, this version works with {newest}: flask db upgrade")


def _end(reason: str, code: int = 1) -> None:
    click.echo(reason, err=True)
    sys.exit(code)
