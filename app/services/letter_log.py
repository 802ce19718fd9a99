"""What was sent for an event, letter by letter, the newest first: the page of a list, and counts that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only

from app.extensions import db
from app.lib.paging import PageOf, existing, start_of
from app.models import Body, Campaign, Event, Letter, LetterKind, LetterState, Person, Registration
from app.services import settings
from app.services.errors import NotFound

SHOWN = load_only(
    Letter.kind, Letter.state, Letter.recipient, Letter.attempts, Letter.not_before, Letter.lease_until,
    Letter.server_said, Letter.created_at, Letter.sent_at, Letter.set_aside_at, Letter.event_id,
    Letter.registration_id, Letter.person_id, Letter.body_id, Letter.user_id, Letter.campaign_id,
)  # fmt: skip
_NAMES = (
    Registration.given_name, Registration.family_name, Registration.own_script_name, Registration.discreet,
)  # fmt: skip
_MESSAGE = (
    Campaign.state, Campaign.kind, Campaign.event_id, Campaign.subject_en, Campaign.subject_fr,
)  # fmt: skip
TO_WHOM = (
    joinedload(Letter.registration).load_only(*_NAMES),
    joinedload(Letter.person).load_only(Person.given_name, Person.family_name, Person.discreet),
    joinedload(Letter.body).load_only(Body.code),
    joinedload(Letter.campaign).load_only(*_MESSAGE),
)


@dataclass(frozen=True)
class Filters:
    """Which letters are asked for; what is empty asks for all."""

    state: tuple[LetterState, ...] = ()
    kind: tuple[LetterKind, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.state or self.kind)


@dataclass(frozen=True)
class LogPage(PageOf):
    """A page of the list. `states` and `kinds` count what the other filter leaves, so that each choice says what it gives."""

    letters: Sequence[Letter]
    states: Counter[LetterState]
    kinds: Counter[LetterKind]
    everything: int  # letters of the event; `total` counts those that match
    counted: Counter[tuple[LetterState, LetterKind]]

    def number_of(self, filters: Filters) -> int:
        """How many letters of the event other filters would find."""
        return sum(times for key, times in self.counted.items() if _matches(filters, *key))


def page(event: Event, filters: Filters, number: int) -> LogPage:
    """A page of an event's letters, in two statements; a page beyond the last is the last."""
    counted, size = _counted(event)
    total = sum(counted[key] for key in counted if _matches(filters, *key))
    number = existing(number, total, size)
    states, kinds = Counter[LetterState](), Counter[LetterKind]()
    for (state, kind), times in counted.items():
        if not filters.kind or kind in filters.kind:
            states[state] += times
        if not filters.state or state in filters.state:
            kinds[kind] += times
    letters = _letters(event, filters, number, size) if total else []
    return LogPage(letters, states, kinds, counted.total(), counted, number=number, size=size, total=total)


def letter_of(event: Event, letter_id: int) -> Letter:
    """A letter of an event, with what it is about.

    Raises:
        NotFound: the event has none with this id.
    """
    letter = db.session.scalar(
        select(Letter)
        .where(Letter.id == letter_id, Letter.event_id == event.id)
        .options(
            joinedload(Letter.registration).joinedload(Registration.body),
            joinedload(Letter.person),
            joinedload(Letter.body),
            joinedload(Letter.campaign).selectinload(Campaign.files),
        )
    )
    if letter is None:
        raise NotFound
    return letter


def _counted(event: Event) -> tuple[Counter[tuple[LetterState, LetterKind]], int]:
    """How many letters there are of each state and kind, and how many stand on a page."""
    size = settings.changed_value("list_page_size")
    query = select(Letter.state, Letter.kind, func.count(), size).where(Letter.event_id == event.id)
    rows = db.session.execute(query.group_by(Letter.state, Letter.kind)).tuples().all()
    counted = Counter({(state, kind): times for state, kind, times, _size in rows})
    return counted, settings.effective("list_page_size", rows[0][3] if rows else None)


def _matches(filters: Filters, state: LetterState, kind: LetterKind) -> bool:
    return (not filters.state or state in filters.state) and (not filters.kind or kind in filters.kind)


def _letters(event: Event, filters: Filters, number: int, size: int) -> Sequence[Letter]:
    query = select(Letter).where(Letter.event_id == event.id)
    if filters.state:
        query = query.where(Letter.state.in_(filters.state))
    if filters.kind:
        query = query.where(Letter.kind.in_(filters.kind))
    query = query.order_by(Letter.id.desc()).offset(start_of(number, size)).limit(size)
    return db.session.scalars(query.options(SHOWN, *TO_WHOM)).all()
