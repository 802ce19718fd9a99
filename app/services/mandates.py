"""Who speaks for a body: mandates of national correspondents and contact points, from a day, until a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.clock import now
from app.lib.names import identity_key, normalised_address
from app.models import Body, BodyKind, Language, Letter, LetterState, Mandate, Person
from app.services import access_links, audit
from app.services.actors import Actor
from app.services.delegation_errors import HasMandateAlready, MandateEndsBeforeStart
from app.services.errors import NotFound

_AT_ONCE = 500  # people asked for in a statement


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


def running(day: date | ColumnElement[date] | None = None) -> ColumnElement[bool]:
    """Whether a mandate runs on a day (today), as a condition."""
    at = today() if day is None else day
    return (Mandate.from_date <= at) & (Mandate.until_date.is_(None) | (Mandate.until_date >= at))


def begin(body: Body, named: Named, from_date: date, until_date: date | None, actor: Actor) -> Mandate:
    """Give somebody a mandate for a body. Who is known by address and name is the same person.

    Raises:
        MandateEndsBeforeStart.
        HasMandateAlready: the person speaks for the body on one of these days already.
    """
    if until_date is not None and until_date < from_date:
        raise MandateEndsBeforeStart
    lock([body.id])
    known = _known(named)
    if known is not None and _overlaps(known.id, body.id, from_date, until_date):
        raise HasMandateAlready
    person = _written(named, known)
    mandate = Mandate(person=person, body=body, from_date=from_date, until_date=until_date, created_at=now())
    db.session.add(mandate)
    db.session.flush()
    audit.record(actor, "mandate.begun", mandate, fields=[f"body={body.code}"])
    return mandate


@dataclass(frozen=True)
class Given:
    """A mandate to be given."""

    body: Body
    named: Named
    from_date: date
    until_date: date | None


def lock(body_ids: Collection[int]) -> None:
    """Let nobody else give mandates for some bodies until the end of the transaction; who registers need not wait."""
    bodies = select(Body.id).where(Body.id.in_(body_ids)).order_by(Body.id)
    db.session.execute(bodies.with_for_update(key_share=True))


def begin_all(given: Sequence[Given], actor: Actor) -> None:
    """Give many mandates at once, in a few statements. Whoever calls it has locked the bodies, and found that none overlaps."""
    people = _people({key_of(one.named): one.named for one in given})
    made = [
        Mandate(
            person=_written(one.named, people[key_of(one.named)]),
            body=one.body,
            from_date=one.from_date,
            until_date=one.until_date,
            created_at=now(),
        )
        for one in given
    ]
    db.session.add_all(made)
    db.session.flush()
    for mandate in made:
        audit.record(actor, "mandate.begun", mandate, fields=[f"body={mandate.body.code}"])


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
    """End a mandate at once: a correspondent has left the service. One that would begin today or later was never there."""
    if mandate.from_date < today():
        end(mandate, today() - timedelta(days=1), actor)
        return
    audit.record(actor, "mandate.ended", mandate)
    db.session.delete(mandate)
    db.session.flush()


def may_have(body: Body) -> bool:
    """Whether somebody can speak for a body: one that sends a delegation, and is no part of the Council of Europe."""
    return body.selectable and body.kind is not BodyKind.INTERNAL_PARTNER


def of_id(mandate_id: int) -> Mandate:
    """A mandate with its person and its body.

    Raises:
        NotFound.
    """
    query = select(Mandate).where(Mandate.id == mandate_id)
    mandate = db.session.scalar(query.options(joinedload(Mandate.person), joinedload(Mandate.body)))
    if mandate is None:
        raise NotFound
    return mandate


def correct(mandate: Mandate, named: Named, from_date: date, until_date: date | None, actor: Actor) -> None:
    """Put right what is written of a correspondent. Somebody who is known by the new name and address takes the mandate over.

    With another address, whatever was sent to the old one opens nothing any more, and what waits goes to the new one.

    Raises:
        MandateEndsBeforeStart.
        HasMandateAlready: the person speaks for the body on one of these days already.
    """
    if until_date is not None and until_date < from_date:
        raise MandateEndsBeforeStart
    person = _known(named) or mandate.person
    if _overlaps(person.id, mandate.body_id, from_date, until_date, besides=mandate.id):
        raise HasMandateAlready
    moved = person is not mandate.person or normalised_address(person.email or "") != normalised_address(
        named.email
    )
    if moved:
        _readdress(mandate.person, named.email)
    mandate.person = _written(named, person)
    mandate.from_date, mandate.until_date = from_date, until_date
    db.session.flush()
    audit.record(actor, "mandate.corrected", mandate, fields=["address"] if moved else [])


def key_of(named: Named) -> str:
    """By what a person is known."""
    return identity_key(named.email, named.given_name, named.family_name)


def _readdress(person: Person, address: str) -> None:
    access_links.revoke_all_of(person)
    waiting = (LetterState.QUEUED, LetterState.WILL_RETRY)
    db.session.execute(
        update(Letter)
        .where(Letter.person_id == person.id, Letter.state.in_(waiting))
        .values(recipient=address)
    )


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


def unreachable(body_ids: Collection[int], *, fictional: bool = False) -> set[int]:
    """Those of some bodies for which somebody speaks today, but nobody to whom a letter about such an event goes."""
    spoken_for = db.session.scalars(select(Mandate.body_id).where(Mandate.body_id.in_(body_ids), running()))
    return set(spoken_for) - correspondents(body_ids, fictional=fictional).keys()


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


def _known(named: Named) -> Person | None:
    return db.session.scalar(select(Person).where(Person.identity_key == key_of(named)))


def _written(named: Named, person: Person | None) -> Person:
    if person is None:
        person = _made(named)
    person.identity_key = key_of(named)
    person.given_name, person.family_name, person.title = named.given_name, named.family_name, named.title
    person.email, person.language = named.email, named.language
    return person


def _people(named: Mapping[str, Named]) -> dict[str, Person]:
    """The people behind some keys, those who are not known among them made."""
    keys, found = list(named), dict[str, Person]()
    for start in range(0, len(keys), _AT_ONCE):
        some = select(Person).where(Person.identity_key.in_(keys[start : start + _AT_ONCE]))
        found |= {str(person.identity_key): person for person in db.session.scalars(some)}
    new = {
        key: Person(identity_key=key, created_at=now(), language=one.language)
        for key, one in named.items()
        if key not in found
    }
    try:
        with db.session.begin_nested():
            db.session.add_all(new.values())
    except IntegrityError:  # one was entered by somebody else at the same moment
        new = {key: _known(named[key]) or _made(named[key]) for key in new}
    return found | new


def _made(named: Named) -> Person:
    person = Person(identity_key=key_of(named), created_at=now(), language=named.language)
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:  # entered by somebody else at the same moment
        return db.session.scalars(select(Person).where(Person.identity_key == key_of(named))).one()
    return person


def _overlaps(
    person_id: int, body_id: int, from_date: date, until_date: date | None, besides: int | None = None
) -> bool:
    others = select(Mandate.id).where(
        Mandate.person_id == person_id,
        Mandate.body_id == body_id,
        Mandate.id != (besides or 0),
        Mandate.until_date.is_(None) | (Mandate.until_date >= from_date),
    )
    if until_date is not None:
        others = others.where(Mandate.from_date <= until_date)
    return db.session.scalar(others.limit(1)) is not None
