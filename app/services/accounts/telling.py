"""The owner of an account is told of each change that could be a stranger's: by letter, whoever made it."""

from __future__ import annotations

from app.lib.clock import now
from app.models import AccountChange, Letter, LetterKind, User
from app.services import outbox

__all__ = ["AccountChange", "tell"]


def tell(user: User, what: AccountChange) -> Letter:
    """Write to the owner of an account what was just changed in it. Several changes at once are several letters."""
    return outbox.put_for_user(LetterKind.ACCOUNT_CHANGED, user, what=what.value, at=now().isoformat())
