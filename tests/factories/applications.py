"""Applications for tests: what somebody types into the form."""

from __future__ import annotations

from itertools import count
from typing import Any

from app.models import Category, Language, Mode
from app.services.applications import Application
from tests.factories.bodies import a_body

_numbers = count(1)


def an_application(category: Category = Category.MEMBER_STATE_DELEGATE, **changes: Any) -> Application:
    """Somebody new each time: a delegate of Moldova in person, or whatever is asked for."""
    number = next(_numbers)
    if category.in_delegation and "body_id" not in changes:
        changes["body_id"] = a_body("MD" if category is Category.MEMBER_STATE_DELEGATE else "INTERPOL").id
    if not category.in_delegation and "body_id" not in changes:
        changes.setdefault("body_text", "University of Strasbourg")
    facts: dict[str, Any] = {
        "mode": Mode.IN_PERSON,
        "given_name": "Ion",
        "family_name": f"RUSU {number}",
        "email": f"i.rusu{number}@igp.example",
        "language": Language.EN,
    }
    return Application(category=category, **{**facts, **changes})
