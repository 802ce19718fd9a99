"""The pictures of the guide “administrators”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = (
    Picture("settings", who="administrator", path="/organiser/settings", height=820, beyond=0),
    Picture(
        "system",
        who="administrator",
        path="/organiser/settings/system",
        scene="missed_nights",
        height=820,
        beyond=0,
    ),
    Picture(
        "retention",
        who="administrator",
        path="/organiser/privacy/retention",
        height=700,
        beyond=0,
    ),
)
