"""Reports of online meetings for tests: who joined when, in minutes from the beginning of an event."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.lib.spans import Span
from app.lib.zoom_reports import Report, Stay
from app.models import Event


def a_stay(event: Event, row: int, name: str, email: str, begins: int, ends: int) -> Stay:
    """Somebody who was there from one minute of the event until another."""
    assert event.starts_at is not None
    span = Span(event.starts_at + timedelta(minutes=begins), event.starts_at + timedelta(minutes=ends))
    return Stay(row, name, email, ends - begins, span)


def a_report(event: Event, *joins: tuple[str, str, int, int]) -> Report:
    """A report of such joins: name, address, from, until."""
    return Report([a_stay(event, row, *join) for row, join in enumerate(joins, 5)], timed=True)


def written(event: Event, *joins: tuple[str, str, int, int]) -> str:
    """The same as a file, by the clocks of the event's place."""
    lines = ["Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"]
    for stay in a_report(event, *joins).stays:
        assert stay.span is not None
        hours = ",".join(_written(event.local(moment)) for moment in stay.span)
        lines.append(f'"{stay.name}",{stay.email},{hours},{stay.minutes},Yes')
    return "\n".join(lines) + "\n"


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
