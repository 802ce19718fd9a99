"""`flask privacy`: what is due to be forgotten, forgetting it now, erasing somebody. Ids and numbers are printed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.extensions import db
from app.lib.transaction_kind import reading
from app.services.actors import SYSTEM
from app.services.errors import DomainError
from app.services.privacy import erasure_log, retention
from config import Config

privacy = AppGroup("privacy", help="What is forgotten, and when. The worker does it each day.")


@privacy.command("preview")
def preview() -> None:
    """Show what a run would forget now, rule by rule, and when there is something next. Changes nothing."""
    with reading():
        for due in retention.preview():
            period = f"{due.period.number} {due.rule.unit}" if due.rule.unit else "at once"
            following = f"  next {due.next_at:%Y-%m-%d}" if due.next_at else ""
            click.echo(f"{due.rule.name:<16}  {period:>11}  {due.number:>7} due{following}")
            for event, number in due.events:
                if event is not None:
                    click.echo(f"{'':<16}  {'':>11}  {number:>7} {event.slug}")
        db.session.remove()


@privacy.command("run")
def run() -> None:
    """Forget what is due, now. It can be stopped at any time, and goes on where it was."""
    total = 0
    for rule in retention.RULES:
        while number := retention.run_batch(rule, _maildir()):
            db.session.commit()
            click.echo(f"{rule.name}: {number}")
            total += number
        db.session.rollback()
    retention.note_run()
    db.session.commit()
    click.echo(f"{total} rows forgotten.")


@privacy.command("erase")
@click.option(
    "--registration", "registrations", type=int, multiple=True, metavar="ID", help="A registration."
)
@click.option(
    "--person", "persons", type=int, multiple=True, metavar="ID", help="A person with all registrations."
)
@click.option(
    "--again",
    is_flag=True,
    help="After a restore: erase what SUBJECTS name, as `flask privacy erased` has printed them.",
)
@click.argument("subjects", nargs=-1)
def erase(
    registrations: tuple[int, ...], persons: tuple[int, ...], again: bool, subjects: tuple[str, ...]
) -> None:
    """Erase by id what somebody has asked for. What is erased already is left as it is.

    SUBJECTS are such as registration:12 or person:4.
    """
    if bool(subjects) is not again or not (subjects or registrations or persons):
        raise click.UsageError(
            "Say what: --registration ID, --person ID, or --again with registration:12 person:4 …."
        )
    asked = [*(f"registration:{one}" for one in registrations), *(f"person:{one}" for one in persons)]
    try:
        if missing := retention.unknown(asked):  # a slip of the pen must not pass for something done
            raise click.ClickException(f"There is no {', no '.join(missing)}. Nothing was erased.")
        erased = retention.erase_again([*subjects, *asked], SYSTEM, _maildir())
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(error.wording("en")) from None
    db.session.commit()
    click.echo("erased: " + (" ".join(erased) or "nothing that was not erased already"))


@privacy.command("erased")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="From this day on, in UTC.")
def erased(since: datetime) -> None:
    """Print by ids who was erased since a day: for `flask privacy erase --again` after an older backup was restored."""
    with reading():
        click.echo(" ".join(erasure_log.subjects_since(since.replace(tzinfo=UTC))))
        db.session.remove()


def _maildir() -> Path:
    config: Config = current_app.extensions["config"]
    return config.mailbox_path
