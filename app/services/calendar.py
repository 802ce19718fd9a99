"""The public calendar: what is coming, what has been, and in which state each event is for the public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Admission,
    Body,
    Event,
    EventKind,
    EventSession,
    EventStatus,
    Registration,
    ReportedFigure,
    SessionRole,
)
from app.services import admission_rules, event_states
from app.services.errors import NotFound

_WITH_ADMISSIONS = (
    select(Event)
    .where(Event.slug == bindparam("slug"), Event.status != EventStatus.DRAFT)
    .options(joinedload(Event.admissions))
)
# A second statement that SQLAlchemy brings by itself is put together anew each time: a tenth of the page.
_SESSIONS = (
    select(EventSession)
    .where(EventSession.event_id == bindparam("event"))
    .order_by(EventSession.starts_at, EventSession.position, EventSession.id)
    .options(joinedload(EventSession.roles).joinedload(SessionRole.registration))
)
# What the public page tells. A row has half as many columns with it, and reading them was a third of the page.
_TOLD_OF_EVENT = load_only(
    Event.slug, Event.kind, Event.status, Event.fictional, Event.title_en, Event.title_fr, Event.summary_en,
    Event.summary_fr, Event.practical_en, Event.practical_fr, Event.year, Event.starts_at, Event.ends_at,
    Event.times_known, Event.time_zone, Event.mode, Event.city, Event.venue_en, Event.venue_fr,
    Event.capacity_in_person, Event.capacity_online, Event.opens_at, Event.closes_at, Event.nominations_until,
    Event.interpretation, Event.figures_public, Event.only_who_came, Event.cancelled_reason_en, Event.cancelled_reason_fr,
)  # fmt: skip
_PAGE = (
    select(Event)
    .where(Event.slug == bindparam("slug"), Event.status != EventStatus.DRAFT)
    .options(
        _TOLD_OF_EVENT,
        joinedload(Event.admissions).load_only(Admission.category, Admission.way, Admission.counts_capacity),
    )
)
_ROLES = joinedload(EventSession.roles)
_PAGE_SESSIONS = (
    select(EventSession)
    .where(EventSession.event_id == bindparam("event"))
    .order_by(EventSession.starts_at, EventSession.position, EventSession.id)
    .options(
        load_only(
            EventSession.kind, EventSession.title_en, EventSession.title_fr, EventSession.text_en, EventSession.text_fr,
            EventSession.starts_at, EventSession.ends_at, EventSession.room, EventSession.mode, EventSession.languages,
            EventSession.capacity, EventSession.sign_up, EventSession.cancelled_at,
        ),
        _ROLES.load_only(
            SessionRole.kind, SessionRole.plain_name, SessionRole.function_en, SessionRole.function_fr,
            SessionRole.name_public,
        ),
        _ROLES.joinedload(SessionRole.registration).load_only(
            Registration.given_name, Registration.family_name, Registration.own_script_name, Registration.discreet,
            Registration.function,
        ),
    )
)  # fmt: skip


class Tile(NamedTuple):
    """A member state's place on the map of tiles."""

    iso2: str
    row: int
    column: int


class Calendar(NamedTuple):
    """Coming events, the next first; past events, the latest first."""

    coming: list[Event]
    past: list[Event]

    @property
    def next_conference(self) -> Event | None:
        """The conference that the calendar opens with."""
        held = [event for event in self.coming if event.status is not EventStatus.CANCELLED]
        return next(
            (event for event in held if event.kind is EventKind.CONFERENCE), held[0] if held else None
        )


def calendar() -> Calendar:
    """All events that the public may see."""
    events: Sequence[Event] = db.session.scalars(
        select(Event).where(Event.status != EventStatus.DRAFT).options(selectinload(Event.admissions))
    ).all()
    at = now()
    coming = sorted(
        (event for event in events if not event.is_over(at)), key=lambda event: event.starts_at or at
    )
    past = sorted((event for event in events if event.is_over(at)), key=_latest_first)
    return Calendar(coming, past)


def programme_of(slug: str) -> Event:
    """An event with its admissions and its programme.

    Raises:
        NotFound: there is none, or it is still a draft.
    """
    return _with_sessions(_WITH_ADMISSIONS, _SESSIONS, slug)


def page_of(slug: str) -> Event:
    """The same, with what the public page tells of it and no more.

    Raises:
        NotFound: as above.
    """
    return _with_sessions(_PAGE, _PAGE_SESSIONS, slug)


def public_state(event: Event, at: datetime) -> str:
    """The state for the public: cancelled, past, soon, open, invitation or closed."""
    by_invitation = not admission_rules.open_categories(event.admissions)
    state = event_states.state(event, at, by_invitation=by_invitation)
    return "past" if state == "archived" else state


def known(events: Iterable[Event]) -> set[int]:
    """The ids of those events of whose participants something is known: their number is not unrecorded, if not published."""
    ids = [event.id for event in events]
    people = exists().where(Registration.event_id == Event.id)
    figures = exists().where(ReportedFigure.event_id == Event.id)
    return set(db.session.scalars(select(Event.id).where(Event.id.in_(ids), people | figures)))


def tiles() -> list[Tile]:
    """The member states on the map of tiles."""
    rows = db.session.execute(
        select(Body.iso2, Body.tile_row, Body.tile_column)
        .where(Body.tile_row.is_not(None))
        .order_by(Body.iso2)
    )
    return [Tile(iso2 or "", row or 0, column or 0) for iso2, row, column in rows]


def _with_sessions(one: Select[Event], programme: Select[EventSession], slug: str) -> Event:
    event = db.session.scalars(one, {"slug": slug}).unique().one_or_none()
    if event is None:
        raise NotFound
    sessions = db.session.scalars(programme, {"event": event.id}).unique().all()
    set_committed_value(event, "sessions", sessions)
    return event


def _latest_first(event: Event) -> tuple[int, float]:
    """By year, then by date; an event of a year whose dates are not known stands first in its year."""
    return (-event.year, -(event.starts_at.timestamp() if event.starts_at else float("inf")))
