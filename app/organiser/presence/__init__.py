"""Presence online: what the report of a meeting says, looked at and recorded."""

from app.organiser.presence import presence  # noqa: F401 - its views stand on the blueprint
