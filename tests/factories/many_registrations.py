"""A full event for tests and measurements: any number of registrations in one statement, always the same mixture."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from app.extensions import db
from app.lib.clock import now
from app.lib.names import identity_key, normalised_address, search_text, sort_key
from app.models import (
    LIVING,
    Body,
    BodyKind,
    Category,
    Event,
    Language,
    Mode,
    Origin,
    Place,
    Registration,
    Role,
    Status,
)
from tests.factories.bodies import a_body

_GIVEN = ["Ana", "Zoë", "Þórdís", "María del Carmen", "Jan", "Ніна", "Łukasz", "Ani", "Solène", "Ivaylo", ""]
_FAMILY = [
    "CEBOTARI",
    "WEIẞENBÖCK",
    "VAN DEN BERGHE",
    "GUÐMUNDSDÓTTIR",
    "D’ESTRÉES-KERMADEC",
    "ŞAHİN",
    "DVOŘÁK",
]
# Of 36 people 17 are delegates, 7 observers, 12 others; of 12 one waits, one has withdrawn, one has yet to confirm.
_CATEGORIES = [
    *[Category.MEMBER_STATE_DELEGATE] * 17,
    *[Category.OBSERVER] * 7,
    *[Category.SPEAKER_EXPERT] * 4,
    *[Category.GUEST] * 4,
    *[Category.INTERPRETER] * 4,
]
_STANDING = [
    *[(Status.CONFIRMED, Place.HELD)] * 6,
    (Status.VALIDATED, Place.HELD),
    *[(Status.SUBMITTED, Place.HELD)] * 2,
    (Status.SUBMITTED, Place.WAITING),
    (Status.WITHDRAWN, Place.NONE),
    (Status.UNVERIFIED, Place.HELD),
]


def many_bodies() -> list[Body]:
    """All bodies that the reference data have brought, or 46 member states and 12 organisations."""
    known = list(db.session.scalars(select(Body).where(Body.selectable).order_by(Body.code)))
    if len(known) > 40:
        return known
    states = [a_body(f"S{number:02}") for number in range(46)]
    return states + [a_body(f"O{number:02}", BodyKind.OBSERVER_ORGANISATION) for number in range(12)]


def many_registrations(event: Event, number: int, **changes: Any) -> list[int]:
    """So many registrations at an event, `changes` for all of them; their ids."""
    bodies = many_bodies()
    states = [body for body in bodies if body.is_member_state]
    others = [body for body in bodies if body.kind not in {BodyKind.MEMBER_STATE, BodyKind.INTERNAL_PARTNER}]
    first = (db.session.scalar(select(Registration.id).order_by(Registration.id.desc()).limit(1)) or 0) + 1
    rows = []
    for index in range(first, first + number):
        category = _CATEGORIES[index % 36]
        body = {
            Category.MEMBER_STATE_DELEGATE: states[index % len(states)],
            Category.OBSERVER: others[index % len(others)],
        }.get(category)
        rows.append({**_row(event, index, category, body), **changes})
    db.session.execute(insert(Registration), rows)
    db.session.flush()
    found = select(Registration.id).where(Registration.id >= first, Registration.event_id == event.id)
    return list(db.session.scalars(found.order_by(Registration.id)))


def _row(event: Event, index: int, category: Category, body: Body | None) -> dict[str, Any]:
    status, place = _STANDING[(index + index // 36) % len(_STANDING)]
    given, family = _GIVEN[index % len(_GIVEN)], f"{_FAMILY[index % len(_FAMILY)]} {index}"
    email, reference = f"person{index}@police.example", f"{event.short_code}-{index:06}"
    function = f"Adviser {index % 40}"
    at = now() - timedelta(days=30) + timedelta(minutes=index)
    names = (body.name_en, body.name_fr, body.code) if body else ("University",)
    return {
        "event_id": event.id,
        "reference": reference,
        "badge_code": f"BADGE{index:015}",
        "category": category,
        "role": Role.DELEGATE if category.in_delegation else None,
        "body_id": body.id if body else None,
        "body_text": None if body else "University",
        "mode": Mode.ONLINE if event.mode is Mode.HYBRID and index % 5 == 0 else event.modes[0],
        "status": status,
        "place": place,
        "waiting_since": at if place is Place.WAITING else None,
        "given_name": given or None,
        "family_name": family,
        "own_script_name": "Անի ՀԱԿՈԲՅԱՆ" if given == "Ani" else None,
        "function": function,
        "service": "Directorate General of Police",
        "email": email,
        "email_key": normalised_address(email),
        "identity_key": identity_key(email, given, family),
        "language": Language.FR if index % 3 == 0 else Language.EN,
        "origin": Origin.PUBLIC,
        "sort_name": sort_key(family, given),
        "search_text": search_text(given, family, function, reference, email, *names),
        "verified_at": None if status is Status.UNVERIFIED else at,
        "registered_at": None if status is Status.UNVERIFIED else at,
        "confirmed_at": at if status is Status.CONFIRMED else None,
        "created_at": at,
        "discreet": index % 50 == 7,
        "hold_until": now() + timedelta(days=1) if status is Status.UNVERIFIED else None,
    } | ({} if status in LIVING else {"place": Place.NONE})
