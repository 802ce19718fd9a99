"""Conferences made up at random: who was registered, what the log says of them, what was counted, written and reported.

A plan is plain Python, without a database, so that `plain_counts` can count it by hand; `held` turns it into rows.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    ActorKind,
    Category,
    CheckIn,
    CheckInKind,
    Convocation,
    Event,
    Gender,
    HeadCount,
    Language,
    Letter,
    LetterKind,
    LetterState,
    Mode,
    Origin,
    Place,
    Registration,
    ReportedFigure,
    Role,
    SessionKind,
    SignUp,
    Status,
)
from app.services.indicators import REPORTED
from tests.factories.bodies import a_body
from tests.factories.events import a_session
from tests.factories.figures import a_past_event
from tests.factories.registrations import an_unwritten_registration

# Clocks in Paris were put forward in the 31st week before it, and back three days before it.
BEGINS = datetime(2025, 10, 29, 8, tzinfo=UTC)
ENDS = datetime(2025, 10, 30, 16, tzinfo=UTC)
DAYS = (date(2025, 10, 28), date(2025, 10, 29), date(2025, 10, 30))  # the first is the evening before
STATES, OBSERVERS = ("MD", "DE", "AT"), ("CA", "INTERPOL", "EUROPOL")
BODIES = (*STATES, *OBSERVERS, "ECCD")
_SENDERS = {Category.MEMBER_STATE_DELEGATE: STATES, Category.OBSERVER: OBSERVERS}
_NAMED_LETTERS = (LetterKind.CONFIRMED, LetterKind.MESSAGE, LetterKind.CONVOCATION)
_FRESH = (Status.UNVERIFIED, Status.EXPIRED)  # who may never have been registered at all


@dataclass(frozen=True)
class Line:
    """A line of the log: in one of the sessions or at the entrance, so many minutes after the event began."""

    session: int | None
    day: date | None
    kind: CheckInKind
    mode: Mode
    at: int
    minutes: int | None  # only in a report of an online session
    undone: bool


@dataclass(frozen=True)
class Guest:
    """A registration, with the lines of the log and the sign-ups that belong to it."""

    category: Category
    status: Status
    body: str | None
    replaced: bool
    place: Place
    walk_in: bool
    mode: Mode
    role: Role | None
    gender: Gender | None
    language: Language
    first_recorded: bool | None
    origin: Origin
    registered_at: datetime | None
    sign_ups: dict[int, Place]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Room:
    """A session: who is counted in it, and the head counts (number, minutes after the event began) in their order."""

    capacity: int | None
    sign_up: bool
    exits: bool
    shown: bool  # neither a break nor cancelled
    heads: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Conference:
    """An event that is over, and everything that is on record of it."""

    guests: tuple[Guest, ...]
    rooms: tuple[Room, ...]
    only_who_came: bool
    invited: dict[str, bool]  # and whether the body declined
    letters: tuple[tuple[LetterKind, LetterState], ...]
    reported: dict[str, int]


def _moments() -> st.SearchStrategy[datetime]:
    """Moments around the Mondays of many weeks, to the minute, by the clocks of the place."""
    monday = datetime(2025, 10, 27, tzinfo=ZoneInfo("Europe/Paris"))
    return st.builds(
        lambda weeks, minutes: (monday - timedelta(weeks=weeks)).astimezone(UTC) + timedelta(minutes=minutes),
        st.integers(0, 36),
        st.sampled_from([-1, 0, 1, 3000]),
    )


@st.composite
def _lines(draw: st.DrawFn) -> tuple[Line, ...]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        session = draw(st.sampled_from([None, None, 0, 1, 2]))
        known = {(line.session, line.day) for line in found if line.minutes is not None}
        day, online = draw(st.sampled_from([None, *DAYS])), draw(st.booleans())
        # Of one occasion a report tells somebody's minutes once; the desk writes none.
        told = online and (session, day) not in known and draw(st.booleans())
        found.append(
            Line(
                session,
                day,
                CheckInKind.IN
                if told
                else draw(st.sampled_from([CheckInKind.IN, CheckInKind.IN, CheckInKind.OUT])),
                Mode.ONLINE if online else Mode.IN_PERSON,
                draw(st.integers(0, 5)),
                draw(st.integers(0, 90)) if told else None,
                draw(st.sampled_from([False, False, True])),
            )
        )
    return tuple(found)


@st.composite
def _guest(draw: st.DrawFn) -> Guest:
    category, status = draw(st.sampled_from(Category)), draw(st.sampled_from(Status))
    living = status in LIVING
    bodies = (
        ["ECCD"] if category is Category.INTERNAL_PARTNER else list(_SENDERS.get(category, (*BODIES, None)))
    )
    waits = living and status is not Status.CONFIRMED and draw(st.booleans())
    never = status is Status.UNVERIFIED or (status in _FRESH and draw(st.booleans()))
    held = {
        number: draw(st.sampled_from([Place.HELD, Place.WAITING]))
        for number in draw(st.sets(st.integers(0, 2)))
    }
    return Guest(
        category=category,
        status=status,
        body=draw(st.sampled_from(bodies)),
        replaced=not living and draw(st.booleans()),
        place=Place.WAITING if waits else Place.HELD if living else Place.NONE,
        walk_in=draw(st.booleans()),
        mode=draw(st.sampled_from([Mode.IN_PERSON, Mode.ONLINE])),
        role=draw(st.sampled_from([None, *(role for role in Role if role is not Role.HEAD)])),
        gender=draw(st.sampled_from([None, *Gender])),
        language=draw(st.sampled_from(Language)),
        first_recorded=draw(st.sampled_from([None, True, False])),
        origin=draw(st.sampled_from([Origin.PUBLIC, Origin.NOMINATION, Origin.DESK, Origin.IMPORT])),
        registered_at=None if never else draw(_moments()),
        sign_ups=held,
        lines=draw(_lines()),
    )


_room = st.builds(
    Room,
    capacity=st.sampled_from([None, 0, 1, 3]),
    sign_up=st.booleans(),
    exits=st.booleans(),
    shown=st.sampled_from([True, True, True, False]),
    heads=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=2).map(tuple),
)
conference = st.builds(
    Conference,
    guests=st.lists(_guest(), max_size=8).map(tuple),
    rooms=st.lists(_room, min_size=3, max_size=3).map(tuple),
    only_who_came=st.sampled_from([False, False, False, True]),
    invited=st.dictionaries(st.sampled_from(BODIES), st.booleans(), max_size=4),
    letters=st.lists(
        st.tuples(st.sampled_from(_NAMED_LETTERS), st.sampled_from(LetterState)), max_size=4
    ).map(tuple),
    reported=st.dictionaries(st.sampled_from(sorted(REPORTED)), st.integers(0, 99), max_size=3),
)


def held(plan: Conference) -> Event:
    """The event of a plan, with all its rows."""
    event = a_past_event(starts_at=BEGINS, ends_at=ENDS, only_who_came=plan.only_who_came)
    rooms = [_a_room(event, number, room) for number, room in enumerate(plan.rooms)]
    people = [(_registered(event, guest), guest) for guest in plan.guests]
    db.session.add_all(registration for registration, _ in people)
    db.session.flush()
    lines = [
        (_entry(registration, line, rooms), line) for registration, guest in people for line in guest.lines
    ]
    db.session.add_all(entry for entry, _ in lines)
    for registration, guest in people:
        db.session.add_all(
            _sign_up(registration, rooms[number], place) for number, place in guest.sign_ups.items()
        )
    db.session.add_all(
        Convocation(event=event, body=a_body(code), invited_at=now(), refused_at=now() if declined else None)
        for code, declined in plan.invited.items()
    )
    db.session.add_all(_letter(event, kind, state) for kind, state in plan.letters)
    db.session.add_all(
        ReportedFigure(event_id=event.id, indicator=code, value=value, source="A report", entered_at=now())
        for code, value in plan.reported.items()
    )
    db.session.flush()
    db.session.add_all(_undo(entry) for entry, line in lines if line.undone)
    db.session.flush()
    return event


def _a_room(event: Event, number: int, room: Room) -> Any:
    changes: dict[str, Any] = {"kind": SessionKind.BREAK} if not room.shown and number % 2 else {}
    if not room.shown and not number % 2:
        changes["cancelled_at"] = BEGINS
    made = a_session(event, number, capacity=room.capacity, sign_up=room.sign_up, exits=room.exits, **changes)
    for heads, minutes in room.heads:
        at = BEGINS + timedelta(minutes=minutes)
        db.session.add(HeadCount(session_id=made.id, number=heads, at=at, actor_kind=ActorKind.DESK))
        db.session.flush()
    return made


def _registered(event: Event, guest: Guest) -> Registration:
    names = (
        "category",
        "replaced",
        "place",
        "walk_in",
        "mode",
        "role",
        "gender",
        "language",
        "first_recorded",
    )
    facts = {name: getattr(guest, name) for name in (*names, "origin", "registered_at")}
    body = a_body(guest.body) if guest.body else None
    return an_unwritten_registration(event, guest.status, body=body, **facts)


def _entry(registration: Registration, line: Line, rooms: list[Any]) -> CheckIn:
    at = BEGINS + timedelta(minutes=line.at)
    return CheckIn(
        client_id=str(uuid.uuid4()),
        event_id=registration.event_id,
        registration_id=registration.id,
        session_id=None if line.session is None else rooms[line.session].id,
        at=at,
        received_at=at,
        actor_kind=ActorKind.DESK,
        **{name: getattr(line, name) for name in ("day", "mode", "kind", "minutes")},
    )


def _undo(entry: CheckIn) -> CheckIn:
    names = ("event_id", "registration_id", "session_id", "day", "mode", "at", "received_at", "actor_kind")
    facts = {name: getattr(entry, name) for name in names}
    return CheckIn(client_id=str(uuid.uuid4()), kind=CheckInKind.UNDO, undoes_id=entry.id, **facts)


def _sign_up(registration: Registration, session: Any, place: Place) -> SignUp:
    waiting = now() if place is Place.WAITING else None
    return SignUp(registration=registration, session=session, place=place.value, waiting_since=waiting)


def _letter(event: Event, kind: LetterKind, state: LetterState) -> Letter:
    return Letter(
        dedupe_key=str(uuid.uuid4()),
        message_id=f"<{uuid.uuid4()}@test>",
        kind=kind,
        event_id=event.id,
        language=Language.EN,
        state=state,
        not_before=now(),
        created_at=now(),
    )
