"""`flask backup`: everything that is kept, as it is at one moment, in one encrypted file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.cli.around_backups import rows_of, said_in_one_line, settings
from app.extensions import db
from app.lib.transaction_kind import writing
from app.lib.version import version
from app.services.backup import backup_files, making


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
