"""Letters to those who sign in."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails import placeholders
from app.emails.content import Content
from app.emails.writing import render
from app.models import User
from app.models.labels import label


def account_invitation(user: User, facts: Mapping[str, object]) -> Content:
    """An account has been made: a link with which to set its password."""
    language = user.language.value
    return render(
        "account_invitation",
        language,
        {
            "name": user.name,
            "role": label(user.role, language),
            "address": user.email,
            "hours": facts["hours"],
            "link": placeholders.SET_PASSWORD,
        },
    )
