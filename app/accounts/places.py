"""Where somebody begins to work after signing in."""

from __future__ import annotations

from flask import url_for

from app.models import UserRole

_HOMES = {
    UserRole.ADMINISTRATOR: "organiser.events",
    UserRole.ORGANISER: "organiser.events",
    UserRole.DESK_AGENT: "checkin.events",
    UserRole.STATISTICS_READER: "organiser.years",
}


def home_of(role: UserRole) -> str:
    """The address of the first page for a role."""
    return url_for(_HOMES[role])
