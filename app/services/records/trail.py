"""The audit trail as administrators read it: narrowed, page by page, the newest line first, and with what its ids stand for.

Ids are resolved where they are nobody's personal data: members of the staff, events, references of registrations. The names of
those who register never stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.extensions import db
from app.lib.bilingual import Bilingual, bilingual
from app.lib.clock import SEAT
from app.lib.paging import PageOf, existing, start_of
from app.models import ActorKind, AuditEntry, AuditSeal, Event, Registration, User
from app.services import settings
from app.services.records import actions
from app.services.records.actions import Group

USERS = (ActorKind.STAFF, ActorKind.DESK)  # whose id is that of a user
OTHERS = (ActorKind.PERSON, ActorKind.CORRESPONDENT, ActorKind.SYSTEM)
_ROWS_AT_ONCE = 500


class About(NamedTuple):
    """The row that lines are about: its table, and its id."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Filters:
    """Which lines are asked for; what is empty asks for all. Days are those of the Network's seat."""

    users: tuple[int, ...] = ()
    others: tuple[ActorKind, ...] = ()
    groups: tuple[Group, ...] = ()
    events: tuple[int, ...] = ()
    about: About | None = None
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    def without(self, *names: str) -> Filters:
        """The same, with some of them empty."""
        return replace(self, **{name: getattr(Filters, name) for name in names})


class Line(NamedTuple):
    """A line, and the number of its seal; None while it has none."""

    entry: AuditEntry
    seal: int | None


class Known(NamedTuple):
    """What ids stand for."""

    users: dict[int, str]  # names
    events: dict[int, Bilingual]  # titles
    references: dict[int, str]  # of registrations


@dataclass(frozen=True)
class TrailPage(PageOf):
    """A page of the trail."""

    lines: Sequence[Line]
    known: Known


def page(filters: Filters, number: int) -> TrailPage:
    """A page of the lines that match; one beyond the last is the last."""
    size = settings.number("list_page_size")
    total = count(filters)
    number = existing(number, total, size)
    newest = AuditEntry.id.desc()
    rows = select(AuditEntry, AuditSeal.number).outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
    rows = rows.where(*_conditions(filters)).order_by(newest).offset(start_of(number, size)).limit(size)
    lines = [Line(*row) for row in db.session.execute(rows)] if total else []
    return TrailPage(lines, known(line.entry for line in lines), number=number, size=size, total=total)


def count(filters: Filters) -> int:
    """How many lines match."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(*_conditions(filters))) or 0


def all_lines(filters: Filters, before: int) -> Iterator[tuple[Line, str]]:
    """Every line that matches and has a number before one, the oldest first, each with the digest of its seal.

    They are read in pieces, so that a long trail needs little memory.
    """
    rows = (
        select(AuditEntry, AuditSeal.number, AuditSeal.digest)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(*_conditions(filters), AuditEntry.id < before)
        .order_by(AuditEntry.id)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    for entry, number, digest in db.session.execute(rows):
        yield Line(entry, number), digest or ""


def known(entries: Iterable[AuditEntry]) -> Known:
    """What the ids stand for: all members of the staff, all events, and the registrations of some lines."""
    users = db.session.execute(select(User.id, User.name).order_by(User.name, User.id)).tuples()
    titles = select(Event.id, Event.title_en, Event.title_fr).order_by(Event.year.desc(), Event.id.desc())
    events = {number: bilingual(en, fr) for number, en, fr in db.session.execute(titles).tuples()}
    ids = {entry.subject_id for entry in entries if entry.subject_kind == Registration.__tablename__}
    references = select(Registration.id, Registration.reference).where(Registration.id.in_(ids))
    return Known(
        dict(users.all()), events, dict(db.session.execute(references).tuples().all()) if ids else {}
    )


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.users or filters.others:
        own = and_(AuditEntry.actor_kind.in_(USERS), AuditEntry.actor_id.in_(filters.users))
        yield or_(own, AuditEntry.actor_kind.in_(filters.others))
    if filters.groups:
        codes = [code for group in filters.groups for code in actions.codes_of(group)]
        yield AuditEntry.action.in_(codes)
    if filters.events:
        yield AuditEntry.event_id.in_(filters.events)
    if filters.about is not None:
        yield AuditEntry.subject_kind == filters.about.kind
        yield AuditEntry.subject_id == filters.about.id
    if filters.since is not None:
        yield AuditEntry.at >= _midnight(filters.since)
    if filters.until is not None:
        yield AuditEntry.at < _midnight(filters.until + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SEAT)
