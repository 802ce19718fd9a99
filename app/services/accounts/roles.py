"""What an account can do, and with which events: given by an administrator, told to its owner."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.extensions import db
from app.models import AccountChange, Language, User, UserEvent, UserRole
from app.services import audit
from app.services.accounts import administrators, telling
from app.services.accounts.account_errors import AccountClosed, EventsMissing, OwnAccount
from app.services.actors import Actor, staff

EventIds = Collection[int] | None  # None: all events, also those to come


def change(user: User, role: UserRole, event_ids: EventIds, language: Language, actor: Actor) -> list[str]:
    """Give an account another role, other events, another language. Whoever is signed in goes on with the new role.

    Returns:
        The names of what has changed; empty where everything was so already.

    Raises:
        EventsMissing: the role needs events and has none.
        AccountClosed: nobody works with this account.
        OwnAccount: nobody changes what the own account can do.
        LastAdministrator: nobody else could administer any more.
    """
    event_ids = needed(role, event_ids)
    administrators.lock()
    db.session.refresh(user)
    if not user.active:
        raise AccountClosed
    before = None if user.all_events else {row.event_id for row in user.events}
    wanted = {
        "role": role is not user.role,
        "events": before != (None if event_ids is None else set(event_ids)),
        "language": language is not user.language,
    }
    changed = [name for name, is_new in wanted.items() if is_new]
    if {"role", "events"} & set(changed):
        _refuse(user, role, actor)
        user.role = role
        limit(user, event_ids)
    user.language = language
    db.session.flush()
    if {"role", "events"} & set(changed):
        telling.tell(user, AccountChange.ROLE_CHANGED)
    if changed:
        audit.record(actor, "user.changed", user, fields=_fields(changed, user))
    return changed


def needed(role: UserRole, event_ids: Iterable[int] | None) -> EventIds:
    """The events that go with a role: an administrator works with all of them, a desk agent never does.

    Raises:
        EventsMissing: the role needs events and has none.
    """
    if role is UserRole.ADMINISTRATOR:
        return None
    chosen = None if event_ids is None else sorted(set(event_ids))
    if not chosen and (chosen is not None or role is UserRole.DESK_AGENT):
        raise EventsMissing
    return chosen


def limit(user: User, event_ids: EventIds) -> None:
    """Limit an account to some events, or let it see all of them."""
    wanted = set(event_ids or ())
    user.all_events = event_ids is None
    user.events = [row for row in user.events if row.event_id in wanted]
    known = {row.event_id for row in user.events}
    user.events.extend(UserEvent(event_id=event_id) for event_id in sorted(wanted - known))


def _refuse(user: User, role: UserRole, actor: Actor) -> None:
    if actor == staff(user):
        raise OwnAccount
    if role is not UserRole.ADMINISTRATOR:
        administrators.refuse_last(user)


def _fields(changed: list[str], user: User) -> list[str]:
    return [f"role:{user.role.value}" if name == "role" else name for name in changed]
