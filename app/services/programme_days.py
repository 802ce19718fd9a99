"""The programme as it is read, on a page and on paper: by day, then by hour; what is held together stands beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.models import Event, EventSession


@dataclass(frozen=True)
class Slot:
    """What begins and ends together."""

    sessions: list[EventSession]

    @property
    def first(self) -> EventSession:
        return self.sessions[0]


@dataclass(frozen=True)
class Day:
    """A day of the programme."""

    date: date
    slots: list[Slot]


def days_of(event: Event, sessions: Iterable[EventSession] | None = None) -> list[Day]:
    """The days of an event that have a programme; of its sessions, in their order, or of those given."""
    held = event.sessions if sessions is None else sessions
    kept = [session for session in held if session.cancelled_at is None]
    return [
        Day(
            day,
            [Slot(list(together)) for _, together in groupby(of_day, key=lambda s: (s.starts_at, s.ends_at))],
        )
        for day, of_day in groupby(kept, key=lambda s: event.local(s.starts_at).date())
    ]
