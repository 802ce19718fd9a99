"""The participants of an event: the list, each person, decisions for one or several."""

from app.organiser.participants import (  # noqa: F401 - their views stand on the blueprint
    bulk,
    decisions,
    list_choices,
    participant,
    participant_changes,
    participant_exports,
    participant_links,
    participant_new,
    participant_replacing,
    participants,
)
