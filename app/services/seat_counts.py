"""What is held of an event's places, counted under its lock; the arithmetic of the seat rule, without writing anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Table, bindparam, func, null, select, union_all
from sqlalchemy import cast as sql_cast

from app.extensions import db
from app.models import Admission, Body, BodyKind, Category, Event, Mode, Place, Quota, Registration, Status
from app.services.admission_rules import Admitted

_VOUCHED = {Status.NOMINATED, Status.VALIDATED, Status.CONFIRMED}

# Asked for every registration, and therefore put together once; in rows, so that nothing read before the lock stands for them.
_admission, _quota = (cast("Table", kind.__table__).c for kind in (Admission, Quota))
_RULE, _LIMIT = [_admission[name] for name in Admitted._fields], [_quota.kind, _quota.body_id, _quota.places]


def _nothing(columns: list[Any]) -> list[Any]:
    return [sql_cast(null(), column.type).label(column.name) for column in columns]


_RULES_AND_QUOTAS = union_all(
    select(*_RULE, *_nothing(_LIMIT)).where(_admission.event_id == bindparam("event")),
    select(*_nothing(_RULE), *_LIMIT).where(_quota.event_id == bindparam("event")),
)
_COLUMNS = (
    Registration.place,
    Registration.mode,
    Registration.category,
    Registration.status,
    Registration.body_id,
)
_COUNTS = (
    select(*_COLUMNS, func.count())
    .where(Registration.event_id == bindparam("event"), Registration.place.in_((Place.HELD, Place.WAITING)))
    .group_by(*_COLUMNS)
)


def _rows_of(event: Event) -> _Rows:
    of_event = {"event": event.id}
    # First, because what is not written yet is written before it.
    counts = db.session.execute(_COUNTS, of_event).all()
    rows = db.session.execute(_RULES_AND_QUOTAS, of_event).all()
    rules = [Admitted._make(row[: len(_RULE)]) for row in rows if row.category is not None]
    return _Rows(rules, [row for row in rows if row.category is None], counts)


class _Rows(NamedTuple):
    """What the counters of an event are made of."""

    admissions: Iterable[Admitted]
    quotas: Iterable[Any]
    counts: Iterable[Any]


class SeatCounts:
    """The counters of one event. Read them under `places.lock`, otherwise they are only a glance."""

    def __init__(self, event: Event, rows: _Rows | None = None) -> None:
        rows = rows or _rows_of(event)
        self.event = event
        self.admissions = {row.category: row for row in rows.admissions}
        self._by_kind: dict[BodyKind, int] = {}
        self._by_body: dict[int, int] = {}
        for quota in rows.quotas:
            if quota.kind is not None:
                self._by_kind[quota.kind] = quota.places
            elif quota.body_id is not None:
                self._by_body[quota.body_id] = quota.places
        self.by_mode: Counter[Mode] = Counter()
        self.by_body: Counter[int] = Counter()
        self._waited_for: set[Mode | int] = set()  # modes, and ids of bodies
        self._count(rows.counts)

    @classmethod
    def of_all(cls, events: Collection[Event]) -> dict[int, SeatCounts]:
        """A glance at the counters of several events, by their ids, in three statements."""
        ids = [event.id for event in events]
        rules, quotas, counts = defaultdict(list), defaultdict(list), defaultdict(list)
        counted = (
            select(Registration.event_id, *_COLUMNS, func.count())
            .where(Registration.event_id.in_(ids), Registration.place.in_((Place.HELD, Place.WAITING)))
            .group_by(Registration.event_id, *_COLUMNS)
        )
        for event_id, *count in db.session.execute(counted):
            counts[event_id].append(count)
        admitting = select(_admission.event_id, *_RULE).where(_admission.event_id.in_(ids))
        for event_id, *rule in db.session.execute(admitting):
            rules[event_id].append(Admitted._make(rule))
        for quota in db.session.execute(select(_quota.event_id, *_LIMIT).where(_quota.event_id.in_(ids))):
            quotas[quota.event_id].append(quota)
        return {
            event.id: cls(event, _Rows(rules[event.id], quotas[event.id], counts[event.id]))
            for event in events
        }

    def _count(self, rows: Iterable[Any]) -> None:
        for place, mode, category, status, body_id, number in rows:
            if place is Place.HELD:
                self._add(mode, category, status, body_id, number)
            elif status is not Status.UNVERIFIED:
                self._wait(mode, body_id)

    def _add(self, mode: Mode, category: Category, status: Status, body_id: int | None, number: int) -> None:
        if self.counts_capacity(category):
            self.by_mode[mode] += number
        if body_id is not None and self._is_vouched(category, status):
            self.by_body[body_id] += number

    def add(self, registration: Registration, number: int = 1) -> None:
        """Count one more (or with -1 one fewer) registration that holds a place."""
        self._add(registration.mode, registration.category, registration.status, registration.body_id, number)

    def add_waiting(self, registration: Registration) -> None:
        """Note that one more waits."""
        self._wait(registration.mode, registration.body_id)

    def _wait(self, mode: Mode, body_id: int | None) -> None:
        self._waited_for |= {mode} if body_id is None else {mode, body_id}

    def is_waited_for(self, registration: Registration) -> bool:
        """Whether verified people may wait for the same mode, or for a place of the same body."""
        return not self._waited_for.isdisjoint({registration.mode, registration.body_id})

    def counts_capacity(self, category: Category) -> bool:
        """Whether a category takes places of the event; the secretariat, interpreters and security do not by default."""
        admission = self.admissions.get(category)
        return admission is None or admission.counts_capacity

    def needs_correspondent(self, category: Category) -> bool:
        admission = self.admissions.get(category)
        return admission is not None and admission.needs_correspondent

    def _is_vouched(self, category: Category, status: Status) -> bool:
        return category.in_delegation and (status in _VOUCHED or not self.needs_correspondent(category))

    def is_vouched(self, registration: Registration) -> bool:
        """Whether a registration takes a place of its body's quota."""
        return self._is_vouched(registration.category, registration.status)

    def would_claim_quota(self, registration: Registration) -> bool:
        """Whether to validate a registration takes a place of its body's quota that it does not take yet."""
        return registration.category.in_delegation and not self.is_vouched(registration)

    @property
    def has_quotas(self) -> bool:
        return bool(self._by_kind or self._by_body)

    def quota(self, body: Body | None) -> int | None:
        """How many places a body has; the exception for one body wins over its kind; None: no limit."""
        if body is None:
            return None
        return self._by_body.get(body.id, self._by_kind.get(body.kind))

    def mode_is_full(self, registration: Registration, mode: Mode | None = None) -> bool:
        """Whether the event has no place left for a registration in its (or another) mode."""
        asked = mode or registration.mode
        capacity = self.event.capacity(asked)
        return (
            capacity is not None
            and self.counts_capacity(registration.category)
            and self.by_mode[asked] >= capacity
        )

    def may_fit(self) -> ColumnElement[bool]:
        """Whom the capacity does not block now, as a condition on registrations; of the quotas it says nothing."""
        full = [
            mode
            for mode in self.event.modes
            if (capacity := self.event.capacity(mode)) is not None and self.by_mode[mode] >= capacity
        ]
        free = [category for category in Category if not self.counts_capacity(category)]
        return Registration.mode.not_in(full) | Registration.category.in_(free)

    def quota_is_full(self, body: Body | None) -> bool:
        """Whether a body has used up its places."""
        places = self.quota(body)
        return places is not None and body is not None and self.by_body[body.id] >= places

    def is_blocked(self, registration: Registration) -> bool:
        """Whether the seat rule refuses this registration a place for now."""
        return self.mode_is_full(registration) or self.lacks_quota(registration)

    def lacks_quota(self, registration: Registration) -> bool:
        """Whether a registration's body vouches for it and has used up its places."""
        return self.has_quotas and self.is_vouched(registration) and self.quota_is_full(registration.body)

    def exceeded(self) -> Iterable[tuple[str, int, int]]:
        """Each limit that holds less than is taken: (mode or body id, held, limit). Empty unless somebody lowers a limit."""
        for mode in self.event.modes:
            capacity = self.event.capacity(mode)
            if capacity is not None and self.by_mode[mode] > capacity:
                yield mode.value, self.by_mode[mode], capacity
        bodies = {body.id: body for body in db.session.scalars(select(Body).where(Body.id.in_(self.by_body)))}
        for body_id, held in self.by_body.items():
            places = self.quota(bodies[body_id])
            if places is not None and held > places:
                yield bodies[body_id].code, held, places
