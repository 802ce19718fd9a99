"""`flask audit`: the audit trail, checked and shown on the server. It holds ids and codes, and so does what is printed."""

from __future__ import annotations

import re
import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.extensions import db
from app.lib.transaction_kind import reading
from app.models import AuditEntry
from app.services.records import chain, checking
from app.services.records.chain import Head

audit = AppGroup("audit", help="Who did what, when, on what: sealed in a chain by the worker.")
_HEAD = re.compile(r"(\d{1,12}):([0-9a-f]{64})")


def _read_head(_context: click.Context, _option: click.Parameter, text: str | None) -> Head | None:
    found = _HEAD.fullmatch(text.strip()) if text is not None else None
    if text is not None and found is None:
        raise click.BadParameter("a head is a number, a colon and 64 hexadecimal digits")
    return Head(int(found[1]), found[2]) if found else None


@audit.command("verify")
@click.option(
    "--expect",
    callback=_read_head,
    metavar="NUMBER:DIGEST",
    help="A head that was kept elsewhere (from the worker's log, or from here): a chain cut off or made anew since is noticed.",
)
def verify(expect: Head | None) -> None:
    """Check the whole chain. Ends with 1 if an entry was changed, removed or put in, and names it."""
    with reading():
        checked = checking.check(expect)
        db.session.remove()
    for fault in checked.faults:
        click.echo(str(fault), err=True)
    waiting = f"; {checked.unsealed} not sealed yet" if checked.unsealed else ""
    click.echo(f"{checked.head.number} entries sealed{waiting}. Head: {checked.head}")
    if checked.faults:
        click.echo(f"{len(checked.faults)} fault(s): the audit trail is not what it was.", err=True)
        sys.exit(1)
    click.echo("The audit trail is unbroken.")


@audit.command("seal")
def seal() -> None:
    """Seal now what waits, however late it came; otherwise the worker does it each minute."""
    sealed = 0
    while number := chain.seal(whole=True):
        db.session.commit()
        sealed += number
    db.session.rollback()
    click.echo(f"{sealed} sealed. Head: {chain.head()}")


@audit.command("show")
@click.option(
    "--last", default=50, show_default=True, type=click.IntRange(1, 100_000), help="How many lines."
)
@click.option("--about", help="Only lines about one row, such as registration:12.")
@click.option("--user", "user_id", type=int, help="Only what the user with this number did.")
@click.option("--action", help="Only actions that begin with this, such as user.")
def show(last: int, about: str | None, user_id: int | None, action: str | None) -> None:
    """Show the latest lines, the newest last."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(last)
    if about is not None:
        kind, _, number = about.partition(":")
        if not re.fullmatch(r"\d{1,9}", number):
            raise click.BadParameter("say a row as its kind, a colon and its number", param_hint="--about")
        query = query.where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == int(number))
    if user_id is not None:
        query = query.where(AuditEntry.actor_kind.in_(["staff", "desk"]), AuditEntry.actor_id == user_id)
    if action is not None:
        query = query.where(AuditEntry.action.startswith(action, autoescape=True))
    for entry in reversed(db.session.scalars(query).all()):
        click.echo(_line(entry))


def _line(entry: AuditEntry) -> str:
    parts = [
        f"{entry.at:%Y-%m-%d %H:%M:%S}Z",
        _numbered(entry.actor_kind.value, entry.actor_id),
        entry.action,
    ]
    if entry.subject_kind:
        parts.append(_numbered(entry.subject_kind, entry.subject_id))
    if entry.event_id is not None and entry.subject_kind != "event":
        parts.append(f"event:{entry.event_id}")
    return "  ".join([f"{entry.id:>8}", *parts, ",".join(entry.fields)]).rstrip()


def _numbered(kind: str, number: int | None) -> str:
    return f"{kind}:{number}" if number is not None else kind
