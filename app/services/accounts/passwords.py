"""Choosing a password: by a link that works once, or by somebody who is signed in and knows the present one."""

from __future__ import annotations

from sqlalchemy import update

from app.extensions import db
from app.lib import password_hash, password_strength
from app.lib.clock import now
from app.models import AccessLink, AccountChange, LinkPurpose, User
from app.services import access_links, audit
from app.services.accounts import login_sessions, proving, telling
from app.services.accounts.account_errors import PasswordCommon, PasswordTooLong, PasswordTooShort
from app.services.actors import staff
from app.services.errors import LinkExpired, NotFound

LEAST, MOST = 15, 200  # characters


def account_behind(token: str) -> User:
    """Whose password a link sets.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired: it sets nobody's, or nobody's any more.
    """
    return _account_of(access_links.find(token, LinkPurpose.SET_PASSWORD))


def choose(token: str, password: str) -> User:
    """Set a password by a link, which is used up. All sessions of the account end, and its other links.

    Its second factor stays: the link takes nobody past it.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired: as account_behind; of two at once one is too late.
        PasswordTooShort, PasswordTooLong, PasswordCommon: choose another; the link stays valid.
    """
    link = access_links.find(token, LinkPurpose.SET_PASSWORD)
    user = _account_of(link)
    check(password, user)
    hashed = password_hash.made(password)  # slow: nothing is locked meanwhile
    # The account before its links, as whoever closes it: neither waits for the other, and no session outlives the closing.
    db.session.refresh(user, with_for_update={"key_share": True})
    access_links.use(link)
    if not user.active:
        raise LinkExpired
    revoke_links(user)
    if user.password_hash is not None:
        telling.tell(user, AccountChange.PASSWORD_SET)
    user.password_hash = hashed
    login_sessions.end_all(user.id)
    proving.forget_attempts(user.id)
    audit.record(staff(user), "user.password_set", user)
    db.session.flush()
    return user


def change(user: User, password: str, present: str) -> None:
    """Set the password of somebody who has just shown the one of before. All sessions end but the `present` one (its secret).

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordCommon: choose another.
    """
    check(password, user)
    revoke_links(user)
    user.password_hash = password_hash.made(password)
    login_sessions.end_all(user.id, but=present)
    audit.record(staff(user), "user.password_changed", user)
    telling.tell(user, AccountChange.PASSWORD_SET)
    db.session.flush()


def check(password: str, user: User) -> None:
    """Make sure that a password is long enough and not one that is tried first.

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordCommon.
    """
    if len(password) > MOST:
        raise PasswordTooLong(most=MOST)
    if password_strength.length(password) < LEAST:
        raise PasswordTooShort(least=LEAST)
    if password_strength.is_common(password, (user.name, user.email)):
        raise PasswordCommon


def revoke_links(user: User) -> None:
    """End every link by which a password of this account could still be set."""
    db.session.execute(
        update(AccessLink)
        .where(
            AccessLink.user_id == user.id,
            AccessLink.purpose == LinkPurpose.SET_PASSWORD,
            AccessLink.used_at.is_(None),
            AccessLink.revoked_at.is_(None),
        )
        .values(revoked_at=now())
    )


def _account_of(link: AccessLink) -> User:
    if link.user is None:
        raise NotFound
    if not link.user.active:
        raise LinkExpired
    return link.user
