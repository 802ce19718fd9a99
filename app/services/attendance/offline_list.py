"""Everybody of an event as an open desk keeps them for when the network is down: who they are, and whether they are in.

A badge code is a secret: the desk gets a digest, which is enough to recognise a badge that is held up, and to make none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.models import Body, CheckIn, Event, Registration
from app.services.attendance.log_lines import COMING_AND_GOING, IN_ORDER
from app.services.attendance.occasions import Occasion
from app.services.participation import stands

_SIGNS = 32  # of a digest: 128 bits
_SHOWN = (
    Registration.given_name,
    Registration.family_name,
    Registration.own_script_name,
    Registration.discreet,
    Registration.body_text,
    Registration.category,
    Registration.role,
    Registration.status,
    Registration.mode,
    Registration.reference,
    Registration.badge_code,
    Registration.replaced,
)


@dataclass(frozen=True)
class Listed:
    """Somebody of the event, and the latest line of the log that stands for the occasion."""

    registration: Registration
    last: CheckIn | None

    @property
    def badge(self) -> str:
        """The digest of the badge code, in hexadecimal signs."""
        return tokens.digest(self.registration.badge_code)[:_SIGNS]


def listing(occasion: Occasion) -> list[Listed]:
    """All who are known at the event, whatever their status, in the order of their names; nobody once the event is over.

    Two statements, however many people there are.
    """
    if keep_until(occasion.event) <= now():
        return []
    people = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == occasion.event.id, Registration.anonymised_at.is_(None))
        .order_by(Registration.sort_name, Registration.id)
        .options(load_only(*_SHOWN), joinedload(Registration.body).load_only(Body.name_en, Body.name_fr))
    ).all()
    last = _last_lines(occasion)
    return [Listed(row, last.get(row.id)) for row in people]


def keep_until(event: Event) -> datetime:
    """Until when a desk may keep the list: the midnight after the event's last day, by the clocks of its place."""
    return datetime.combine(event.days[-1] + timedelta(days=1), time(), event.zone)


def _last_lines(occasion: Occasion) -> dict[int, CheckIn]:
    lines = db.session.scalars(
        select(CheckIn)
        .where(
            CheckIn.event_id == occasion.event.id,
            occasion.lines,
            CheckIn.kind.in_(COMING_AND_GOING),
            stands(),
        )
        .order_by(*IN_ORDER)
    )
    return {line.registration_id: line for line in lines}
