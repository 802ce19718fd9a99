"""Registrations out of a list: their rows are written at once, as the services would have left them.

Nobody is written to, no person is linked, and nobody has agreed to anything. Whoever has no name is erased from the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert, select

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.names import identity_key, normalised_address, search_text, sort_key
from app.models import Event, Language, Origin, Person, Place, Registration, Status
from app.services.earlier_years.list_rows import Earlier

_ABOUT = ("given_name", "family_name", "title", "function", "service", "email")


def add(event: Event, people: Sequence[Earlier]) -> list[int]:
    """Write registrations, confirmed and with a place; returns their ids in the order of the people.

    The event is locked. The caller writes the history and looks at the limits.
    """
    if not people:
        return []
    references = _references(event, len(people))
    secret = _in_discreet_mode()
    rows = [_row(event, one, reference, secret) for one, reference in zip(people, references, strict=True)]
    statement = insert(Registration).returning(Registration.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def _row(event: Event, one: Earlier, reference: str, secret: set[str]) -> dict[str, Any]:
    told = {name: one.told.get(name) for name in _ABOUT}
    email, names = told["email"], (told["given_name"], told["family_name"])
    # Without an address the affiliation tells two people of one name apart.
    identity = identity_key(email or f"list:{one.affiliation}", *names) if one.is_named else None
    body = one.body
    return {
        **told,
        "event_id": event.id, "reference": reference, "badge_code": tokens.clear_code(20),
        "category": one.category, "role": one.role, "body_id": body.id if body else None, "body_text": one.body_text,
        "mode": one.mode, "gender": one.gender, "language": Language.EN,
        "status": Status.CONFIRMED, "place": Place.HELD, "origin": Origin.IMPORT,
        "email_key": normalised_address(email) if email else None, "identity_key": identity,
        "discreet": identity in secret,
        "sort_name": sort_key(told["family_name"], told["given_name"])[:220],
        "search_text": search_text(
            *names, told["function"], told["service"], reference, email, one.body_text,
            *((body.name_en, body.name_fr, body.code, body.alias) if body else ()),
        ),
        "created_at": now(), "registered_at": now(), "confirmed_at": now(),
        "anonymised_at": None if one.is_named else now(),
    }  # fmt: skip


def _references(event: Event, number: int) -> Iterable[str]:
    """So many references that nobody has."""
    taken = set(db.session.scalars(select(Registration.reference).where(Registration.event_id == event.id)))
    fresh: dict[str, None] = {}
    while len(fresh) < number:
        reference = f"{event.short_code}-{tokens.clear_code(5)}"
        if reference not in taken:
            fresh[reference] = None
    return fresh


def _in_discreet_mode() -> set[str]:
    """By what those are known who want to be shown to nobody: no list brings their names back."""
    found: set[str] = set()
    for row in (Person, Registration):
        query = select(row.identity_key).where(row.discreet, row.identity_key.is_not(None)).distinct()
        found |= {key for key in db.session.scalars(query) if key is not None}
    return found
