"""The places of an event: never one too many, the waiting list in the order of arrival, the same numbers everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.models import CheckIn, Event, Mode, Place, Registration, Status
from app.services import event_overview, offers, participant_counts, places, waiting_list
from app.services.attendance import live_board
from app.services.participant_filters import Attendance, Filters
from app.services.seat_counts import SeatCounts
from app.services.statistics import event_figures

_MODE = Mode.IN_PERSON


def faults(event: Event, there: Sequence[Registration]) -> Iterator[str]:
    """What is wrong with places and waiting list."""
    limit = event.capacity(_MODE) or 0
    held = sum(row.place is Place.HELD for row in there)
    waiting = [row for row in there if row.place is Place.WAITING and row.status is not Status.UNVERIFIED]
    if held > limit:
        yield f"{held} places are held of {limit}"
    if (most := _most_ever(there)) > limit:
        yield f"{most} places were held of {limit}"
    if waiting and held < limit:
        yield f"{len(waiting)} wait while {limit - held} places are free"
    yield from _wrong_positions(event, waiting)
    yield from _overtaken(there)


def _most_ever(there: Sequence[Registration]) -> int:
    """How many places were held at the moment when most were: a withdrawal hides later that there was one too many."""
    held, most = 0, 0
    for line in sorted((line for row in there for line in row.history), key=lambda line: line.id):
        held += (line.place_to is Place.HELD) - (line.place_from is Place.HELD)
        most = max(most, held)
    return most


def _wrong_positions(event: Event, waiting: Sequence[Registration]) -> Iterator[str]:
    wanted = {row.id: number for number, row in enumerate(waiting, 1)}
    numbered = waiting_list.numbered([event.id])
    found = {
        "on the own page": {row.id: places.position(row) for row in waiting},
        "in the list": dict(db.session.execute(select(numbered.c.id, numbered.c.position)).tuples().all()),
    }
    for where, positions in found.items():
        if positions != wanted:
            yield f"positions {where} are {positions}, by arrival {wanted}"


class _Wait(NamedTuple):
    """From when to when somebody waited whose address was confirmed."""

    arrived: int
    since: datetime
    until: datetime | None


def _overtaken(there: Sequence[Registration]) -> Iterator[str]:
    """Whoever got a place while somebody waited who had come earlier."""
    waits = [wait for row in there if (wait := _wait(row)) is not None]
    for row in there:
        for line in row.history:
            if line.place_to is not Place.HELD or line.place_from is Place.HELD:
                continue
            for wait in waits:
                still = wait.until is None or line.at < wait.until
                if wait.arrived < row.id and wait.since < line.at and still:
                    yield f"registration {row.id} got a place before {wait.arrived}, who had waited longer"


def _wait(row: Registration) -> _Wait | None:
    if row.verified_at is None or row.history[0].place_to is not Place.WAITING:
        return None
    ends = [line.at for line in row.history if line.place_to is not Place.WAITING]
    return _Wait(row.id, row.verified_at, min(ends, default=None))


def unequal_numbers(event: Event, there: Sequence[Registration]) -> Iterator[str]:
    """Where a number is another than one that was counted row by row."""
    status, place = Counter(row.status for row in there), Counter(row.place for row in there)
    lines = select(CheckIn.registration_id).where(CheckIn.event_id == event.id)
    came = len(set(db.session.scalars(lines)))
    waiting = sum(row.place is Place.WAITING and row.status is not Status.UNVERIFIED for row in there)
    counted = {
        "everybody": len(there),
        "registered": len(there) - status[Status.UNVERIFIED],
        "unverified": status[Status.UNVERIFIED],
        "confirmed": status[Status.CONFIRMED],
        "ended": status[Status.WITHDRAWN],
        "waiting": waiting,
        "held": place[Place.HELD],
        "free": max((event.capacity(_MODE) or 0) - place[Place.HELD], 0),
        "attended": came,
    }
    for where, numbers in _as_told(event).items():
        for name, number in numbers.items():
            if number != counted[name]:
                yield f"{where}: {number} {name}, counted row by row {counted[name]}"


def _as_told(event: Event) -> dict[str, dict[str, int | None]]:
    """The numbers of all places that tell one."""
    filters = {
        "unverified": Filters(status=(Status.UNVERIFIED,)),
        "confirmed": Filters(status=(Status.CONFIRMED,)),
        "ended": Filters(status=(Status.WITHDRAWN,)),
        "held": Filters(place=(Place.HELD,)),
        "attended": Filters(attendance=(Attendance.IN,)),
    }
    listed = participant_counts.count(event, Filters(), tuple(filters.values()))
    figures = event_figures.figures_of(event).summary.total
    overview = event_overview.overview(event, "en")
    boards = [live_board.board(event, day).presence for day in event.days]  # two where it is nearly midnight
    told = ("registered", "confirmed", "ended", "waiting", "attended")
    return {
        "seats": {"held": SeatCounts(event).by_mode[_MODE]},
        "form": {"free": offers.places_left(event)[_MODE]},
        "list": {"everybody": listed.everybody, **dict(zip(filters, listed.others, strict=True))},
        "statistics": {name: figures[name] or 0 for name in told},
        "overview": {
            "registered": overview.registered,
            "confirmed": overview.tally.confirmed[_MODE],
            "waiting": overview.tally.of("waiting").number,
            "unverified": overview.tally.of("unverified").number,
        },
        "board": {"attended": sum(board.people for board in boards), "confirmed": boards[0].confirmed},
    }
