"""Lines of the log of check-ins: how one is made, and which of those that stand says already what a new one would say.

Lines are read in the order in which things happened (`at`, then the id), not in that in which they were handed in.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.models import CheckIn, CheckInKind
from app.services.actors import Actor
from app.services.attendance.occasions import Occasion

COMING_AND_GOING = (CheckInKind.IN, CheckInKind.OUT)
IN_ORDER = (CheckIn.at, CheckIn.id)


@dataclass(frozen=True)
class Desk:
    """Who checks in, and at which desk."""

    actor: Actor
    name: str | None = None


@dataclass(frozen=True)
class Around:
    """The standing lines just before and just after a moment, of one person and occasion."""

    before: CheckIn | None
    after: CheckIn | None

    def same(self, kind: CheckInKind) -> CheckIn | None:
        """The neighbour that says the same: coming in twice in a row is coming in once, and so is going out."""
        return next((line for line in (self.before, self.after) if line and line.kind is kind), None)


def around(at: datetime, standing: Sequence[CheckIn]) -> Around:
    """What stands around a moment; `standing` is in order, and who was there at that very moment was there before."""
    number = sum(line.at <= at for line in standing)
    return Around(
        standing[number - 1] if number else None, standing[number] if number < len(standing) else None
    )


def already(
    kind: CheckInKind, occasion: Occasion, at: datetime, standing: Sequence[CheckIn]
) -> CheckIn | None:
    """The standing line of an occasion that makes a new one superfluous; None if there is something new to record.

    Where exits are not scanned nobody goes out: whoever came in is in.
    """
    if occasion.exits:
        return around(at, standing).same(kind)
    return next((line for line in standing if line.kind is kind), None)


def made(
    kind: CheckInKind,
    occasion: Occasion,
    registration_id: int,
    desk: Desk,
    client_id: uuid.UUID,
    *,
    at: datetime,
    received_at: datetime,
) -> CheckIn:
    """A new line, still to be added."""
    return CheckIn(**told(kind, occasion, registration_id, desk, client_id, at=at, received_at=received_at))


def told(
    kind: CheckInKind,
    occasion: Occasion,
    registration_id: int,
    desk: Desk,
    client_id: uuid.UUID,
    *,
    at: datetime,
    received_at: datetime,
) -> dict[str, Any]:
    """What a new line says, column by column."""
    return {
        "kind": kind,
        "client_id": str(client_id),
        "event_id": occasion.event.id,
        "registration_id": registration_id,
        "session_id": occasion.session.id if occasion.session else None,
        "day": occasion.day,
        "mode": occasion.mode,
        "at": at,
        "received_at": received_at,
        "desk": desk.name,
        "actor_kind": desk.actor.kind,
        "actor_id": desk.actor.id,
    }


def undoing(entry: CheckIn, desk: Desk, at: datetime) -> CheckIn:
    """The line that takes another one back; its id follows from that one’s, so that there can be only one."""
    return CheckIn(
        kind=CheckInKind.UNDO,
        undoes_id=entry.id,
        client_id=str(uuid.uuid5(uuid.UUID(entry.client_id), "undo")),
        event_id=entry.event_id,
        registration_id=entry.registration_id,
        session_id=entry.session_id,
        day=entry.day,
        mode=entry.mode,
        at=at,
        received_at=at,
        desk=desk.name,
        actor_kind=desk.actor.kind,
        actor_id=desk.actor.id,
    )
