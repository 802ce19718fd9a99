"""Every letter by its kind: rows in, subject, text and html out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.emails.accounts import account_invitation
from app.emails.addresses import confirm_address, private_link
from app.emails.awaiting import promoted, received, waiting
from app.emails.changes import event_changed
from app.emails.confirmed import confirmed, session_place
from app.emails.content import Content
from app.emails.endings import cancelled, declined, withdrawn
from app.models import LetterKind, Registration, User

Facts = Mapping[str, object]

_TO_PARTICIPANTS: dict[LetterKind, Callable[[Registration, Facts], Content]] = {
    LetterKind.CONFIRM_ADDRESS: confirm_address,
    LetterKind.RECEIVED: received,
    LetterKind.WAITING: waiting,
    LetterKind.PROMOTED: promoted,
    LetterKind.SESSION_PLACE: session_place,
    LetterKind.CONFIRMED: confirmed,
    LetterKind.DECLINED: declined,
    LetterKind.WITHDRAWN: withdrawn,
    LetterKind.CANCELLED: cancelled,
    LetterKind.PRIVATE_LINK: private_link,
    LetterKind.EVENT_CHANGED: event_changed,
}
_TO_USERS: dict[LetterKind, Callable[[User, Facts], Content]] = {
    LetterKind.ACCOUNT_INVITATION: account_invitation,
}


def write(kind: LetterKind, registration: Registration, facts: Facts) -> Content:
    """The letter of a kind to a registered person, in that person's language.

    `facts` is what the letter says beyond its rows: always `name`, and what the function of the kind asks for.
    """
    return _TO_PARTICIPANTS[kind](registration, facts)


def write_to_user(kind: LetterKind, user: User, facts: Facts) -> Content:
    """The letter of a kind to somebody with an account, in that person's language."""
    return _TO_USERS[kind](user, facts)
