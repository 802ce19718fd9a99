"""`flask settings`: the periods and limits that are kept in the database."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.extensions import db
from app.services import audit
from app.services import settings as periods
from app.services.actors import SYSTEM

settings = AppGroup("settings", help="Periods and limits; each says its unit in its name.")


@settings.command("list")
def list_all() -> None:
    """Show every setting with its present value, its default and its bounds."""
    names = list(periods.DEFINITIONS)
    width = max(map(len, names))
    for name, value in zip(names, periods.numbers(*names), strict=True):
        known = periods.DEFINITIONS[name]
        click.echo(
            f"{name:<{width}}  {value:>7}  (default {known.default}, from {known.least} to {known.most})"
        )


@settings.command("set")
@click.argument("name")
@click.argument("value", type=int)
def change(name: str, value: int) -> None:
    """Change a setting."""
    if name not in periods.DEFINITIONS:
        raise click.ClickException(f"There is no setting {name}; `flask settings list` shows all.")
    before = periods.number(name)
    try:
        row = periods.change(name, value)
    except ValueError as error:
        raise click.ClickException(f"{error}.") from None
    audit.record(SYSTEM, "setting.changed", row, fields=[name, str(before), str(value)])
    db.session.commit()
    click.echo(f"{name} is {value} now.")
