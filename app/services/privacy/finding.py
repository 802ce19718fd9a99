"""Finding somebody who asks for their rights: by the whole address, or by whole words of the name. Finding is written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.names import normalised_address, tokens
from app.models import Mandate, Person, Registration
from app.services import audit
from app.services.actors import Actor

MOST = 50  # that are shown; more are too many to choose from


@dataclass(frozen=True)
class Found:
    """Who was found: persons, and registrations of nobody who is known as a person."""

    persons: Sequence[Person]
    registrations: Sequence[Registration]
    too_many: bool = False

    def __len__(self) -> int:
        return len(self.persons) + len(self.registrations)


def note(words: str, found: Found, actor: Actor) -> None:
    """Put on record that somebody was looked for: by what, and how many were found; never the words."""
    by = "email" if "@" in words else "name"
    audit.record(actor, "person.searched", fields=[by, f"found={len(found)}"])


def find(words: str) -> Found:
    """Who has this address, or all these words in the name; upper case, accents and order do not matter."""
    if "@" in words:
        return _shortened(*_by_address(normalised_address(words)))
    wanted = set(tokens(words))
    return _shortened(*_by_name(wanted)) if wanted else Found([], [])


def _by_address(key: str) -> tuple[list[Person], list[Registration]]:
    registrations = list(
        db.session.scalars(_named_registrations().where(Registration.email_key == key).limit(20 * MOST))
    )
    behind = {row.person_id for row in registrations if row.person_id}
    written_so = Person.id.in_(select(Mandate.person_id)) | (func.lower(Person.email) == key)
    candidates = _persons(or_(Person.id.in_(behind), written_so))
    persons = [one for one in candidates if one.id in behind or normalised_address(one.email or "") == key]
    return persons, _of_nobody(registrations, persons)


def _by_name(wanted: set[str]) -> tuple[list[Person], list[Registration]]:
    query = _named_registrations()
    for word in wanted:  # the words of the index; whether they are the name's is looked at below
        query = query.where(Registration.search_text.contains(f" {word} ", autoescape=True))
    rows = [row for row in db.session.scalars(query.limit(20 * MOST)) if wanted <= _words(row)]
    behind = {row.person_id for row in rows if row.person_id}
    candidates = _persons(Person.id.in_(behind) | Person.id.in_(select(Mandate.person_id)))
    persons = [one for one in candidates if one.id in behind or wanted <= _words(one)]
    return persons, _of_nobody(rows, persons)


def _of_nobody(rows: Iterable[Registration], persons: Iterable[Person]) -> list[Registration]:
    """Those that stand on no person's page."""
    known = {person.identity_key for person in persons}
    return [row for row in rows if row.person_id is None and row.identity_key not in known]


def _named_registrations() -> Select[Registration]:
    return (
        select(Registration)
        .where(Registration.family_name.is_not(None))
        .options(joinedload(Registration.event), joinedload(Registration.body))
        .order_by(Registration.sort_name, Registration.id)
    )


def _persons(condition: ColumnElement[bool]) -> Iterable[Person]:
    query = select(Person).where(condition, Person.anonymised_at.is_(None))
    return db.session.scalars(query.order_by(Person.family_name, Person.id))


def _words(named: Person | Registration) -> set[str]:
    own = named.own_script_name if isinstance(named, Registration) else None
    return set(tokens(" ".join(part for part in (named.given_name, named.family_name, own) if part)))


def _shortened(persons: list[Person], registrations: list[Registration]) -> Found:
    too_many = len(persons) + len(registrations) > MOST
    return Found(persons[:MOST], registrations[: MOST - len(persons[:MOST])], too_many)
