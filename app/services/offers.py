"""What an event offers to whoever wants to register: capacities, bodies, sessions and how many places are left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Row, String, Table, bindparam, case, func, select, type_coerce
from sqlalchemy import cast as sql_cast

from app.extensions import db
from app.lib.bilingual import Bilingual
from app.models import (
    Admission,
    Body,
    Category,
    Event,
    EventSession,
    EventStatus,
    Mode,
    Notice,
    Place,
    Registration,
    SignUp,
    Way,
)
from app.services import admission_rules
from app.services.admission_rules import Admits, Admitted
from app.services.errors import NotFound


class ListedBody(NamedTuple):
    """What a list of choices tells of a body, its kind by its code."""

    id: int
    code: str
    alias: str | None
    kind: str
    iso2: str | None
    name_en: str
    name_fr: str
    sort_en: str
    sort_fr: str
    search_text: str

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_en, self.name_fr)

    def sort_in(self, chosen: str) -> str:
        return self.sort_fr if chosen == "fr" else self.sort_en


# In rows as the database gives them: a hundred objects that nobody changes took longer than their names.
_body = cast("Table", Body.__table__).c
_BODIES = select(
    *[type_coerce(_body[name], String) if name == "kind" else _body[name] for name in ListedBody._fields]
).where(_body.selectable)
_KIND = ListedBody._fields.index("kind")
# Asked for in every step of a registration, and therefore put together once.
_EVENT = select(Event).where(Event.slug == bindparam("slug"), Event.status != EventStatus.DRAFT)
# Its admissions beside it as one text, a line for each, of codes alone: joined, each would bring the whole event along.
_LINE: ColumnElement[str] = sql_cast(Admission.id, String)
for _fact in (type_coerce(Admission.category, String), type_coerce(Admission.way, String)):
    _LINE += " " + _fact
for _flag in (Admission.needs_correspondent, Admission.needs_secretariat, Admission.counts_capacity):
    _LINE += case((_flag, " y"), else_=" n")
_ADMISSIONS = (
    select(func.aggregate_strings(_LINE, "\n"))
    .where(Admission.event_id == Event.id)
    .correlate(Event)
    .scalar_subquery()
)
_EVENT_WITH_ADMISSIONS = _EVENT.add_columns(_ADMISSIONS)
_SIGNED_UP = (
    select(func.count())
    .where(SignUp.session_id == EventSession.id, SignUp.place == Place.HELD)
    .correlate(EventSession)
    .scalar_subquery()
)
_SESSIONS = (
    select(EventSession, _SIGNED_UP)
    .where(
        EventSession.event_id == bindparam("event"),
        EventSession.sign_up,
        EventSession.cancelled_at.is_(None),
    )
    .order_by(EventSession.starts_at, EventSession.position, EventSession.id)
)
_HELD_IN = (
    select(SignUp.session_id, func.count())
    .where(SignUp.session_id.in_(bindparam("sessions", expanding=True)), SignUp.place == Place.HELD)
    .group_by(SignUp.session_id)
)
_TAKEN = (
    select(Registration.mode, func.count())
    .where(
        Registration.event_id == bindparam("event"),
        Registration.place == Place.HELD,
        Registration.category.in_(bindparam("counting", expanding=True)),
    )
    .group_by(Registration.mode)
)
_notice = cast("Table", Notice.__table__).c
_NOTICE = select(Notice).order_by(Notice.number.desc()).limit(1)
_NOTICE_SHOWN = select(_notice.id, _notice.number).order_by(_notice.number.desc()).limit(1)


class NoticeShown(NamedTuple):
    """The version of the privacy notice that a form names."""

    id: int
    number: int


def public_event(slug: str) -> Event:
    """The event of an address, unless it is still a draft.

    Raises:
        NotFound: there is none that the public may see.
    """
    event = db.session.scalars(_EVENT, {"slug": slug}).one_or_none()
    if event is None:
        raise NotFound
    return event


def event_and_admissions(slug: str) -> tuple[Event, list[Admitted]]:
    """The same, with how each category comes to it, in the order in which that was entered; for looking at, not for changing.

    Raises:
        NotFound: there is none that the public may see.
    """
    row = db.session.execute(_EVENT_WITH_ADMISSIONS, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    event, lines = row
    return event, [
        _admitted(words) for words in sorted(map(str.split, (lines or "").splitlines()), key=_number)
    ]


def _number(words: list[str]) -> int:
    return int(words[0])


def _admitted(words: list[str]) -> Admitted:
    _, category, way, *flags = words
    return Admitted(Category(category), Way(way), *[flag == "y" for flag in flags])


def bodies_for(categories: list[Category]) -> list[Row[*tuple[Any, ...]]]:
    """What a list tells of the bodies that somebody of one of the categories can represent, in no order."""
    kinds = frozenset[str]().union(*map(admission_rules.kinds_for, categories))
    return [body for body in db.session.execute(_BODIES).all() if body[_KIND] in kinds]


def sessions_left(event: Event) -> tuple[list[EventSession], dict[int, int | None]]:
    """The event's sessions that need sign-up, in their order, and the places left in each; None: no limit."""
    rows = db.session.execute(_SESSIONS, {"event": event.id}).all()
    left = {
        session.id: None if session.capacity is None else max(session.capacity - taken, 0)
        for session, taken in rows
    }
    return [session for session, _ in rows], left


def left_in(sessions: Iterable[EventSession]) -> dict[int, int]:
    """The places left in those of some sessions that have a limit, by their ids; nothing is asked where none has one."""
    limits = {one.id: one.capacity for one in sessions if one.sign_up and one.capacity is not None}
    if not limits:
        return {}
    held = dict(db.session.execute(_HELD_IN, {"sessions": list(limits)}).tuples().all())
    return {number: max(limit - held.get(number, 0), 0) for number, limit in limits.items()}


def places_left(event: Event, admissions: Iterable[Admits] | None = None) -> dict[Mode, int]:
    """The places left in each mode that has a limit; a glance, not a promise. Its admissions are loaded unless they are given."""
    limits = {mode: limit for mode in event.modes if (limit := event.capacity(mode)) is not None}
    if not limits:
        return {}
    counting = [row.category for row in admissions or event.admissions if row.counts_capacity]
    held = dict(db.session.execute(_TAKEN, {"event": event.id, "counting": counting}).tuples().all())
    return {mode: max(limit - held.get(mode, 0), 0) for mode, limit in limits.items()}


def current_notice() -> Notice | None:
    """The privacy notice that is in force."""
    return db.session.scalar(_NOTICE)


def notice_shown() -> NoticeShown | None:
    """Which notice a form names now; its long text is left where it is."""
    row = db.session.execute(_NOTICE_SHOWN).one_or_none()
    return NoticeShown._make(row) if row is not None else None
