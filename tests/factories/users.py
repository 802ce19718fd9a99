"""Users for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import User, UserRole

_numbers = count(1)


def a_user(role: UserRole = UserRole.ORGANISER, **changes: Any) -> User:
    """A user who may see all events; without a password unless one is given as `password_hash`."""
    number = next(_numbers)
    email = str(changes.setdefault("email", f"user{number}@secretariat.example"))
    facts: dict[str, Any] = {
        "email_key": normalised_address(email),
        "name": f"User {number}",
        "role": role,
        "created_at": now(),
    }
    made = User(**{**facts, **changes})
    db.session.add(made)
    db.session.flush()
    return made
