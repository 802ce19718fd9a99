"""The programme as it is read: by day, then by hour; sessions at the same time stand beside each other."""

from __future__ import annotations

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


def days_of(event: Event) -> list[Day]:
    """The days of an event that have a programme."""
    kept = [session for session in event.sessions if session.cancelled_at is None]
    return [
        Day(
            day,
            [
                Slot(list(together))
                for _, together in groupby(sessions, key=lambda s: (s.starts_at, s.ends_at))
            ],
        )
        for day, sessions in groupby(kept, key=lambda s: event.local(s.starts_at).date())
    ]
