"""Lists of earlier years: handed in, looked at, taken over."""

from app.organiser.statistics.earlier import earlier_years  # noqa: F401 - its views stand on the blueprint
