"""`flask verify`: whether a backup can be restored, or whether the database is whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.around_backups import FILE, list_rows, migrations, opened, rows_of, said_in_one_line
from app.extensions import db
from app.lib.transaction_kind import reading
from app.services.backup import checks, snapshot
from app.services.backup.errors import BackupError


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


def _require_newest() -> None:
    revision, newest = snapshot.revision_of(db.session.connection()), migrations().newest
    if revision != newest:
        there = f"the tables are at {revision}" if revision else "the database has no tables"
        raise BackupError(f"{there}, this version works with {newest}: flask db upgrade")
