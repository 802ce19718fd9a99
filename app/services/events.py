"""Events: made and edited by the organisers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.lib.clock import now
from app.lib.names import fold
from app.models import LIVING, Event, EventKind, EventStatus, Mode, Registration
from app.services import (
    admission_rules,
    audit,
    confirming,
    event_details,
    event_states,
    event_telling,
    places,
    programme_moving,
    publishing,
)
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile
from app.services.event_details import EventDetails
from app.services.event_errors import ModeInUse, SlugTaken
from app.services.seat_counts import SeatCounts

_MARKS = "BCDEFGHJKLMNPQRSTUVWXYZ"  # tell events of one kind and year apart in references


@dataclass(frozen=True)
class Edited:
    """What an edit has brought about."""

    event: Event
    promoted: int  # people who got a place
    told: int  # people to whom a letter about the change was written


def create(details: EventDetails, actor: Actor) -> Event:
    """A new event: a draft with the default admissions.

    Raises:
        Invalid: the answers cannot be true together.
        SlugTaken.
    """
    event_details.check(details)
    event = new_draft(details)
    event.admissions = admission_rules.default_admissions()
    add(event)
    audit.record(actor, "event.created", event, event_id=event.id)
    return event


def edit(
    event_id: int,
    details: EventDetails,
    version: int,
    actor: Actor,
    *,
    move_programme: bool = True,
    tell: bool = False,
) -> Edited:
    """Change an event; where a limit was raised, those who waited get their places.

    `tell` writes to those who registered when dates, hours, place or link have changed.

    Raises:
        EventReadOnly, EditedMeanwhile, SlugTaken, ModeInUse, SessionsOutsideEvent.
        EventIncomplete: a published event would lose what it must have.
        LimitBelowHeld: more places are held than a new capacity allows; `what` of its values is the mode.
        Invalid: the answers cannot be true together.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    if event.version != version:
        raise EditedMeanwhile
    before = programme_moving.Calendar.of(event)
    changed = _put_into(event, details)
    programme_moving.follow(event, before, move=move_programme)
    seats = SeatCounts(event)
    places.refuse_lowered_limits(seats)
    audit.record(actor, "event.edited", event, event_id=event.id, fields=sorted(changed))
    if event.is_over(now()):
        return Edited(event, 0, 0)
    tell = tell and event.status is not EventStatus.DRAFT
    told = event_telling.tell(event, event_telling.changes(event, before, changed) if tell else [])
    return Edited(event, len(confirming.settle(seats)), told)


def _put_into(event: Event, details: EventDetails) -> set[str]:
    """Write the answers into an event, unless they cannot be true together or it would lose what it must have.

    Returns:
        The names of what has changed.
    """
    event_details.check(details)
    with db.session.no_autoflush:
        changed = event_details.put_into(event, details)
        if event.status is not EventStatus.DRAFT:
            publishing.refuse_incomplete(event)
    event.sequence += bool(changed & event_details.IN_CALENDARS)
    _flush_slug()
    if "mode" in changed:
        _refuse_lost_modes(event)
    return changed


def new_draft(details: EventDetails) -> Event:
    """A draft that is not in the database yet, with a free address and a code for its references."""
    event = Event(
        status=EventStatus.DRAFT,
        sequence=0,
        ical_uid=f"{uuid.uuid4()}@police-network",
        created_at=now(),
    )
    event_details.put_into(event, details)
    event.slug = details.slug or propose_slug(event.title_en or event.title_fr, event.year)
    event.short_code = _free_short_code(event.kind, event.year)
    return event


def add(event: Event) -> None:
    """Put a new event into the database.

    Raises:
        SlugTaken: its address belongs to another.
    """
    db.session.add(event)
    _flush_slug()


def propose_slug(title: str, year: int) -> str:
    """A free address made of a title and a year."""
    words = re.findall(r"[a-z0-9]+", fold(title)) or ["event"]
    while len(words) > 1 and len("-".join(words)) > 60:
        words.pop()
    if str(year) not in words:
        words.append(str(year))
    stem = "-".join(words)[-75:].strip("-")
    taken = set(db.session.scalars(select(Event.slug).where(Event.slug.startswith(stem))))
    return _first_free((stem if number == 1 else f"{stem}-{number}" for number in count(1)), taken)


def _free_short_code(kind: EventKind, year: int) -> str:
    stem = f"{'C' if kind is EventKind.CONFERENCE else 'M'}{year % 100:02}"
    taken = set(db.session.scalars(select(Event.short_code).where(Event.short_code.startswith(stem))))
    lettered = [stem, *(stem + mark for mark in _MARKS)]
    return _first_free([*lettered, *(f"{stem}{number}" for number in range(100, 10_000))], taken)


def _first_free(candidates: Iterable[str], taken: set[str]) -> str:
    return next(candidate for candidate in candidates if candidate not in taken)


def _flush_slug() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        if "slug" in str(error.orig):
            raise SlugTaken from None
        if "short_code" in str(error.orig):
            raise EditedMeanwhile from None  # another event of this kind and year was made at the same moment
        raise


def _refuse_lost_modes(event: Event) -> None:
    lost = [mode for mode in (Mode.IN_PERSON, Mode.ONLINE) if mode not in event.modes]
    number = db.session.scalar(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.mode.in_(lost),
            Registration.status.in_(LIVING),
        )
    )
    if number:
        raise ModeInUse(number=number)
