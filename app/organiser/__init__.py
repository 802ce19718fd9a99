"""The secretariat’s door: a room for each subject, as the templates have them."""

from __future__ import annotations

from flask import Flask

from app.organiser import (  # noqa: F401 - their views stand on the blueprint
    audit,
    bodies,
    correspondents,
    delegations,
    events,
    jobs,
    kept_filters,
    letters,
    messages,
    papers,
    participants,
    presence,
    privacy,
    programme,
    reminders,
    settings,
    statistics,
    today,
)
from app.organiser.door import bp


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
