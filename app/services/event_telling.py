"""Those who registered are told when the event takes place on other days, at another place or behind another link."""

from __future__ import annotations

from collections.abc import Set

from sqlalchemy import select

from app.extensions import db
from app.models import LIVING, Event, LetterKind, Mode, Registration, Status
from app.services import outbox
from app.services.programme_moving import Calendar

_PLACE = {"city", "country_iso2", "venue_en", "venue_fr", "mode"}
_HOURS = {"starts_at", "ends_at", "times_known", "time_zone"}


def changes(event: Event, before: Calendar, changed: Set[str]) -> list[str]:
    """What is different now for somebody who comes, in the codes of the letter: dates, hours, place, online_link."""
    codes = []
    if changed & _HOURS:
        codes.append("hours" if event.days == before.days else "dates")
    if changed & _PLACE:
        codes.append("place")
    if "online_link" in changed:
        codes.append("online_link")
    return codes


def tell(event: Event, codes: list[str]) -> int:
    """Write to everybody whom a change concerns: the living whose address is verified; a link only to those who have it.

    Returns:
        How many letters were written; none without codes.
    """
    if not codes:
        return 0
    concerned = select(Registration).where(
        Registration.event_id == event.id,
        Registration.status.in_([status for status in LIVING if status is not Status.UNVERIFIED]),
    )
    if codes == ["online_link"]:
        concerned = concerned.where(Registration.status == Status.CONFIRMED, Registration.mode == Mode.ONLINE)
    told = db.session.scalars(concerned.order_by(Registration.id)).all()
    return outbox.put_to_all(LetterKind.EVENT_CHANGED, told, changed=codes)
