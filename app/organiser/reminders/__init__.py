"""Reminders that go out by rule."""

from app.organiser.reminders import reminder_letters, reminder_rules  # noqa: F401 - their views stand on the blueprint
