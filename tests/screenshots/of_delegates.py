"""The pictures of the guide “delegates”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = (
    Picture(
        "register",
        who="anyone",
        path="/events/{conference}/register",
        width=375,
        scale=2,
        crop="body",
        height=760,
    ),
    Picture(
        "my-registration",
        who="delegate",
        path="/my-registration",
        width=375,
        scale=2,
        crop="body",
        height=900,
    ),
    Picture("nominated", who="nominee", path="/my-registration", width=375, scale=2, crop="body", height=760),
)
