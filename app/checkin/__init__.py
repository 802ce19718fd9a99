"""The desk’s door: who is there."""

from __future__ import annotations

from flask import Flask

from app.checkin import desk, events, marking, walk_in  # noqa: F401 - their views stand on the blueprint
from app.checkin.door import bp


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
