"""The delegates’ door: calendar, events, registration, one’s own registration."""

from __future__ import annotations

from flask import Flask

from app.public import (
    calendar,
    calendar_downloads,
    changing,
    events,
    invitations,
    my_registration,
    nomination,
    own_data,
    pages,
    registration,
)
from app.public.door import bp


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
