"""What an administrator does for the owner of an account who has lost something."""

from __future__ import annotations

from app.models import User
from app.services import audit
from app.services.accounts import login_sessions, second_factor
from app.services.accounts.account_errors import AccountClosed, OwnAccount
from app.services.actors import Actor, staff


def end_sessions(user: User, actor: Actor) -> None:
    """Sign a user out everywhere."""
    login_sessions.end_all(user.id)
    audit.record(actor, "user.sessions_ended", user)


def reset_second_factor(user: User, actor: Actor) -> None:
    """Take a lost second factor off somebody else's account; its owner is told, and sets up another.

    Raises:
        OwnAccount: nobody does without the own second factor by resetting it.
        AccountClosed: nobody works with this account.
    """
    if actor == staff(user):
        raise OwnAccount
    if not user.active:
        raise AccountClosed
    second_factor.reset(user, actor)
