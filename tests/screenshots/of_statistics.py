"""The pictures of the guide “statistics”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = (
    Picture(
        "event-figures",
        who="statistics",
        path="/organiser/events/{past}/statistics",
        height=560,
        beyond=0,
    ),
    Picture(
        "public-figures",
        who="organiser",
        path="/organiser/events/{past}/statistics/versions",
        steps=(("click", "#freezing button"), ("follow", "Public figures")),
        height=760,
        beyond=0,
    ),
    Picture(
        "matrix",
        who="statistics",
        path="/organiser/statistics/matrix?fictional=yes",
        height=640,
        beyond=0,
    ),
)
