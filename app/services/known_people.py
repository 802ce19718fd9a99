"""People known from earlier years who agreed that what they told is used again: a delegation can name them with one click."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import DELEGATIONS, LIVING, Event, EventStatus, Person, Registration, Role
from app.services import nominating, places
from app.services.actors import Actor
from app.services.errors import NotFound
from app.services.nominating import Nominee
from app.services.participation import attended, confirmed

Delegation = tuple[int, int]  # the ids of an event and of a body


@dataclass(frozen=True)
class Known:
    """Somebody who was in a body's delegation before: when that was last, and as what."""

    person: Person
    year: int
    role: Role | None
    function: str | None

    @property
    def nominee(self) -> Nominee:
        """As whom the person is named. Who is head this time is decided anew."""
        return Nominee(
            family_name=str(self.person.family_name),
            given_name=self.person.given_name,
            email=str(self.person.email),
            function=self.function,
            role=Role.DELEGATE if self.role is Role.HEAD else self.role,
            language=self.person.language,
            discreet=self.person.discreet,
        )


def offered(delegations: Collection[Delegation]) -> dict[Delegation, list[Known]]:
    """Whom each of some delegations can name from memory, the latest first, in one statement.

    Those who consented, whose last delegation was this body's, and who are not registered for the event now.
    """
    found: dict[Delegation, list[Known]] = {delegation: [] for delegation in delegations}
    if not found:
        return found
    for event_id, body_id, known in _known(delegations, not_yet_registered=True):
        found[event_id, body_id].append(known)
    return found


def nominate(event_id: int, body_id: int, person_id: int, actor: Actor) -> Registration:
    """Name somebody known from earlier years.

    Raises:
        NotFound: this delegation does not know such a person.
        AlreadyRegistered: the person is registered by now.
        Refused: as `nominating.nominate`.
    """
    places.lock(event_id)
    for _event, _body, known in _known([(event_id, body_id)], Person.id == person_id):
        return nominating.nominate(event_id, body_id, known.nominee, actor)
    raise NotFound


_Now = aliased(Event)  # the event for which somebody is to be named
_Living = aliased(Registration)


def _known(
    delegations: Collection[Delegation], *conditions: ColumnElement[bool], not_yet_registered: bool = False
) -> list[tuple[int, int, Known]]:
    """Persons with their last delegation before an event, where it was that of the body in question."""
    last = _delegations_before(delegations).subquery()
    query = (
        select(last.c.now_id, last.c.body_id, Person, last.c.year, last.c.role, last.c.function)
        .join(Person, Person.id == last.c.person_id)
        .where(
            last.c.nth == 1,
            tuple_(last.c.now_id, last.c.body_id).in_(list(delegations)),
            Person.reuse_consent,
            Person.anonymised_at.is_(None),
            Person.family_name.is_not(None),
            Person.email.is_not(None),
            *conditions,
        )
        .order_by(last.c.year.desc(), Person.family_name, Person.given_name, Person.id)
    )
    if not_yet_registered:
        query = query.where(~_registered(last.c.now_id))
    return [(event_id, body_id, Known(*facts)) for event_id, body_id, *facts in db.session.execute(query)]


def _delegations_before(delegations: Collection[Delegation]) -> Select[Any]:
    """Every delegation in which a person has been before an event, numbered from the latest."""
    theirs = aliased(Registration)
    of_these_bodies = select(theirs.person_id).where(
        theirs.body_id.in_({body_id for _event, body_id in delegations})
    )
    latest_first = (Event.year.desc(), Event.starts_at.desc().nulls_last(), Registration.id.desc())
    nth = func.row_number().over(partition_by=(_Now.id, Registration.person_id), order_by=latest_first)
    return (
        select(
            _Now.id.label("now_id"),
            Registration.body_id.label("body_id"),
            Registration.person_id.label("person_id"),
            Registration.role.label("role"),
            Registration.function.label("function"),
            Event.year.label("year"),
            nth.label("nth"),
        )
        .select_from(Registration)
        .join(Event, Event.id == Registration.event_id)
        .join(_Now, _earlier())
        .where(
            _Now.id.in_({event_id for event_id, _body in delegations}),
            Registration.person_id.in_(of_these_bodies),
            Registration.category.in_(DELEGATIONS),
            confirmed() | attended(),
        )
    )


def _earlier() -> ColumnElement[bool]:
    """The same host's events before; where the dates of one are not known, the years decide."""
    unknown = or_(Event.starts_at.is_(None), _Now.starts_at.is_(None))
    return and_(
        Event.id != _Now.id,
        Event.host_body_id == _Now.host_body_id,
        Event.fictional == _Now.fictional,
        Event.status.not_in((EventStatus.DRAFT, EventStatus.CANCELLED)),
        or_(Event.starts_at < _Now.starts_at, and_(unknown, Event.year <= _Now.year)),
    )


def _registered(event_id: ColumnElement[int]) -> ColumnElement[bool]:
    """That the person has a living registration for an event, linked already or not."""
    return exists().where(
        _Living.event_id == event_id,
        _Living.status.in_(LIVING),
        or_(_Living.person_id == Person.id, _Living.identity_key == Person.identity_key),
    )
