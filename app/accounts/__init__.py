"""The door of those who sign in."""

from __future__ import annotations

from flask import Flask

from app.accounts.door import bp


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
