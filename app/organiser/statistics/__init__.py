"""The statistics of an event and of the years."""

from app.organiser.statistics import earlier, export, statistics, statistics_paragraph, years  # noqa: F401 - their views stand on the blueprint
