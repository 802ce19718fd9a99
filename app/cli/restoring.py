"""`flask restore` and `flask move-to`: an empty place is filled, whole or not at all, and the operator reads what is next."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.cli.around_backups import FILE, list_rows, migrations, opened, rows_of, said_in_one_line, settings
from app.cli.verifying import is_whole
from app.extensions import db
from app.lib import write_transactions
from app.lib.transaction_kind import reading
from app.services import heartbeats
from app.services.actors import SYSTEM
from app.services.backup import earlier_place, restoring
from app.services.backup.restoring import Restored
from app.services.errors import DomainError
from app.services.privacy import retention
from config import ConfigError

_RECENT = 120  # seconds within which a worker that was heard of may still run
_DRIVERS = {"postgresql+psycopg", "sqlite", "sqlite+pysqlite"}


@contextmanager
def _for_the_owner_alone() -> Iterator[None]:
    """What is made meanwhile, such as the file of a database, nobody else on this machine can read."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@click.command("restore")
@click.argument("file", type=FILE)
@click.option(
    "--letters",
    type=click.Choice(["hold", "send"]),
    default="hold",
    show_default=True,
    help="What becomes of letters that were due: they may have gone out since the backup was made.",
)
@click.option(
    "--before",
    metavar="DATABASE_URL",
    envvar="RESTORE_BEFORE",
    help="The database that the backup takes the place of, if it can still be read: whoever was erased there since is erased"
    " here again. It can stand in the environment as RESTORE_BEFORE.",
)
@with_appcontext
@said_in_one_line
@_for_the_owner_alone()
def restore(file: Path, letters: str, before: str | None) -> None:
    """Fill an empty database with a backup. The whole file is checked first; what goes wrong leaves the place empty."""
    with opened(file) as kept:
        moment = kept.header.moment
        erased = None if before is None else earlier_place.erased_since(_there(before), moment)
        restored = restoring.restore(kept, db.engine, migrations(), hold=letters == "hold")
    _tell(restored)
    left = _erase_again(erased or [])
    whole = is_whole()
    if erased is None:
        click.echo(
            "\nBefore you start web and worker: whoever was erased at their own request since then is back."
            "\n  1. With the database of before, if it can still be read, otherwise from the log (“erased by the rule”):"
            f"\n     flask privacy erased --since {moment:%Y-%m-%d}"
            "\n  2. Here, with what that has printed:\n     flask privacy erase --again SUBJECTS"
        )
    click.echo("\nThen, for what is due by rule:\n     flask privacy run")
    sys.exit(0 if whole and not left else 1)


@click.command("move-to")
@click.argument("address", metavar="DATABASE_URL", envvar="MOVE_TO")
@with_appcontext
@said_in_one_line
@_for_the_owner_alone()
def move_to(address: str) -> None:
    """Bring everything into another, empty database: from SQLite to PostgreSQL, or back. What is here is only read.

    Stop web and worker before. The address can stand in the environment as MOVE_TO, so that no password is on the command line.
    """
    target = _engine(_url(address))
    _warn_of_the_worker()
    with ExitStack() as afterwards:
        afterwards.callback(target.dispose)
        counts = restoring.move(db.engine, target, migrations())
    list_rows({name: count.rows for name, count in counts.items()})
    click.echo(
        f"Moved: {rows_of(counts)}, each read again and equal. Set DATABASE_URL, start, and ask /readyz; then see"
        " that nobody starts the old one."
    )


def _tell(restored: Restored) -> None:
    click.echo(f"Restored: {rows_of(restored.counts)}; the tables are at {migrations().newest}.")
    if (held := restored.held) is not None:
        click.echo(
            f"Held, because it may have gone out since: {held.letters} letters, {held.messages} messages to many,"
            f" {held.rules} reminders. The pages Letters, Messages and Reminders of each event show them."
        )


def _erase_again(subjects: list[str]) -> list[str]:
    """Erase whom the backup has brought back, one by one; what could not be erased is told."""
    left, erased = [], 0
    for subject in subjects:
        try:
            erased += len(retention.erase_again([subject], SYSTEM, settings().mailbox_path))
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            left.append(subject)
            click.echo(f"{subject} could not be erased again: {error.wording('en')}", err=True)
    if subjects:
        click.echo(f"Erased again: {erased}, as in the database of before.")
    return left


def _there(address: str) -> Engine:
    """The engine of a database that is there already; SQLite would make an empty one."""
    url = _url(address, "RESTORE_BEFORE")
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).is_file()):
        raise ConfigError("RESTORE_BEFORE names a file that is not there")
    return _engine(url)


def _url(address: str, name: str = "DATABASE_URL") -> URL:
    """The address of a database, as it is configured; it is not repeated, because a password may stand in it."""
    try:
        url = make_url(address.replace("postgresql://", "postgresql+psycopg://", 1))
    except (ArgumentError, ValueError):  # such as a port that is no number
        raise ConfigError(
            f"{name} cannot be read: postgresql://user:password@host:port/name, or sqlite:/// and a file"
        ) from None
    if url.drivername not in _DRIVERS:
        raise ConfigError(f"{name} must begin with postgresql:// or sqlite:///")
    if url.get_backend_name() == "sqlite" and (url.database or ":memory:").startswith((":memory:", "file:")):
        raise ConfigError(f"{name} must name a file behind sqlite:///: what is in memory is gone at the end")
    return url


def _engine(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True)
    write_transactions.install(engine)
    return engine


def _warn_of_the_worker() -> None:
    with reading():
        silent = heartbeats.silent_for()
        db.session.remove()
    if silent is not None and silent.total_seconds() < _RECENT:
        click.echo(
            f"Warning: the worker was heard of {silent.total_seconds():.0f} seconds ago. If it still runs, stop web and"
            " worker and begin anew: what is written meanwhile stays behind.",
            err=True,
        )
