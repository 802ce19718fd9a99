"""The secretariat's list of an event's registrations: a statement for the counts, one for the page that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    bindparam,
    case,
    column,
    exists,
    false,
    func,
    or_,
    select,
    table,
)

from app.extensions import db
from app.lib.clock import now
from app.lib.paging import PageOf, existing, start_of
from app.models import (
    Category,
    CheckIn,
    Event,
    EventSession,
    Mode,
    Origin,
    Place,
    Registration,
    Role,
    Status,
)
from app.services import participant_counts, participant_order
from app.services.body_directory import BodyDirectory
from app.services.participant_counts import Counts
from app.services.participant_filters import STANDING, Filters, conditions
from app.services.participant_order import Order, Sorting
from app.services.shown_names import ShownName, Viewer, shown_name


@dataclass(frozen=True)
class Listed:
    """One line of the list, with the name as others may see it."""

    id: int
    reference: str
    name: ShownName
    discreet: bool
    body: str
    body_code: str
    category: Category
    role: Role | None
    mode: Mode
    status: Status
    place: Place
    position: int | None  # on the waiting list of its mode
    since: datetime
    walk_in: bool
    came_at: datetime | None  # first check-in that was not undone
    came_today_at: datetime | None
    imported: bool  # from a list, which tells no hours
    attendance_unknown: bool  # the list did not say who came


@dataclass(frozen=True)
class Page(PageOf):
    """One page of the list."""

    lines: list[Listed]
    counts: Counts


def page(
    event: Event,
    filters: Filters,
    sorting: Sorting,
    number: int,
    directory: BodyDirectory,
    language: str,
    *,
    others: Sequence[Filters] = (),
) -> Page:
    """A page of those who match, from 1; a number beyond the last gives the last. `others` are only counted."""
    counts = participant_counts.count(event, filters, others)
    size = counts.page_size
    number = existing(number, counts.total, size)
    start = start_of(number, size)
    rows = _rows(event, filters, sorting, counts, directory, start, size) if counts.total else []
    lines = [_listed(row, directory, language) for row in rows]
    return Page(lines, counts, number=number, size=size, total=counts.total)


def ids(event: Event, filters: Filters) -> list[int]:
    """The ids of those who match, in the order in which they registered."""
    matching = select(Registration.id).where(*conditions(event.id, filters))
    return list(db.session.scalars(matching.order_by(Registration.id)))


def sessions(event: Event, language: str) -> list[tuple[str, str]]:
    """The sessions that need sign-up, in their order: id and title."""
    title, other = (EventSession.title_fr, EventSession.title_en)
    if language == "en":
        title, other = other, title
    rows = db.session.execute(
        select(EventSession.id, title, other)
        .where(EventSession.event_id == event.id, EventSession.sign_up)
        .order_by(EventSession.starts_at, EventSession.position, EventSession.id)
    )
    return [(str(number), first or second) for number, first, second in rows]


def number_of(event: Event, filters: Filters) -> int:
    """How many match."""
    return (
        db.session.scalar(
            select(func.count()).select_from(Registration).where(*conditions(event.id, filters))
        )
        or 0
    )


def first_check_in(day: ColumnElement[date] | None = None) -> ScalarSelect[datetime]:
    """The moment of a registration's first check-in that was not undone, of all days or of one."""
    moment = select(func.min(CheckIn.at)).where(CheckIn.registration_id == Registration.id, STANDING)
    if day is not None:
        moment = moment.where(CheckIn.day == day)
    return moment.correlate(Registration).scalar_subquery()


def _rows(
    event: Event,
    filters: Filters,
    sorting: Sorting,
    counts: Counts,
    directory: BodyDirectory,
    start: int,
    size: int,
) -> Sequence[Any]:
    """The rows of a page. Which they are is decided on the index; only for them the rest is looked up."""
    narrowed = conditions(event.id, filters)
    bodies: list[int | None] = []
    if sorting.by is Order.BODY:
        ordered = participant_order.in_order(directory.order, sorting)
        bodies, start = participant_order.window(counts.bodies, ordered, start, size)
        narrowed.append(_among(bodies))
    by = participant_order.columns(sorting, bodies)
    shown = select(Registration.id).where(*narrowed).order_by(*by).limit(size).offset(start).cte("shown")
    asked = {"event": event.id, "today": event.local(now()).date()}
    return db.session.execute(_PAGE.add_cte(shown).order_by(*by), asked).all()


def _among(bodies: list[int | None]) -> ColumnElement[bool]:
    listed = [body for body in bodies if body is not None]
    condition = Registration.body_id.in_(listed) if listed else false()
    return or_(condition, Registration.body_id.is_(None)) if None in bodies else condition


def _position() -> ColumnElement[int | None]:
    """The position on the waiting list that `places.position` gives: the unverified do not count.

    All who wait are numbered once, when the first line that is shown and waits asks for its own: without such a line, nobody is.
    """
    row = _TABLE.alias("waiting").c
    earlier = (
        func.count()
        .filter(row.status != Status.UNVERIFIED)
        .over(partition_by=row.mode, order_by=(row.waiting_since, row.id), rows=(None, -1))
    )
    everybody = (
        select(row.id, (earlier + 1).label("position"))
        .where(row.event_id == bindparam("event"), row.place == Place.WAITING)
        .subquery()
    )
    here = select(everybody).where(everybody.c.id.in_(select(_SHOWN.c.id)))
    positions = here.cte("positions").prefix_with("MATERIALIZED").c
    own = select(positions.position).where(positions.id == _TABLE.c.id).correlate(_TABLE)
    return case((_TABLE.c.place == Place.WAITING, own.scalar_subquery()))


_TABLE = Registration.__table__
# Which lines a page shows each request says anew, by a part of this name; what is told of them is put together once.
_SHOWN = table("shown", column("id"))
_COLUMNS = (
    "id", "reference", "given_name", "family_name", "own_script_name", "discreet", "body_id", "body_text", "category",
    "role", "mode", "status", "place", "walk_in", "created_at", "origin",
)  # fmt: skip
_PAGE = select(
    *(_TABLE.c[name] for name in _COLUMNS),
    _position().label("position"),
    first_check_in().label("came_at"),
    first_check_in(bindparam("today")).label("came_today_at"),
    exists().where(CheckIn.event_id == bindparam("event")).label("log_exists"),
).join_from(_TABLE, _SHOWN, _SHOWN.c.id == _TABLE.c.id)


def _listed(row: Any, directory: BodyDirectory, language: str) -> Listed:
    return Listed(
        id=row.id,
        reference=row.reference,
        name=shown_name(row, Viewer.OTHERS, language),
        discreet=row.discreet,
        body=directory.name(row.body_id, row.body_text),
        body_code=directory.code(row.body_id),
        category=row.category,
        role=row.role,
        mode=row.mode,
        status=row.status,
        place=row.place,
        position=row.position,
        since=row.created_at,
        walk_in=row.walk_in,
        came_at=row.came_at,
        came_today_at=row.came_today_at,
        imported=row.origin is Origin.IMPORT,
        attendance_unknown=row.origin is Origin.IMPORT and not row.log_exists,
    )
