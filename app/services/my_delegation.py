"""What a correspondent's page tells: for each open event and each body spoken for, places, people, and what is awaited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import case, exists, select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    DELEGATIONS,
    LIVING,
    Body,
    Convocation,
    Event,
    EventDocument,
    EventStatus,
    Letter,
    Person,
    Place,
    Registration,
    Role,
    Status,
    Substitute,
)
from app.services import documents, known_people, letter_failures, member_steps, nominating, waiting_list
from app.services.actors import Actor, correspondent
from app.services.delegation_errors import CannotNominate
from app.services.delegation_sight import seen_by
from app.services.errors import DomainError
from app.services.known_people import Known
from app.services.member_steps import Step
from app.services.seat_counts import SeatCounts

_ANSWERED = (Status.VALIDATED, Status.CONFIRMED)
_TOGETHER = 3  # so many who wait to be validated are named one by one
_COMING = (EventStatus.PUBLISHED, EventStatus.CLOSED, EventStatus.CANCELLED)


Row = tuple[Registration, Substitute | None, int | None, bool]


@dataclass(frozen=True)
class Member:
    """Somebody of a delegation: the position while waiting, whom the person proposes instead, what can be done.

    `unreached`: a letter failed for good, and none that arrived has made up for it.
    """

    registration: Registration
    position: int | None
    substitute: Substitute | None  # not settled yet
    unreached: bool
    steps: frozenset[Step]


@dataclass(frozen=True)
class Awaited:
    """Something that waits for the correspondent: an answer at all, people to validate, to reach, or proposed."""

    code: str  # answer, validate, unreached, proposal
    delegation: Delegation
    members: list[Member]


@dataclass(frozen=True)
class Delegation:
    """A body's delegation at an event. The numbers are those of the seat rule."""

    event: Event
    body: Body
    convocation: Convocation | None
    quota: int | None  # None: no limit
    used: int  # of the quota
    answered: int  # of these, people who have said themselves that they come
    members: list[Member]  # living, the head first
    ended: list[Member]
    documents: list[EventDocument]
    known: list[Known]
    refusal: DomainError | None  # why nobody can be named now

    @property
    def key(self) -> str:
        """Where it stands on the page."""
        return key_of(self.event, self.body)

    @property
    def left(self) -> int | None:
        """How many places of the quota are free; None where no limit is set."""
        return None if self.quota is None else max(self.quota - self.used, 0)

    @property
    def head(self) -> Registration | None:
        """Who leads the delegation."""
        heads = (member.registration for member in self.members if member.registration.role is Role.HEAD)
        return next(heads, None)

    @property
    def to_validate(self) -> list[Member]:
        """Those who have registered themselves and wait for the correspondent."""
        return [member for member in self.members if Step.VALIDATE in member.steps]

    @property
    def proposals(self) -> list[Member]:
        """Those who do not come and propose somebody, while it can still be taken up."""
        return [member for member in self.ended if member.substitute is not None and self.is_open]

    @property
    def awaited(self) -> list[Awaited]:
        """What waits for the correspondent. Many who wait for the same are told as one."""
        if not self.is_open:
            return []
        points = [Awaited("answer", self, [])] if self.owes_answer else []
        validate, proposals = self.to_validate, self.proposals
        together = [validate] if len(validate) > _TOGETHER else [[member] for member in validate]
        points += [Awaited("validate", self, members) for members in together if members]
        points += [Awaited("unreached", self, [member]) for member in self.members if member.unreached]
        return points + [Awaited("proposal", self, [member]) for member in proposals]

    @property
    def is_open(self) -> bool:
        """Whether the event can still be worked on."""
        return not self.event.is_read_only and not self.event.is_over(now())

    @property
    def is_late(self) -> bool:
        """Whether the time to nominate is over."""
        until = self.event.nominations_end
        return until is not None and until <= now()

    @property
    def owes_answer(self) -> bool:
        """Whether the body was invited and has neither named anybody, ever, nor refused."""
        row = self.convocation
        named = any(member.registration.registered_at for member in (*self.members, *self.ended))
        return row is not None and row.refused_at is None and not named and self.refusal is None

    @property
    def may_refuse(self) -> bool:
        """Whether the body can say that it will not attend."""
        row = self.convocation
        coming = any(member.registration.registered_at for member in self.members)
        return row is not None and row.refused_at is None and not coming and self.is_open


