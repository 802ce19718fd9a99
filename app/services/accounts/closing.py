"""An account is closed and opened again. Its record stays, because other records name it."""

from __future__ import annotations

from sqlalchemy import delete

from app.extensions import db
from app.lib.clock import now
from app.models import LetterKind, RecoveryCode, User
from app.services import audit, outbox
from app.services.accounts import administrators, login_sessions, passwords
from app.services.accounts.account_errors import AccountErased, OwnAccount
from app.services.actors import Actor, staff


def close(user: User, actor: Actor) -> None:
    """End an account: its sessions and its links end at once. Doing it again changes nothing.

    Raises:
        OwnAccount: nobody closes the own account.
        LastAdministrator: nobody else could administer any more.
    """
    if actor == staff(user):
        raise OwnAccount
    administrators.refuse_last(user)
    db.session.refresh(user)
    if not user.active:
        return
    user.active, user.closed_at = False, now()
    db.session.flush()
    passwords.revoke_links(user)
    login_sessions.end_all(user.id)
    audit.record(actor, "user.closed", user)


def reopen(user: User, actor: Actor) -> None:
    """Let an account be used again. Password and second factor of before are forgotten: a letter leads to new ones.

    Of two who do it at the same moment the second changes nothing.

    Raises:
        AccountErased: its name and its address are gone.
    """
    db.session.refresh(user, with_for_update={"key_share": True})
    if user.active:
        return
    if not user.email:
        raise AccountErased
    user.active, user.closed_at = True, None
    user.password_hash = user.second_factor = user.second_factor_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.flush()
    audit.record(actor, "user.reopened", user)
    outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)
