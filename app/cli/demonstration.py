"""`flask demo`: fictional events to try everything on, never in production."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.extensions import db
from app.services.demonstration import crowd, loading, removing
from app.web import document_files

LARGEST = 20_000

demo = AppGroup("demo", help="Fictional events with fictional participants; not in production.")


@demo.command("add")
@click.option(
    "--participants", type=click.IntRange(0, LARGEST), default=loading.PARTICIPANTS, show_default=True
)
def add(participants: int) -> None:
    """Add the fictional events, or more participants to the conference that is there."""
    if current_app.extensions["config"].production:
        raise click.ClickException("Production holds no fictional events.")
    event = loading.present()
    if event is None:
        event = loading.add(participants, document_files.most())
    elif event.status != "published":
        raise click.ClickException("The fictional conference is not open any more; remove it first.")
    event_id, slug = event.id, event.slug
    db.session.commit()
    while crowd.add(event_id, participants):
        db.session.commit()
        db.session.expunge_all()
    click.echo(f"{slug} has {crowd.size(event_id)} fictional participants.")


@demo.command("remove")
def remove() -> None:
    """Remove every fictional event with all that belongs to it; a later start does not bring it back."""
    number = removing.remove()
    loading.decided()
    db.session.commit()
    click.echo(f"{number} fictional events removed.")
