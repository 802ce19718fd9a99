"""As many more fictional participants as somebody wants to see the application work with, put in by the thousand.

Going through the services one by one would take an hour for 20,000 people; here their rows are written as the services
would have left them. Every limit is raised by what is taken, so that nobody who waits is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.lib.names import identity_key, normalised_address
from app.lib.tokens import clear_code
from app.models import (
    ActorKind,
    Body,
    BodyKind,
    Category,
    Event,
    Mode,
    Origin,
    Person,
    Place,
    Quota,
    Registration,
    Role,
    Status,
    StatusChange,
)
from app.services import places, registering
from app.services.demonstration.cast import Member, members
from app.services.demonstration.stories import VOUCHED
from app.services.seat_counts import SeatCounts

AT_ONCE = 1000
_BECOME = (Status.CONFIRMED,) * 15 + (Status.SUBMITTED,) * 3 + (Status.WITHDRAWN, Status.DECLINED)
_STEPS = {
    Status.SUBMITTED: (Status.SUBMITTED,),
    Status.CONFIRMED: (Status.SUBMITTED, Status.VALIDATED, Status.CONFIRMED),
    Status.WITHDRAWN: (Status.SUBMITTED, Status.WITHDRAWN),
    Status.DECLINED: (Status.SUBMITTED, Status.DECLINED),
}
_WHO = {
    Status.SUBMITTED: ActorKind.PERSON,
    Status.VALIDATED: ActorKind.STAFF,
    Status.CONFIRMED: ActorKind.SYSTEM,
    Status.WITHDRAWN: ActorKind.PERSON,
    Status.DECLINED: ActorKind.STAFF,
}
_HELD = {Status.SUBMITTED, Status.VALIDATED, Status.CONFIRMED}


def size(event_id: int) -> int:
    """How many registrations an event has, in whatever state."""
    return db.session.scalar(select(func.count()).where(Registration.event_id == event_id)) or 0


def add(event_id: int, upto: int) -> int:
    """Add at most a thousand people, until the event has so many; how many were added. The caller commits and asks again."""
    event = places.lock(event_id)
    present = size(event_id)
    states = list(
        db.session.scalars(select(Body).where(Body.kind == BodyKind.MEMBER_STATE).order_by(Body.code))
    )
    bodies = {body.code: body for body in db.session.scalars(select(Body))}
    taken = set(db.session.scalars(select(Registration.reference).where(Registration.event_id == event.id)))
    people = []
    for number in range(present, min(upto, present + AT_ONCE)):
        member = members()[number % len(members())]
        body = states[number % len(states)] if _is_delegate(member) else bodies.get(member.body or "")
        people.append(_person(event, member, body, number, _free_reference(event, taken)))
    _make_room(event, people)
    db.session.add_all(people)
    db.session.flush()
    places.refuse_lowered_limits(SeatCounts(event))
    return len(people)


def _is_delegate(member: Member) -> bool:
    return member.category is Category.MEMBER_STATE_DELEGATE


def _person(event: Event, member: Member, body: Body | None, number: int, reference: str) -> Registration:
    cast = members()
    given = cast[number * 7 % len(cast)].given_name
    family = cast[(number * 11 + number // len(cast)) % len(cast)].family_name
    email = f"person{number}@{(member.body or 'guests').lower()}.example"
    status = _BECOME[number % len(_BECOME)]
    began = _moment(event, number)
    registration = Registration(
        event=event,
        reference=reference,
        badge_code=clear_code(20),
        category=member.category,
        role=Role.DELEGATE if member.category.in_delegation else None,
        body=body,
        body_text=None if body else member.body_text,
        mode=Mode.ONLINE if number % 10 == 9 else Mode.IN_PERSON,
        status=status,
        place=Place.HELD if status in _HELD else Place.NONE,
        origin=Origin.STAFF if member.invited else Origin.PUBLIC,
        given_name=given,
        family_name=family,
        email=email,
        email_key=normalised_address(email),
        identity_key=identity_key(email, given, family),
        function=member.function,
        service=member.service,
        language=member.language,
        gender=member.gender,
        created_at=began,
        verified_at=None if member.invited else began,
        registered_at=began,
        history=list(_history(member, status, began)),
    )
    registration.person = _known(registration)
    if status is Status.CONFIRMED:
        registration.confirmed_at, registration.first_recorded = registration.history[-1].at, True
    registering.set_search_text(registration)
    return registration


def _known(registration: Registration) -> Person:
    copied = ("identity_key", "given_name", "family_name", "email", "language", "gender", "created_at")
    return Person(**{name: getattr(registration, name) for name in copied})


def _history(member: Member, status: Status, began: datetime) -> Iterator[StatusChange]:
    before = None if member.invited else Status.UNVERIFIED
    if before is not None:
        yield _change(None, before, ActorKind.PERSON, began)
    for number, step in enumerate(_STEPS[status]):
        if step is Status.VALIDATED and not member.category.in_delegation:
            continue
        who = ActorKind.STAFF if member.invited and step is Status.SUBMITTED else _WHO[step]
        yield _change(before, step, who, began + timedelta(minutes=10 + 90 * number))
        before = step


def _change(before: Status | None, after: Status, who: ActorKind, at: datetime) -> StatusChange:
    return StatusChange(
        at=at,
        actor_kind=who,
        status_from=before,
        status_to=after,
        place_from=None if before is None else Place.HELD,
        place_to=Place.HELD if after in _HELD or after is Status.UNVERIFIED else Place.NONE,
        note=VOUCHED if after is Status.VALIDATED else None,
    )


def _moment(event: Event, number: int) -> datetime:
    """Some moment since registration opened."""
    opened = event.opens_at or now()
    return opened + (now() - opened) * (number % 997 / 1010)


def _free_reference(event: Event, taken: set[str]) -> str:
    reference = f"{event.short_code}-{clear_code(5)}"
    while reference in taken:
        reference = f"{event.short_code}-{clear_code(5)}"
    taken.add(reference)
    return reference


def _make_room(event: Event, people: list[Registration]) -> None:
    held = [person for person in people if person.place is Place.HELD]
    by_mode = Counter(person.mode for person in held)
    if event.capacity_in_person is not None:
        event.capacity_in_person += by_mode[Mode.IN_PERSON]
    if event.capacity_online is not None:
        event.capacity_online += by_mode[Mode.ONLINE]
    largest = max(
        Counter(person.body for person in held if person.category.in_delegation).values(), default=0
    )
    for quota in db.session.scalars(select(Quota).where(Quota.event_id == event.id)):
        quota.places += largest
