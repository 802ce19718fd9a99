"""What a desk queued while it had no network, handed in when it is back: each entry once, none lost by another.

The people were let in already, whatever their status has become since: so it is recorded. Of two desks with one badge
the one counts and the other is told.
"""

from __future__ import annotations

import enum
import uuid
from bisect import insort_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from sqlalchemy import or_, select

from app.extensions import db
from app.lib.clock import now
from app.models import CheckIn, CheckInKind, Event, Mode, Registration
from app.services.attendance import log_lines
from app.services.attendance.checking_in import Answer, answer_of, hindrance_of
from app.services.attendance.desk_errors import TooManyQueued
from app.services.attendance.log_lines import COMING_AND_GOING, IN_ORDER, Desk
from app.services.attendance.occasions import Occasion
from app.services.participation import stands

_BEFORE = timedelta(days=1)  # so long before the event somebody may try the desk
_LARGEST = 2**31 - 1  # no id is greater
MOST = 500  # entries at once; a desk with more hands them in in several goes


class Refusal(enum.StrEnum):
    """Why an entry is not recorded. The desk is told; nothing changes when it is sent again."""

    UNKNOWN = "unknown"  # nobody with this id at this event, or erased since
    NO_SUCH_OCCASION = "no_such_occasion"  # neither a day nor a session of this event
    NO_EXITS = "no_exits"  # who leaves is not scanned there
    READ_ONLY = "read_only"  # the event is archived or cancelled
    ID_TAKEN = "id_taken"  # the entry's own id stands for something else


@dataclass(frozen=True)
class Queued:
    """An entry as the desk kept it: ids and times only. It is for a session or, without one, for a day."""

    client_id: uuid.UUID
    registration_id: int
    at: datetime  # by the clock of the desk, with its time zone
    day: date | None = None
    session_id: int | None = None
    out: bool = False  # somebody who left
    anyway: bool = False  # the desk knew that something was in the way, and let the person in

    @property
    def kind(self) -> CheckInKind:
        """What the line of the log will be."""
        return CheckInKind.OUT if self.out else CheckInKind.IN


@dataclass(frozen=True)
class Handed:
    """What became of an entry: an answer as at the desk, or why it was refused.

    `entry` is the line of the log that the answer speaks of; after `ALREADY_IN` and `NOT_IN` it is the other one that
    counts. `hindrance` is what has come in the way since, although the entry was recorded.
    """

    client_id: uuid.UUID
    answer: Answer | None = None
    refusal: Refusal | None = None
    entry: CheckIn | None = None
    registration: Registration | None = None
    hindrance: Answer | None = None


def hand_in(event: Event, desk: Desk, entries: Sequence[Queued], sent_at: datetime) -> list[Handed]:
    """Record what was queued, by the order of its times; the answers are in the order of the entries.

    `sent_at` is the moment of sending by the clock of the desk: by how much that clock is wrong, the times are put right.
    An entry that was handed in before is answered as it was then. The number of statements does not grow with the entries.

    Raises:
        TooManyQueued: more than `MOST` entries.
    """
    if len(entries) > MOST:
        raise TooManyQueued(number=len(entries), most=MOST)
    if event.is_read_only:
        return [Handed(entry.client_id, refusal=Refusal.READ_ONLY) for entry in entries]
    received = now()
    times = [_moment(event, entry.at, sent_at, received) for entry in entries]
    log = _Log(event, desk, received, entries)
    order = sorted(range(len(entries)), key=times.__getitem__)
    handed = {number: log.take(entries[number], times[number]) for number in order}
    db.session.flush()
    return [handed[number] for number in range(len(entries))]


def _moment(event: Event, at: datetime, sent_at: datetime, received: datetime) -> datetime:
    """When something happened by our clock. A time that cannot be, long before the event or yet to come, is now.

    Such times come from a clock that was put right between the check-in and its delivery.
    """
    try:
        moment = received - (sent_at - at)
    except OverflowError:
        return received
    opened = event.starts_at - _BEFORE if event.starts_at else received
    return moment if opened <= moment <= received else received


