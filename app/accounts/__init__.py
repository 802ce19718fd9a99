"""The door of those who sign in."""

from __future__ import annotations

from flask import Flask

from app.accounts import (  # noqa: F401 - their views stand on the blueprint
    own_account,
    own_proofs,
    password,
    second_factor,
    session,
    user_steps,
    users,
)
from app.accounts.door import bp


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
