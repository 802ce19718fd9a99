"""Filters of lists that were kept under a name: kept, used, renamed, replaced, removed."""

from app.organiser.kept_filters import kept_filters  # noqa: F401 - its views stand on the blueprint
