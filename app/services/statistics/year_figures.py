"""Which events stand side by side, and what the public may read of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select

from app.extensions import db
from app.models import Event, EventStatus, User
from app.services import event_sight
from app.services.participation import all_states
from app.services.statistics import figure_counts

PARTICIPANTS, MEMBER_STATE_PEOPLE = "attended", "attended_member_states"


def events(user: User, *, fictional: bool = False) -> list[Event]:
    """The events that a user may see, the earliest first; drafts are left out, and invented events unless asked for."""
    chosen = event_sight.visible(user).where(Event.status != EventStatus.DRAFT)
    if not fictional:
        chosen = chosen.where(~Event.fictional)
    return sorted(db.session.scalars(chosen), key=_when)


def public_totals(events: Iterable[Event]) -> dict[int, tuple[int | None, int | None]]:
    """What was reported of some events, for the public: all participants, and the people for member states among them.

    Each is None where it is not recorded; both count people, never states.
    """
    ids = [event.id for event in events]
    known = {(row.event_id, row.indicator): row.value for row in figure_counts.reported(ids)}
    return {
        number: (known.get((number, PARTICIPANTS)), known.get((number, MEMBER_STATE_PEOPLE)))
        for number in ids
    }


def number_of_states() -> int:
    """How many member states there are: the whole of every figure that counts states."""
    return db.session.scalar(select(all_states())) or 0


def _when(event: Event) -> tuple[datetime, str]:
    return event.starts_at or datetime(event.year, 12, 31, tzinfo=UTC), event.slug
