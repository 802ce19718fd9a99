"""The pictures of the README."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = (
    Picture("calendar", who="anyone", path="/", crop="body", height=760),
    Picture(
        "participants",
        who="organiser",
        path="/organiser/events/{conference}/participants",
        crop="body",
        height=760,
    ),
    Picture(
        "delegations",
        who="organiser",
        path="/organiser/events/{conference}/delegations",
        crop="body",
        height=820,
    ),
    Picture(
        "statistics", who="organiser", path="/organiser/events/{past}/statistics", crop="body", height=820
    ),
)
