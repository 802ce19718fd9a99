"""Registrations for tests, put straight into the tables: what the rules would have made of them."""

from __future__ import annotations

from itertools import count
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.lib.names import identity_key, normalised_address
from app.lib.tokens import clear_code
from app.models import (
    LIVING,
    Category,
    Event,
    EventSession,
    Gender,
    Language,
    Mode,
    Origin,
    Place,
    Registration,
    Role,
    SignUp,
    Status,
)
from app.services.registering import set_search_text
from tests.factories.bodies import a_body

_numbers = count(1)


def a_registration(event: Event, status: Status = Status.SUBMITTED, **changes: Any) -> Registration:
    """A delegate of Moldova (or whatever is asked for) at an event; the living hold a place unless told otherwise."""
    made = an_unwritten_registration(event, status, **changes)
    db.session.add(made)
    db.session.flush()
    return made


def an_unwritten_registration(
    event: Event, status: Status = Status.SUBMITTED, **changes: Any
) -> Registration:
    """The same, not yet in the database."""
    number = next(_numbers)
    category = changes.setdefault("category", Category.MEMBER_STATE_DELEGATE)
    if category.in_delegation and "body" not in changes:
        changes["body"] = a_body("MD" if category is Category.MEMBER_STATE_DELEGATE else "INTERPOL")
    place = changes.setdefault("place", Place.HELD if status in LIVING else Place.NONE)
    if place is Place.WAITING:
        changes.setdefault("waiting_since", now())
    facts: dict[str, Any] = {
        "event": event,
        "status": status,
        "reference": f"{event.short_code}-{number:08}",
        "badge_code": clear_code(20),
        "role": Role.DELEGATE if category.in_delegation else None,
        "mode": Mode.IN_PERSON if event.mode is Mode.HYBRID else event.mode,
        "given_name": "Ana",
        "family_name": f"CEBOTARI {number}",
        "email": f"a.cebotari{number}@igp.example",
        "language": Language.EN,
        "gender": Gender.WOMAN,
        "origin": Origin.PUBLIC,
        "created_at": now(),
        "verified_at": None if status is Status.UNVERIFIED else now(),
        "registered_at": None if status in {Status.UNVERIFIED, Status.EXPIRED} else now(),
        "confirmed_at": now() if status is Status.CONFIRMED else None,
    }
    with db.session.no_autoflush:
        made = Registration(**{**facts, **changes})
        if made.email is not None:
            made.identity_key = identity_key(made.email, made.given_name, made.family_name)
            made.email_key = normalised_address(made.email)
        set_search_text(made)
    return made


def a_sign_up(registration: Registration, session: EventSession, place: Place = Place.HELD) -> SignUp:
    """A place in a session, or a position on its waiting list."""
    row = SignUp(
        registration=registration,
        session=session,
        place=place.value,
        waiting_since=now() if place is Place.WAITING else None,
    )
    db.session.add(row)
    db.session.flush()
    return row
