"""What has happened before some of the pictures are taken. The clock stands at the picture's moment."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.models import Event, Heartbeat, Mode, Registration, Status
from app.services import heartbeats
from app.services.actors import SYSTEM
from app.services.attendance import checking_in, occasions
from app.services.attendance.log_lines import Desk
from app.services.records import chain

_LAST = 6  # who have not come yet


def arrivals(event: Event) -> None:
    """Most of those who are confirmed have come in; the delegate of the pictures has not."""
    occasion = occasions.of(event)
    confirmed = select(Registration).where(
        Registration.event_id == event.id,
        Registration.status == Status.CONFIRMED,
        Registration.mode == Mode.IN_PERSON,
        Registration.family_name != "CEBOTARI",
    )
    for registration in db.session.scalars(confirmed.order_by(Registration.id)).all()[:-_LAST]:
        checking_in.check_in(occasion, registration, Desk(SYSTEM, "Desk 1"), uuid.uuid4())


def missed_nights(_event: Event) -> None:
    """The audit trail is sealed, and the latest backup is older than it should be."""
    while chain.seal(whole=True):
        pass
    at = clock.now() - timedelta(days=2, hours=7)
    db.session.merge(Heartbeat(name=heartbeats.BACKUP, at=at, said="3184000"))


SCENES: dict[str, Callable[[Event], None]] = {"arrivals": arrivals, "missed_nights": missed_nights}
