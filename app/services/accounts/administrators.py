"""There is always an administrator who can sign in: asked under a lock, so that two do not take each other out at once."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import User, UserRole
from app.services.accounts.account_errors import LastAdministrator


def has_one() -> bool:
    """Whether an administrator has set a password already."""
    able = select(User.id).where(
        User.role == UserRole.ADMINISTRATOR, User.active, User.password_hash.is_not(None)
    )
    return db.session.scalar(able.limit(1)) is not None


def lock() -> list[User]:
    """All administrators as they are now; nobody else changes one of them before this transaction ends."""
    query = (
        select(User)
        .where(User.role == UserRole.ADMINISTRATOR, User.active)
        .order_by(User.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def refuse_last(user: User) -> None:
    """Make sure that somebody else can administer. Takes the lock.

    Raises:
        LastAdministrator: nobody else can.
    """
    others = [each for each in lock() if each.id != user.id and each.password_hash is not None]
    if user.role is UserRole.ADMINISTRATOR and user.active and not others:
        raise LastAdministrator
