"""The statistics of an event and of the years."""

from app.organiser.statistics import statistics, years  # noqa: F401 - their views stand on the blueprint
