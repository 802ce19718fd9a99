"""What has happened before some of the pictures are taken. The clock stands at the picture's moment."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import select

from app.extensions import db
from app.models import Event, Mode, Registration, Status
from app.services.actors import SYSTEM
from app.services.attendance import checking_in, occasions
from app.services.attendance.log_lines import Desk

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


SCENES: dict[str, Callable[[Event], None]] = {"arrivals": arrivals}
