"""Persons for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.lib.names import identity_key
from app.models import Language, Person

_numbers = count(1)


def a_person(**changes: Any) -> Person:
    """Somebody who is known from one event to the next."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "given_name": "Ion",
        "family_name": f"MUNTEANU {number}",
        "email": f"i.munteanu{number}@igp.example",
        "language": Language.EN,
        "created_at": now(),
    }
    made = Person(**{**facts, **changes})
    if made.email is not None:
        made.identity_key = identity_key(made.email, made.given_name, made.family_name)
    db.session.add(made)
    db.session.flush()
    return made