def key_of(event: Event, body: Body) -> str:
    """Where a delegation stands on the page."""
    return f"{event.slug}-{body.code.lower()}"


def of(bodies: Sequence[Body], person: Person) -> list[Delegation]:
    """A correspondent’s delegations to all events that are not over, the next event first; in eight statements.

    An event that takes nobody of a body is left out, unless the body was invited or has somebody there.
    """
    events, actor = _coming(person), correspondent(person)
    if not events:
        return []
    seats = SeatCounts.of_all(events)
    rows = _Rows(events, bodies)
    made = [_delegation(seats[event.id], body, rows, actor) for event in events for body in bodies]
    return [one for one in made if _concerns(one, seats[one.event.id])]


def _coming(person: Person) -> Sequence[Event]:
    return db.session.scalars(
        select(Event)
        .where(Event.status.in_(_COMING), Event.ends_at > now(), seen_by(person))
        .order_by(Event.starts_at, Event.id)
    ).all()


class _Rows:
    """What is read for all delegations at once."""

    def __init__(self, events: Sequence[Event], bodies: Sequence[Body]) -> None:
        pairs = [(event.id, body.id) for event in events for body in bodies]
        self.members = _members([event.id for event in events], [body.id for body in bodies])
        self.convocations = _convocations([event.id for event in events], [body.id for body in bodies])
        self.documents = documents.for_correspondents(events)
        self.known = known_people.offered(pairs)


def _members(
    event_ids: Collection[int], body_ids: Collection[int]
) -> dict[tuple[int, int | None], list[Row]]:
    waiting = waiting_list.numbered(event_ids)
    unreached = exists().where(Letter.registration_id == Registration.id, *letter_failures.outstanding())
    rows = db.session.execute(
        select(Registration, Substitute, waiting.c.position, unreached)
        .outerjoin(waiting, waiting.c.id == Registration.id)
        .outerjoin(
            Substitute,
            (Substitute.registration_id == Registration.id)
            & Substitute.settled_at.is_(None)
            & Substitute.family_name.is_not(None),
        )
        .where(
            Registration.event_id.in_(event_ids),
            Registration.body_id.in_(body_ids),
            Registration.category.in_(DELEGATIONS),
        )
        .order_by(case((Registration.role == Role.HEAD, 0), else_=1), Registration.sort_name, Registration.id)
    )
    found = defaultdict(list)
    for row in rows.tuples():
        found[row[0].event_id, row[0].body_id].append(row)
    return found


def _convocations(
    event_ids: Collection[int], body_ids: Collection[int]
) -> dict[tuple[int, int], Convocation]:
    rows = db.session.scalars(
        select(Convocation).where(Convocation.event_id.in_(event_ids), Convocation.body_id.in_(body_ids))
    )
    return {(row.event_id, row.body_id): row for row in rows}


def _delegation(seats: SeatCounts, body: Body, rows: _Rows, actor: Actor) -> Delegation:
    event, key = seats.event, (seats.event.id, body.id)
    members = [
        Member(row, position, substitute, unreached, member_steps.allowed(row, seats))
        for row, substitute, position, unreached in rows.members[key]
    ]
    held = [one.registration for one in members if one.registration.place is Place.HELD]
    return Delegation(
        event=event,
        body=body,
        convocation=rows.convocations.get(key),
        quota=seats.quota(body),
        used=seats.by_body[body.id],
        answered=sum(seats.is_vouched(row) and row.status in _ANSWERED for row in held),
        members=[one for one in members if one.registration.status in LIVING],
        ended=[one for one in members if one.registration.status not in LIVING],
        documents=rows.documents[event.id],
        known=rows.known[key],
        refusal=nominating.refusal(event, body, actor, seats.admissions),
    )


def _concerns(delegation: Delegation, seats: SeatCounts) -> bool:
    takes_nobody = isinstance(delegation.refusal, CannotNominate)
    return not takes_nobody or delegation.convocation is not None or bool(delegation.members)
