"""One person's lines of the log, as they happened: who recorded them, when they came in, and what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import CheckIn, CheckInKind, Event, Origin, Registration

_AT_ONCE = timedelta(minutes=2)  # what takes longer from the desk to the log was queued without network


@dataclass(frozen=True)
class Line:
    """A check-in or an exit, and what took it back, if something did."""

    entry: CheckIn
    undo: CheckIn | None = None
    imported: bool = False  # from a list of an earlier year, which tells no hours and often no day

    @property
    def late(self) -> bool:
        """Whether it was handed in well after it happened; presence online and lists are always noted afterwards."""
        return (
            not self.imported
            and self.entry.minutes is None
            and self.entry.received_at - self.entry.at > _AT_ONCE
        )

    def on_another_day(self, event: Event) -> bool:
        """Whether it happened, by the clocks of the event's place, on another day than the one for which it counts."""
        return self.entry.day not in {None, event.local(self.entry.at).date()}


def of(registration: Registration) -> list[Line]:
    """The lines by the time at which they happened, in one statement."""
    entries = db.session.scalars(
        select(CheckIn)
        .where(CheckIn.registration_id == registration.id)
        .options(joinedload(CheckIn.session))
        .order_by(CheckIn.at, CheckIn.id)
    ).all()
    undone = {entry.undoes_id: entry for entry in entries}
    imported = registration.origin is Origin.IMPORT
    return [
        Line(entry, undone.get(entry.id), imported) for entry in entries if entry.kind is not CheckInKind.UNDO
    ]