class _Log:
    """The people and lines that some entries speak of, read once, and growing with each entry that is taken."""

    def __init__(self, event: Event, desk: Desk, received: datetime, entries: Sequence[Queued]) -> None:
        self._event, self._desk, self._received = event, desk, received
        self._people = _locked(event, {entry.registration_id for entry in entries})
        self._sessions = {session.id: session for session in event.sessions}
        self._known: dict[str, tuple[CheckIn, bool]] = {}
        self._standing: defaultdict[tuple[int, date | None, int | None, Mode], list[CheckIn]] = defaultdict(
            list
        )
        for line, stood in _lines(self._people, entries):
            self._keep(line, stood)

    def take(self, entry: Queued, at: datetime) -> Handed:
        """Record an entry, or say why not."""
        person = self._people.get(entry.registration_id)
        if person is None:
            return Handed(entry.client_id, refusal=Refusal.UNKNOWN)
        known = self._known.get(str(entry.client_id))
        if known is not None:
            return self._said_before(entry, person, *known)
        occasion = self._occasion(entry)
        if occasion is None:
            return Handed(entry.client_id, refusal=Refusal.NO_SUCH_OCCASION)
        if entry.out and not occasion.exits:
            return Handed(entry.client_id, refusal=Refusal.NO_EXITS)
        return self._judged(entry, person, occasion, at)

    def _said_before(self, entry: Queued, person: Registration, line: CheckIn, stood: bool) -> Handed:
        if line.registration_id != person.id or line.kind is not entry.kind:
            return Handed(entry.client_id, refusal=Refusal.ID_TAKEN)
        return self._recorded(entry, person, line, stood)

    def _occasion(self, entry: Queued) -> Occasion | None:
        """A session that was cancelled since was held when the desk let people in."""
        if entry.session_id is None:
            return Occasion(self._event, entry.day) if entry.day in self._event.days else None
        session = self._sessions.get(entry.session_id)
        if session is None:
            return None
        return Occasion(self._event, self._event.local(session.starts_at).date(), session)

    def _judged(self, entry: Queued, person: Registration, occasion: Occasion, at: datetime) -> Handed:
        """Who leaves without having come in came in at another desk, whose check-in may still be on its way."""
        other = log_lines.already(entry.kind, occasion, at, self._standing[self._key(person, occasion)])
        if other is not None:
            answer = Answer.NOT_IN if entry.out else Answer.ALREADY_IN
            return Handed(entry.client_id, answer, entry=other, registration=person)
        line = log_lines.made(
            entry.kind, occasion, person.id, self._desk, entry.client_id, at=at, received_at=self._received
        )
        db.session.add(line)
        self._keep(line, stood=True)
        return self._recorded(entry, person, line, stood=True)

    @staticmethod
    def _key(person: Registration, occasion: Occasion) -> tuple[int, date, int | None, Mode]:
        session_id = occasion.session.id if occasion.session else None
        return person.id, occasion.day, session_id, occasion.mode

    def _recorded(self, entry: Queued, person: Registration, line: CheckIn, stood: bool) -> Handed:
        since = None
        if line.day is not None and not entry.anyway and not entry.out:
            since = hindrance_of(Occasion(self._event, line.day), person)
        return Handed(entry.client_id, answer_of(line, stands=stood), None, line, person, since)

    def _keep(self, line: CheckIn, stood: bool) -> None:
        self._known[line.client_id] = line, stood
        if stood and line.kind in COMING_AND_GOING:
            standing = self._standing[line.registration_id, line.day, line.session_id, line.mode]
            insort_right(standing, line, key=attrgetter("at"))


def _locked(event: Event, ids: Collection[int]) -> dict[int, Registration]:
    """The people meant, in the order of their ids, so that two desks which hand in at once do not wait for each other."""
    possible = [number for number in ids if 0 < number <= _LARGEST]
    rows = db.session.scalars(
        select(Registration)
        .where(
            Registration.id.in_(possible),
            Registration.event_id == event.id,
            Registration.anonymised_at.is_(None),
        )
        .order_by(Registration.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def _lines(people: Collection[int], entries: Sequence[Queued]) -> Sequence[tuple[CheckIn, bool]]:
    """What was ever recorded of these people, and any line that has the id of an entry already; each with whether it stands."""
    ids = [str(entry.client_id) for entry in entries]
    rows = db.session.execute(
        select(CheckIn, stands())
        .where(
            or_(
                CheckIn.registration_id.in_(people) & CheckIn.kind.in_(COMING_AND_GOING),
                CheckIn.client_id.in_(ids),
            )
        )
        .order_by(*IN_ORDER)
    )
    return [(line, stood) for line, stood in rows]
