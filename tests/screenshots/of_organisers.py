"""The pictures of the guide “organisers”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = (
    Picture("today", who="organiser", path="/organiser/", height=760, beyond=0),
    Picture("event-overview", who="organiser", path="/organiser/events/{conference}", height=820, beyond=0),
    Picture(
        "delegations-board",
        who="organiser",
        path="/organiser/events/{conference}/delegations",
        height=850,
        beyond=0,
    ),
    Picture(
        "participants-queue",
        who="organiser",
        path="/organiser/events/{conference}/participants?status=submitted",
        height=640,
        beyond=0,
    ),
    Picture(
        "bulk-preview",
        who="organiser",
        path="/organiser/events/{conference}/participants?status=submitted&sort=name",
        steps=(
            ("check", "tbody tr:nth-child(1) input[name=registration]"),
            ("check", "tbody tr:nth-child(2) input[name=registration]"),
            ("check", "tbody tr:nth-child(6) input[name=registration]"),
            ("press", "Look first…"),
        ),
        width=820,
        beyond=0,
    ),
    Picture(
        "admission",
        who="organiser",
        path="/organiser/events/{conference}/admission",
        height=620,
        beyond=0,
    ),
    Picture(
        "message-preview",
        who="organiser",
        path="/organiser/events/{conference}/letters/messages/new?kind=practical_information&status=confirmed",
        steps=(("press", "Look at it first…"),),
        height=760,
        beyond=0,
    ),
)
