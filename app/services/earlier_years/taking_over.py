"""Taking a list of an earlier year over: everybody of it, or nobody. The same list a second time changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import exists, insert, select

from app.extensions import db
from app.lib import marks
from app.lib.clock import now
from app.models import (
    ActorKind,
    CheckIn,
    CheckInKind,
    Event,
    EventStatus,
    Origin,
    Place,
    Registration,
    Status,
    StatusChange,
)
from app.services import audit, places, settings
from app.services.actors import Actor
from app.services.earlier_years import list_people, list_registrations, list_words
from app.services.earlier_years.earlier_errors import CameIsOnRecord, NotOverYet, PeopleOfOurOwn
from app.services.earlier_years.list_columns import heading
from app.services.earlier_years.list_kinds import ListKind, Question
from app.services.earlier_years.list_people import Found
from app.services.earlier_years.list_rows import Line
from app.services.privacy.periods import Period
from app.services.seat_counts import SeatCounts

AT_ONCE = 250  # people; a longer list is taken over by the worker
_STEPS: tuple[tuple[Status | None, Status], ...] = (
    (None, Status.SUBMITTED),
    (Status.SUBMITTED, Status.CONFIRMED),
)


@dataclass(frozen=True)
class Outlook:
    """What a list would do: whom it adds, of whom it adds that they came, and whether their names are kept."""

    question: Question
    people: Sequence[Found]
    names_kept: bool
    has_people: bool  # the event, before the list

    @property
    def new(self) -> list[Found]:
        """Those who are not on record yet."""
        return [one for one in self.people if one.known is None]

    @property
    def came(self) -> list[Found]:
        """Those on record of whom the list adds that they came."""
        return [one for one in self.people if one.known is not None and one.came]

    @property
    def known(self) -> int:
        """With how many nothing changes."""
        return len(self.people) - len(self.new) - len(self.came)

    @property
    def mark(self) -> str:
        """A mark of whom it adds, and of whom it adds that they came."""
        people = [
            (one.line.number, one.known and one.known.registration.id, sorted(map(str, one.came)))
            for one in self.people
        ]
        return marks.of(people, self.names_kept, self.completes)

    @property
    def changes(self) -> bool:
        """Whether there is anything to take over, or the list tells more about whom it names."""
        return bool(self.new or self.came) or self.completes

    @property
    def completes(self) -> bool:
        """Whether it is known from now on who registered, and not only who came."""
        return self.question.event.only_who_came and self.question.kind is not ListKind.ONLY_WHO_CAME


def refuse_unfit(event: Event) -> None:
    """Make sure that a list of the event can be imported.

    Raises:
        NotOverYet: it is not over, did not take place or is a draft.
        PeopleOfOurOwn: people registered for it here.
    """
    if event.status in {EventStatus.CANCELLED, EventStatus.DRAFT} or not event.is_over(now()):
        raise NotOverYet
    own = exists().where(Registration.event_id == event.id, Registration.origin != Origin.IMPORT)
    if db.session.scalar(select(own)):
        raise PeopleOfOurOwn


def names_are_kept(event: Event) -> bool:
    """Whether people of an event are still kept by name, so long after it."""
    end = event.ends_at or event.created_at
    return end > Period.of("persons_kept_months", settings.number("persons_kept_months")).before(now())


def outlook(question: Question, lines: Iterable[Line]) -> Outlook:
    """What the rows that are right would do; nothing is changed.

    Raises:
        NotOverYet, PeopleOfOurOwn, CameIsOnRecord: nothing of the list can be taken over.
    """
    event = question.event
    refuse_unfit(event)
    kept = names_are_kept(event)
    right = [
        line._replace(earlier=line.earlier if kept else line.earlier.without_names())
        for line in lines
        if line.earlier is not None
    ]
    there = list_people.on_record(event)
    made = Outlook(question, list_people.found(right, there), kept, bool(there))
    silent = question.kind is ListKind.EVERYONE and not event.only_who_came
    if silent and made.new and any(one.came for one in there):
        raise CameIsOnRecord
    return made


def take_over(made: Outlook, actor: Actor, lines: int, told: Mapping[tuple[str, str], str]) -> None:
    """Write what a list adds, and remember what its headings and words mean. The event is locked and was judged afterwards.

    Args:
        lines: how many rows the list has, for the record.
        told: meanings by field and word, as `told_by` gives them.

    Raises:
        LimitBelowHeld: more people than the event has places for.
    """
    event = made.question.event
    ids = list_registrations.add(event, [one.earlier for one in made.new])
    _add_history(ids, actor)
    came = [(one.known.registration.id, one) for one in made.came if one.known is not None]
    entries = _add_check_ins(event, [*zip(ids, made.new, strict=True), *came], actor)
    if made.completes or not made.has_people:
        event.only_who_came = made.question.kind is ListKind.ONLY_WHO_CAME
    db.session.flush()
    places.refuse_lowered_limits(SeatCounts(event))
    list_words.remember(told)
    named = sum(one.earlier.is_named for one in made.new)
    numbers = {
        "rows": lines,
        "people": len(made.people),
        "new": len(ids),
        "named": named,
        "check_ins": entries,
    }
    fields = [f"list={made.question.kind.value}", *(f"{name}:{number}" for name, number in numbers.items())]
    audit.record(actor, "history.imported", event, fields=fields)


def told_by(
    head: Sequence[str], columns: Sequence[str], words: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    """What is to be remembered of a list: what its columns are, and what was said of its words."""
    headings = {(list_words.COLUMN, heading(cell)): name for cell, name in zip(head, columns, strict=True)}
    return {key: name for key, name in headings.items() if name and ":" not in name} | dict(words)


def _add_history(ids: Sequence[int], actor: Actor) -> None:
    """The steps by which staff enter and confirm somebody."""
    rows = [
        {
            "registration_id": registration_id, "at": now(), "actor_kind": actor.kind, "actor_id": actor.id,
            "status_from": before, "status_to": after,
            "place_from": Place.HELD if before else None, "place_to": Place.HELD,
        }
        for registration_id in ids
        for before, after in _STEPS
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(StatusChange), rows)


def _add_check_ins(event: Event, people: Iterable[tuple[int, Found]], actor: Actor) -> int:
    rows: list[dict[str, Any]] = [
        {
            "client_id": str(uuid.uuid4()), "event_id": event.id, "registration_id": registration_id, "session_id": None,
            "day": day, "mode": one.known.registration.mode if one.known else one.earlier.mode, "kind": CheckInKind.IN,
            "at": _when(event, day), "received_at": now(), "actor_kind": ActorKind(actor.kind), "actor_id": actor.id,
        }
        for registration_id, one in people
        for day in sorted(one.came, key=lambda day: day or date.min)
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(CheckIn), rows)
    return len(rows)


def _when(event: Event, day: date | None) -> datetime:
    """A moment for the log: noon of the day; where no day is known, the beginning of the event. No page shows it."""
    if day is not None:
        return datetime.combine(day, time(12), tzinfo=event.zone)
    return event.starts_at or now()
