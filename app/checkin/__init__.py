"""The desk’s door: who is there."""

from __future__ import annotations

from flask import Flask

from app.checkin import (  # noqa: F401 - their views stand on the blueprint
    board,
    counting,
    desk,
    events,
    marking,
    offline_list,
    offline_queue,
    pictures,
    walk_in,
)
from app.checkin.door import bp


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
