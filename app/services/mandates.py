"""Who speaks for a body: mandates of national correspondents and contact points, from a day, until a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.clock import now
from app.lib.names import identity_key, normalised_address
from app.models import Body, Language, Mandate, Person
from app.services import audit
from app.services.actors import Actor
from app.services.delegation_errors import HasMandateAlready, MandateEndsBeforeStart


@dataclass(frozen=True)
class Named:
    """Somebody who is to have a mandate. The name is tidied already."""

    family_name: str
    email: str
    language: Language
    given_name: str | None = None
    title: str | None = None


def today() -> date:
    """The day by which mandates run, in UTC."""
    return now().date()


def running(day: date | None = None) -> ColumnElement[bool]:
    """Whether a mandate runs on a day (today), as a condition."""
    at = day or today()
    return (Mandate.from_date <= at) & (Mandate.until_date.is_(None) | (Mandate.until_date >= at))


def begin(body: Body, named: Named, from_date: date, until_date: date | None, actor: Actor) -> Mandate:
    """Give somebody a mandate for a body. Who is known by address and name is the same person.

    Raises:
        MandateEndsBeforeStart.
        HasMandateAlready: the person speaks for the body on one of these days already.
    """
    if until_date is not None and until_date < from_date:
        raise MandateEndsBeforeStart
    person = _person(named)
    if _overlaps(person, body, from_date, until_date):
        raise HasMandateAlready
    mandate = Mandate(person=person, body=body, from_date=from_date, until_date=until_date, created_at=now())
    db.session.add(mandate)
    db.session.flush()
    audit.record(actor, "mandate.begun", mandate, fields=[f"body={body.code}"])
    return mandate


def end(mandate: Mandate, last_day: date, actor: Actor) -> None:
    """End a mandate with a day; one that ended yesterday opens nothing any more.

    Raises:
        MandateEndsBeforeStart.
    """
    if last_day < mandate.from_date:
        raise MandateEndsBeforeStart
    mandate.until_date = last_day
    db.session.flush()
    audit.record(actor, "mandate.ended", mandate)


def end_now(mandate: Mandate, actor: Actor) -> None:
    """End a mandate at once: a correspondent has left the service."""
    end(mandate, max(today() - timedelta(days=1), mandate.from_date), actor)
    if mandate.runs_on(today()):  # begun today: it was never there
        db.session.delete(mandate)
        db.session.flush()


def correspondents(body_ids: Collection[int], *, fictional: bool = False) -> dict[int, list[Person]]:
    """Who speaks for each of some bodies today, in the order of their mandates; bodies without anybody are left out.

    Fictional correspondents are found for fictional events only, so that nothing real is ever sent to them.
    """
    reachable = Person.email.is_not(None) & (true() if fictional else ~Person.fictional)
    rows = db.session.scalars(
        select(Mandate)
        .where(Mandate.body_id.in_(body_ids), running(), Mandate.person.has(reachable))
        .options(joinedload(Mandate.person))
        .order_by(Mandate.from_date, Mandate.id)
    )
    found: dict[int, list[Person]] = {}
    for mandate in rows:
        found.setdefault(mandate.body_id, []).append(mandate.person)
    return found


def bodies_of(person_id: int) -> list[Body]:
    """The bodies for which somebody speaks today; none once the last mandate has ended."""
    return list(
        db.session.scalars(
            select(Body)
            .where(Body.id.in_(select(Mandate.body_id).where(Mandate.person_id == person_id, running())))
            .order_by(Body.sort_en)
        )
    )


def persons_with(address: str) -> list[Person]:
    """Those with a running mandate whose letters go to an address; one mailbox may serve several."""
    wanted = normalised_address(address)
    rows = db.session.scalars(
        select(Person).where(
            Person.id.in_(select(Mandate.person_id).where(running())), Person.email.is_not(None)
        )
    )
    return [person for person in rows if normalised_address(str(person.email)) == wanted]


def _person(named: Named) -> Person:
    key = identity_key(named.email, named.given_name, named.family_name)
    person = db.session.scalar(select(Person).where(Person.identity_key == key))
    if person is None:
        person = Person(identity_key=key, created_at=now())
        db.session.add(person)
    person.given_name, person.family_name, person.title = named.given_name, named.family_name, named.title
    person.email, person.language = named.email, named.language
    return person


def _overlaps(person: Person, body: Body, from_date: date, until_date: date | None) -> bool:
    others = select(Mandate.id).where(
        Mandate.person_id == person.id,
        Mandate.body_id == body.id,
        Mandate.until_date.is_(None) | (Mandate.until_date >= from_date),
    )
    if until_date is not None:
        others = others.where(Mandate.from_date <= until_date)
    return db.session.scalar(others.limit(1)) is not None
