"""What is kept, for how long, and the rights of those it is about."""

from app.organiser.privacy import data_erasing, data_requests, notices, retention, retention_periods  # noqa: F401 - their views stand on the blueprint
