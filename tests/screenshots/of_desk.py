"""The pictures of the guide “desk”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = (
    Picture(
        "desk-welcome",
        who="desk",
        path="/check-in/{conference}",
        at="on_the_day",
        scene="arrivals",
        width=375,
        scale=2,
        steps=(("fill", "input[name=code]", "{reference}"), ("press", "Find"), ("wait", ".result.yes")),
        crop="body",
        height=760,
    ),
    Picture(
        "board",
        who="desk",
        path="/check-in/{conference}/board",
        at="on_the_day",
        scene="arrivals",
        crop="body",
        height=900,
    ),
)
