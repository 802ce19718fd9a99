"""Letters that failed for good, as things to do: until a later letter to the same person arrives, or somebody sets them aside.

A message to many stays one until that message arrives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Letter, LetterKind, LetterState, Person, Registration, User
from app.services import audit, event_sight, letter_log
from app.services.actors import Actor
from app.services.letter_errors import NothingToSetAside
from app.services.shown_names import ShownName, Viewer, shown_name

SHOWN = 20
_TO_WHOM = (
    joinedload(Letter.registration),
    joinedload(Letter.person),
    joinedload(Letter.body),
    joinedload(Letter.campaign),
)
# Written into the statement: PostgreSQL knows how few these are, and does not plan it anew each time.
_FAILED = literal(LetterState.FAILED, Letter.state.type, literal_execute=True)
WAITING = (LetterState.QUEUED, LetterState.SENDING, LetterState.WILL_RETRY)


@dataclass(frozen=True)
class Failures:
    """What is to be done about an event's letters: the latest of them, and how many there are in all."""

    letters: list[Letter]
    on_their_way: frozenset[int]  # ids of those whose person gets a later letter any moment
    total: int


class Mentioned(NamedTuple):
    """A failure as a page about something else mentions it."""

    id: int
    kind: LetterKind
    recipient: str | None
    server_said: str | None
    is_to_discreet: bool
    name: ShownName | None  # of whom it was for, as others may read it; None: it was for an address


@cache
def outstanding() -> tuple[ColumnElement[bool], ...]:
    """Which letters are still things to do, as conditions of a statement about `Letter`."""
    return (
        Letter.state == _FAILED,
        Letter.set_aside_at.is_(None),
        Letter.recipient.is_not(None),  # else the person has been erased
        ~_later_one(LetterState.SENT),
    )


def of_event(event: Event, most: int = SHOWN) -> Failures:
    """The failures of an event, the latest first, in one statement."""
    rows = db.session.execute(_latest(), {"event": event.id, "most": most}).all()
    return Failures(
        [letter for letter, _coming, _total in rows],
        frozenset(letter.id for letter, coming, _total in rows if coming),
        rows[0][2] if rows else 0,
    )


def mentioned(event: Event, most: int, language: str) -> list[Mentioned]:
    """The latest failures of an event in short, in one statement: no object is made of a letter or a person."""
    values = {"event": event.id, "most": most}
    rows: Iterable[Any] = db.session.connection().execute(_mentioned(), values)
    return [
        Mentioned(
            row.id,
            row.kind,
            row.recipient,
            row.server_said,
            bool(row.discreet),
            shown_name(row, Viewer.OTHERS, language) if row.is_for_a_person else None,
        )
        for row in rows
    ]


@cache
def _mentioned() -> Select[Any]:
    registered = Letter.registration_id.is_not(None)

    def of_whom(name: str) -> ColumnElement[Any]:
        return case((registered, getattr(Registration, name)), else_=getattr(Person, name)).label(name)

    return (
        select(
            Letter.id, Letter.kind, Letter.recipient, Letter.server_said, Registration.own_script_name,
            *(of_whom(name) for name in ("given_name", "family_name", "discreet")),
            or_(registered, Letter.person_id.is_not(None)).label("is_for_a_person"),
        )
        .outerjoin(Letter.registration)
        .outerjoin(Letter.person)
        .where(Letter.event_id == bindparam("event", type_=Integer), *outstanding())
        .order_by(Letter.id.desc())
        .limit(bindparam("most", type_=Integer))
    )  # fmt: skip


@cache
def _latest() -> Select[Letter, bool, int]:
    """The statement of `of_event`; with so many ways it takes longer to be built than to be answered."""
    return (
        select(Letter, _later_one(*WAITING), func.count().over())
        .where(Letter.event_id == bindparam("event", type_=Integer), *outstanding())
        .order_by(Letter.id.desc())
        .limit(bindparam("most", type_=Integer))
        .options(letter_log.SHOWN, *_TO_WHOM)
    )


def by_event(user: User) -> dict[int, int]:
    """How many failures there are at each of a user's events, by the event's id; events without any are left out."""
    seen = event_sight.visible(user).with_only_columns(Event.id)
    query = select(Event.id, func.count()).join(Letter, Letter.event_id == Event.id)
    query = query.where(Event.id.in_(seen), *outstanding()).group_by(Event.id)
    return dict(db.session.execute(query).tuples().all())


def is_outstanding(letter: Letter) -> bool:
    """Whether a letter is still a thing to do."""
    query = select(Letter.id).where(Letter.id == letter.id, *outstanding())
    return db.session.scalar(query) is not None


def set_aside(letter: Letter, actor: Actor) -> None:
    """Note that somebody has dealt with a failure in another way.

    Raises:
        NothingToSetAside: the letter has not failed.
    """
    if letter.state is not LetterState.FAILED:
        raise NothingToSetAside
    if letter.set_aside_at is None:
        letter.set_aside_at = now()
        audit.record(actor, "letter.set_aside", letter)
        db.session.flush()


def _is_later_copy(later: type[Letter]) -> ColumnElement[bool]:
    """A copy is to nobody but its address."""
    return and_(
        Letter.kind == LetterKind.CONVOCATION_COPY,
        later.kind == Letter.kind,
        later.event_id == Letter.event_id,
        later.body_id == Letter.body_id,
        later.recipient == Letter.recipient,
    )


@cache
def _later_one(*states: LetterState) -> ColumnElement[bool]:
    """Whether the person has a later letter in one of these states; each way by itself, so that an index serves."""
    later = aliased(Letter)
    # A message to many says what no other letter does: only the same message, sent again, settles it.
    serves = or_(Letter.campaign_id.is_(None), later.campaign_id == Letter.campaign_id)

    def one(same: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(same, serves, later.id > Letter.id, later.state.in_(states))

    return or_(
        one(later.registration_id == Letter.registration_id),
        one(later.person_id == Letter.person_id),
        and_(Letter.user_id.is_not(None), one(later.user_id == Letter.user_id)),
        and_(Letter.kind == LetterKind.CONVOCATION_COPY, one(_is_later_copy(later))),
    )
