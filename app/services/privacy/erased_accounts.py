"""What is taken out of an account that was closed long ago; the row stays, because other rows say who did something."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete

from app.extensions import db
from app.models import AccessLink, LoginSession, RecoveryCode, User
from app.services.privacy import erased_letters


def empty_account(user: User, maildir: Path) -> None:
    """Take name, address and secrets out of an account, and whatever letters to its owner said."""
    erased_letters.forget_of_account(user, maildir)
    for table in (RecoveryCode, LoginSession, AccessLink):
        db.session.execute(delete(table).where(table.user_id == user.id))
    user.name = user.email = ""
    user.email_key = f"erased:{user.id}"  # no address has such a form
    user.password_hash = user.second_factor = user.second_factor_step = None
    db.session.flush()
