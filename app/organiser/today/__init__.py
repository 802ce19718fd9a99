"""What needs doing today."""

from app.organiser.today import today  # noqa: F401 - its view stands on the blueprint
