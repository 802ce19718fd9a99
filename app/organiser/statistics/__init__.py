"""The statistics of an event and of the years."""

from app.organiser.statistics import (  # noqa: F401 - their views stand on the blueprint
    body_page,
    comparison_export,
    definitions,
    earlier,
    export,
    matrix_page,
    public_page,
    reported,
    statistics,
    statistics_paragraph,
    versions,
    years,
)
