"""`flask reference load`: bodies, history and privacy notice from CSV and text files."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.preparing import load_reference_data
from app.extensions import db
from app.lib.csv_tables import TableRefused
from app.services.reference_data import FOLDER

reference = AppGroup("reference", help="Reference data: member states, other bodies, the Network’s history.")


@reference.command("load")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=FOLDER,
    help="Where the files are; those of the application unless said otherwise.",
)
def load(folder: Path) -> None:
    """Bring the bodies up to date, and enter what is missing of history and notice."""
    try:
        bodies, events, notice = load_reference_data(folder)
    except TableRefused as error:
        db.session.rollback()
        raise click.ClickException(f"{error}. Nothing was loaded.") from None
    db.session.commit()
    click.echo(f"Bodies: {bodies.added} added, {bodies.changed} changed, {bodies.unchanged} unchanged.")
    click.echo(f"Earlier events: {events} added. Privacy notice: {'published' if notice else 'unchanged'}.")
