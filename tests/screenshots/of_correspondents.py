"""The pictures of the guide “correspondents”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = (
    Picture("my-delegation", who="correspondent", path="/delegation/", crop="body", height=900),
    Picture(
        "several-people",
        who="correspondent",
        path="/delegation/{conference}/FR/several",
        steps=(
            (
                "fill",
                "#rows",
                "Jean;LEBLANC;jean.leblanc@fr.example;Commandant\nMarie;ROUX;marie.roux@fr;Capitaine",
            ),
            ("press", "Check the rows"),
        ),
        height=620,
    ),
)
