"""The door of whoever runs the application: `flask …`."""

from __future__ import annotations

from flask import Flask

from app.cli.audit import audit
from app.cli.backup import backup
from app.cli.demonstration import demo
from app.cli.privacy import privacy
from app.cli.reference import reference
from app.cli.restoring import move_to, restore
from app.cli.serving import serve
from app.cli.settings import settings
from app.cli.users import users
from app.cli.verifying import verify

_COMMANDS = (serve, reference, demo, users, settings, audit, privacy, backup, restore, verify, move_to)


def init_app(app: Flask) -> None:
    """Make the commands known."""
    for command in _COMMANDS:
        app.cli.add_command(command)
