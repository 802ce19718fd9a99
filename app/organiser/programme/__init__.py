"""The programme of an event: its sessions and who speaks in them."""

from app.organiser.programme import programme, programme_people  # noqa: F401 - their views stand on the blueprint
