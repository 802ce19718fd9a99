"""Accounts of those who sign in: invited by a link that sets a password once. Nobody has a default password."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import Event, Language, LetterKind, LinkPurpose, User, UserEvent, UserRole
from app.services import access_links, audit, outbox
from app.services.accounts import login_sessions, passwords
from app.services.actors import Actor
from app.services.errors import AddressHasAccount, LastAdministrator


def invite(
    email: str,
    name: str,
    role: UserRole,
    actor: Actor,
    events: Iterable[Event] = (),
    language: Language = Language.EN,
) -> User:
    """Make an account, for all events or only for those named, and write to its owner.

    Raises:
        AddressHasAccount: use `invite_again` to send that account a new link.
    """
    user = _new(email, name, role, language)
    limited = list(events)
    user.all_events = not limited
    user.events.extend(UserEvent(event_id=event.id) for event in limited)
    _add(user)
    audit.record(actor, "user.invited", user, fields=[role.value])
    outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)
    return user


def invite_again(user: User, actor: Actor) -> None:
    """Write to the owner of an account once more; earlier links end when the new one is sent."""
    passwords.revoke_links(user)
    audit.record(actor, "user.invited_again", user)
    outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)


def deactivate(user: User, actor: Actor) -> None:
    """End an account: its sessions and its links end, its record stays. Doing it again changes nothing.

    Raises:
        LastAdministrator: nobody else could administer any more.
    """
    if user.role is UserRole.ADMINISTRATOR and user.active and not _another_administrator(user):
        raise LastAdministrator
    user.active = False
    db.session.flush()
    passwords.revoke_links(user)
    login_sessions.end_all(user.id)
    audit.record(actor, "user.deactivated", user)


def with_address(email: str) -> User | None:
    """The account with an e-mail address, however it is written."""
    return db.session.scalar(select(User).where(User.email_key == normalised_address(email)))


def has_administrator() -> bool:
    """Whether an administrator has set a password already."""
    able = select(User.id).where(
        User.role == UserRole.ADMINISTRATOR, User.active, User.password_hash.is_not(None)
    )
    return db.session.scalar(able.limit(1)) is not None


def ensure_first_administrator(
    email: str = "administrator@police-network.example", name: str = "Administrator"
) -> str | None:
    """The secret of a link by which the first administrator sets a password; None as soon as one has done so.

    Earlier such links end: the newest is the only one.
    """
    if has_administrator():
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


def _another_administrator(user: User) -> bool:
    others = select(User.id).where(User.role == UserRole.ADMINISTRATOR, User.active, User.id != user.id)
    return db.session.scalar(others.where(User.password_hash.is_not(None)).limit(1)) is not None


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
