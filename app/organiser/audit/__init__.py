"""The audit trail."""

from app.organiser.audit import audit  # noqa: F401 - their views stand on the blueprint
