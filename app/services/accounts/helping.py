"""What an administrator does for the owner of an account who has lost something."""

from __future__ import annotations

from app.extensions import db
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

    A second press of the button finds none any more, and nobody is told twice.

    Raises:
        OwnAccount: nobody does without the own second factor by resetting it.
        AccountClosed: nobody works with this account.
    """
    if actor == staff(user):
        raise OwnAccount
    db.session.refresh(user, with_for_update={"key_share": True})
    if not user.active:
        raise AccountClosed
    if user.second_factor is not None:
        second_factor.reset(user, actor)
