"""Accounts of those who sign in: invited by a link that sets a password once. Nobody has a default password."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import Language, LetterKind, LinkPurpose, User, UserRole
from app.services import access_links, audit, outbox
from app.services.accounts import administrators, passwords, roles
from app.services.accounts.account_errors import AccountClosed, AddressHasAccount
from app.services.actors import Actor


def invite(
    email: str,
    name: str,
    role: UserRole,
    actor: Actor,
    event_ids: Iterable[int] | None = None,
    language: Language = Language.EN,
) -> User:
    """Make an account, for all events or only for those named, and write to its owner.

    Raises:
        EventsMissing: the role needs events and has none.
        AddressHasAccount: use `invite_again` to send that account a new link.
    """
    limited = roles.needed(role, event_ids)
    user = _new(email, name, role, language)
    roles.limit(user, limited)
    _add(user)
    audit.record(actor, "user.invited", user, fields=[role.value])
    outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)
    return user


def invite_again(user: User, actor: Actor) -> None:
    """Write to the owner of an account once more; earlier links end when the new one is sent.

    Raises:
        AccountClosed: nobody works with this account.
    """
    if not user.active:
        raise AccountClosed
    passwords.revoke_links(user)
    audit.record(actor, "user.invited_again", user)
    outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)


def with_address(email: str) -> User | None:
    """The account with an e-mail address, however it is written."""
    return db.session.scalar(select(User).where(User.email_key == normalised_address(email)))


def ensure_first_administrator(
    email: str = "administrator@police-network.example", name: str = "Administrator"
) -> str | None:
    """The secret of a link by which the first administrator sets a password; None as soon as one has done so.

    Earlier such links end: the newest is the only one.
    """
    if administrators.has_one():
        return None
    user = db.session.scalar(
        select(User).where(User.role == UserRole.ADMINISTRATOR, User.active).order_by(User.id).limit(1)
    )
    if user is not None:
        passwords.revoke_links(user)
    else:
        user = _new(email, name, UserRole.ADMINISTRATOR, Language.EN)
        _add(user)
    return access_links.mint_for_user(user, LinkPurpose.SET_PASSWORD)


def _new(email: str, name: str, role: UserRole, language: Language) -> User:
    return User(
        email=email.strip(),
        email_key=normalised_address(email),
        name=name,
        role=role,
        language=language,
        created_at=now(),
    )


def _add(user: User) -> None:
    if with_address(user.email) is not None:
        raise AddressHasAccount
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        raise AddressHasAccount from None
