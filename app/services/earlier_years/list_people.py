"""Who of a list is on record already: by name, or, where there is none, by being as many alike."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.names import tokens
from app.models import CheckIn, Event, Registration
from app.services.earlier_years.list_rows import Attributes, Earlier, Identity, Line
from app.services.participation import standing

Came = frozenset[date | None]


@dataclass
class OnRecord:
    """Somebody of the event, as a list would tell it."""

    registration: Registration
    came: Came

    @property
    def attributes(self) -> Attributes:
        """What people without names are told apart by."""
        one = self.registration
        return one.category, one.body_id, one.role, one.mode, one.gender

    @property
    def identity(self) -> Identity:
        """By what somebody with a name is known again."""
        one = self.registration
        words = sorted(word for name in (one.given_name, one.family_name) if name for word in tokens(name))
        body = one.body.code if one.body else " ".join(tokens(one.body_text or ""))
        return one.email_key or "", tuple(words), body

    @property
    def is_named(self) -> bool:
        """Whether it is on record who it is."""
        return self.registration.family_name is not None


class Found(NamedTuple):
    """One person of a list: on record already, or new; and the days on which the list adds that the person came."""

    line: Line
    earlier: Earlier
    known: OnRecord | None
    came: Came  # what is new of it


@dataclass
class _Room:
    """Those on record who nobody of the list is yet, by what they are found by."""

    rows: list[OnRecord]
    taken: set[int] = field(default_factory=set)

    def by(self, key: Callable[[OnRecord], object], rows: Sequence[OnRecord]) -> dict[object, list[OnRecord]]:
        """The rows by a key, the earliest first."""
        found = defaultdict(list)
        for row in rows:
            found[key(row)].append(row)
        return found

    def alike(self) -> dict[Attributes, list[deque[OnRecord]]]:
        """Those who are left by what they are, and of these in one row all who can be told apart by nothing at all."""
        rows: dict[object, deque[OnRecord]] = defaultdict(deque)
        found: dict[Attributes, list[deque[OnRecord]]] = defaultdict(list)
        for row in self.rows:
            if row.registration.id not in self.taken:
                same = rows[row.attributes, row.is_named, row.came]
                if not same:
                    found[row.attributes].append(same)
                same.append(row)
        return found

    def take(self, candidates: Sequence[OnRecord], fits: Callable[[OnRecord], bool]) -> OnRecord | None:
        """The first candidate that is left and fits; it is nobody else from now on."""
        free = (row for row in candidates if row.registration.id not in self.taken and fits(row))
        if (row := next(free, None)) is not None:
            self.taken.add(row.registration.id)
        return row


def on_record(event: Event) -> list[OnRecord]:
    """Everybody of an event with the days on which they came; in two statements."""
    query = select(CheckIn.registration_id, CheckIn.day).where(CheckIn.event_id == event.id, standing())
    came: dict[int, set[date | None]] = defaultdict(set)
    for registration_id, day in db.session.execute(query.distinct()).tuples():
        came[registration_id].add(day)
    people = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id)
        .options(joinedload(Registration.body))
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    )
    return [OnRecord(row, frozenset(came[row.id])) for row in people]


def found(lines: Sequence[Line], there: Sequence[OnRecord]) -> list[Found]:
    """Each person of a list: whom of those on record it is, or that it is somebody new.

    People with names are found by them. Where either has none, as many alike are the same people: whoever was erased
    meanwhile is found so as well, and does not come back under the name.
    """
    people = [(line, line.earlier) for line in lines if line.earlier is not None for _ in range(line.people)]
    room = _Room(list(there))
    known: dict[int, OnRecord] = dict(_by_name(people, room))
    for fits in (_the_same, _says_more, _says_nothing):
        known |= _alike(people, room, known, fits)
    erased = {row.attributes for row in there if not row.is_named}
    return [
        _found(line, one, known.get(place), one.attributes in erased)
        for place, (line, one) in enumerate(people)
    ]


def _found(line: Line, one: Earlier, known: OnRecord | None, erased: bool) -> Found:
    told = one.came or frozenset()
    if known is None:  # of people alike one was erased: which of them this is cannot be told
        return Found(line, one.without_names() if erased else one, None, told)
    came = told - known.came
    return Found(line, one, known, came - {None} if known.came else came)


def _by_name(people: Sequence[tuple[Line, Earlier]], room: _Room) -> Iterator[tuple[int, OnRecord]]:
    named = [row for row in room.rows if row.is_named]
    exact, alike = room.by(lambda row: row.identity, named), room.by(lambda row: row.identity[1:], named)
    for place, (_line, one) in enumerate(people):
        if one.is_named and (row := room.take(exact.get(one.identity, ()), lambda _row: True)):
            yield place, row
    done = set(room.taken)
    for place, (_line, one) in enumerate(people):
        if not one.is_named or any(row.registration.id in done for row in exact.get(one.identity, ())):
            continue
        if (row := room.take(alike.get(one.identity[1:], ()), partial(_lacks_address, one))) is not None:
            yield place, row


def _lacks_address(one: Earlier, row: OnRecord) -> bool:
    """Whether the list or the record does not know the address, which otherwise tells two people apart."""
    return not (one.identity[0] and row.identity[0])


def _alike(
    people: Sequence[tuple[Line, Earlier]],
    room: _Room,
    known: dict[int, OnRecord],
    fits: Callable[[Earlier, OnRecord], bool],
) -> Iterator[tuple[int, OnRecord]]:
    """Those who are found because they are alike, where the list or the record has no name."""
    there = room.alike()
    for place, (_line, one) in enumerate(people):
        if place in known:
            continue
        fitting = [rows for rows in there.get(one.attributes, ()) if rows and _nameless(fits, one, rows[0])]
        if fitting:
            row = min(fitting, key=lambda rows: rows[0].registration.id).popleft()
            room.taken.add(row.registration.id)
            yield place, row


def _nameless(fits: Callable[[Earlier, OnRecord], bool], one: Earlier, row: OnRecord) -> bool:
    """Whether one of two has no name, so that only what they are tells whether they are the same."""
    return not (one.is_named and row.is_named) and fits(one, row)


def _the_same(one: Earlier, row: OnRecord) -> bool:
    return one.came == row.came


def _says_more(one: Earlier, row: OnRecord) -> bool:
    return one.came is not None and (row.came < one.came or (row.came == {None} and bool(one.came)))


def _says_nothing(one: Earlier, _row: OnRecord) -> bool:
    return one.came is None
