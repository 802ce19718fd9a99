"""What is still open for delegations, in numbers, by the codes that the letter to their correspondents knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.models import DELEGATIONS, Body, Event, EventStatus, Registration, Status, Substitute
from app.services import delegation_replies
from app.services.delegation_replies import Standing
from app.services.seat_counts import SeatCounts

Points = dict[str, int]


def of_all(event: Event, standings: Sequence[Standing]) -> dict[int, Points]:
    """What is open for each of some bodies, by their ids; those for which nothing is are left out. A few statements for all.

    A silent body has everything before it and is reminded of that; one that will not attend has only people to decide on.
    """
    seats = SeatCounts(event)
    asked, proposed = _asked(event, seats), _proposed(event)
    found = {}
    for standing in standings:
        body_id = standing.body.id
        points = {
            "open_places": _open_places(standing, seats),
            "to_validate": asked[body_id, "to_validate"],
            "unanswered": asked[body_id, "unanswered"],
            "substitutes": proposed[body_id],
        }
        open_ones = {code: number for code, number in points.items() if number}
        if open_ones and not standing.is_silent:
            found[body_id] = open_ones
    return found


def of_body(event: Event, body: Body) -> Points:
    """What is open for one body; empty where nothing is."""
    return of_all(event, delegation_replies.standings(event, only=body)).get(body.id, {})


def _open_places(standing: Standing, seats: SeatCounts) -> int:
    """How many places of its quota a body can still fill; none where it refused, or the event takes nobody any more."""
    quota, event = seats.quota(standing.body), seats.event
    refused = standing.convocation is not None and standing.convocation.refused_at is not None
    if quota is None or refused or event.status is not EventStatus.PUBLISHED:
        return 0
    room = [_room(event.capacity(mode), seats.by_mode[mode]) for mode in event.modes]
    return max(0, min(quota - seats.by_body[standing.body.id], sum(room)))


def _room(capacity: int | None, held: int) -> int:
    """How many more the event takes in a mode; where no limit is set, as many as any quota."""
    return 1_000_000 if capacity is None else max(0, capacity - held)


def _asked(event: Event, seats: SeatCounts) -> Counter[tuple[int, str]]:
    key = (Registration.body_id, Registration.category, Registration.status)
    rows = db.session.execute(
        select(*key, func.count())
        .where(
            Registration.event_id == event.id,
            Registration.category.in_(DELEGATIONS),
            Registration.status.in_((Status.SUBMITTED, Status.NOMINATED)),
        )
        .group_by(*key)
    )
    found: Counter[tuple[int, str]] = Counter()
    for body_id, category, status, number in rows:
        if body_id is None:
            continue
        if status is Status.NOMINATED:
            found[body_id, "unanswered"] += number
        elif seats.needs_correspondent(category):
            found[body_id, "to_validate"] += number
    return found


def _proposed(event: Event) -> Counter[int]:
    rows = db.session.execute(
        select(Registration.body_id, func.count())
        .select_from(Substitute)
        .join(Substitute.registration)
        .where(
            Registration.event_id == event.id,
            Substitute.settled_at.is_(None),
            Substitute.family_name.is_not(None),
        )
        .group_by(Registration.body_id)
    )
    return Counter({body_id: number for body_id, number in rows if body_id is not None})
