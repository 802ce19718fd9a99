"""Going through everything that is there: references, places, letters, the audit trail, the content of files.

It only reads. What it finds is said in numbers, never in names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import Base, db
from app.models import (
    LIVING,
    Body,
    CampaignFile,
    Event,
    EventDocument,
    EventSession,
    Job,
    Letter,
    LetterState,
    Origin,
    Place,
    Registration,
    SignUp,
    Status,
    StatusChange,
    StoredFile,
)
from app.services.backup.file_contents import unlike
from app.services.records import checking
from app.services.seat_counts import SeatCounts

_SHOWN = 5  # ids
_HAVE_FILES = (EventDocument, CampaignFile, Job)  # they know a file by the name under which it is kept


class Check(NamedTuple):
    """What was looked at, how many, and what is wrong with it in words."""

    name: str
    number: int
    faults: list[str]


def check() -> Iterator[Check]:
    """Each check as it is done. Ask it in a unit that only reads."""
    for look in _CHECKS:
        yield look()


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def _references() -> Check:
    """Both databases mind them; a file that was changed from outside need not."""
    number, faults = 0, []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            number += 1
            parent = key.referred_table.alias()
            pairs = [(element.parent, parent.c[element.column.name]) for element in key.elements]
            leads = exists().where(*(child == there for child, there in pairs))
            lost = select(func.count()).where(*(child.is_not(None) for child, _ in pairs), ~leads)
            if found := db.session.scalar(lost.select_from(table)):
                there = key.referred_table.name
                faults.append(f"{found} rows of {table.name} refer to rows of {there} that are gone")
    return Check("references", number, faults)


def _places() -> Check:
    """What the counters say of each event is within its limits, and each registration stands where its history ends."""
    living = Registration.status.in_(LIVING)
    latest = select(func.max(StatusChange.id)).group_by(StatusChange.registration_id)
    last = aliased(StatusChange)
    strays = select(Registration.id).join(last, last.registration_id == Registration.id)
    strays = strays.where(
        last.id.in_(latest), or_(last.status_to != Registration.status, last.place_to != Registration.place)
    )
    faults = [
        *_named("are not where their history says", strays),
        *_named(
            "live without a place, or have one and do not live",
            select(Registration.id).where(living != (Registration.place != Place.NONE)),
        ),
        *_named(
            "are confirmed without a place",
            select(Registration.id).where(
                Registration.status == Status.CONFIRMED, Registration.place != Place.HELD
            ),
        ),
        *_named(
            "have left and still have sessions",
            select(Registration.id).where(~living, exists().where(SignUp.registration_id == Registration.id)),
        ),
        *_beyond_limits(),
        *_crowded_sessions(),
    ]
    return Check("registrations and places", _number(Registration), faults)


def _beyond_limits() -> Iterator[str]:
    events = db.session.scalars(select(Event).order_by(Event.id)).all()
    bodies = {body.id: body for body in db.session.scalars(select(Body))}
    for event_id, seats in SeatCounts.of_all(events).items():
        for mode, held in seats.by_mode.items():
            capacity = seats.event.capacity(mode)
            if capacity is not None and held > capacity:
                yield f"event {event_id}: {held} places held of {capacity} ({mode.value})"
        for body_id, held in seats.by_body.items():
            quota = seats.quota(bodies.get(body_id))
            if quota is not None and held > quota:
                yield f"event {event_id}: body {body_id} holds {held} places of {quota}"


def _crowded_sessions() -> Iterator[str]:
    held = func.count(SignUp.registration_id)
    query = (
        select(EventSession.id, held, EventSession.capacity)
        .join(SignUp, SignUp.session_id == EventSession.id)
        .where(SignUp.place == Place.HELD)
        .group_by(EventSession.id, EventSession.capacity)
        .having(held > EventSession.capacity)
    )
    for session_id, number, capacity in db.session.execute(query):
        yield f"session {session_id}: {number} places held of {capacity}"


def _letters() -> Check:
    """Each letter has what caused it, and whoever registered was written to."""
    about = aliased(Registration)
    wrong = or_(
        and_(Letter.state == LetterState.SENT, Letter.sent_at.is_(None)),
        exists().where(about.id == Letter.registration_id, about.event_id != Letter.event_id),
        and_(Letter.state == LetterState.SENDING, Letter.lease_until.is_(None)),
    )
    written = exists().where(Letter.registration_id == Registration.id)
    own = Registration.origin.in_((Origin.PUBLIC, Origin.NOMINATION))
    real = Registration.event_id.in_(select(Event.id).where(~Event.fictional))  # others do not exist
    faults = [
        *_named("contradict what they are about", select(Letter.id).where(wrong), "letters"),
        *_named("were never written to", select(Registration.id).where(own, real, ~written)),
    ]
    return Check("letters", _number(Letter), faults)


def _trail() -> Check:
    found = checking.check()
    return Check("audit trail", found.head.number, [str(fault) for fault in found.faults])


def _files() -> Check:
    """Content is kept in pieces beside its digest; no reference holds a file and the row that it belongs to together."""
    number, changed = unlike(db.session.connection())
    known = [exists().where(model.stored_name == StoredFile.name) for model in _HAVE_FILES]
    faults = [f"the content of the file {name} is not what was kept" for name in changed]
    faults += _named("belong to no row", select(StoredFile.name).where(~or_(*known)), "files")
    for model in _HAVE_FILES:
        kept = exists().where(StoredFile.name == model.stored_name)
        lost = select(model.id).where(model.stored_name.is_not(None), ~kept)
        faults += _named("have lost their file", lost, f"rows of {model.__tablename__}")
    return Check("files", number, faults)


def _named(what: str, query: object, whose: str = "registrations") -> list[str]:
    ids = db.session.scalars(query.order_by(None)).all()  # type: ignore[attr-defined]
    if not ids:
        return []
    shown = ", ".join(map(str, sorted(ids)[:_SHOWN])) + (" …" if len(ids) > _SHOWN else "")
    return [f"{len(ids)} {whose} {what}: {shown}"]


def _number(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


_CHECKS: tuple[Callable[[], Check], ...] = (_references, _places, _letters, _trail, _files)
