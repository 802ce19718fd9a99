"""Letters that others can ask for with an address: one mailbox gets only so many an hour. What staff do is not limited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, func, select

from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import ActorKind, Letter, LetterKind, Registration
from app.services import outbox, settings
from app.services.actors import Actor
from app.services.delegation_errors import AddressWrittenToOften

_REQUESTED = (LetterKind.CONFIRM_ADDRESS, LetterKind.PRIVATE_LINK)
_NAMED = (LetterKind.NOMINATION, LetterKind.REPLACEMENT)
_HOLD, _LIMIT, _AGAIN = "hold_minutes", "letters_per_address_per_hour", "link_resends_per_hour"
_HOUR = timedelta(hours=1)


def hold_and_turn(email_key: str) -> tuple[timedelta, datetime]:
    """How long an unverified registration keeps its place, and when the first letter to its address may go: mostly now.

    Whoever registers more people with one mailbox than letters may reach it in an hour waits for their letters, and
    loses nothing: the hold begins with the letter.
    """
    hold, limit, number = db.session.execute(_HOLD_AND_SENT, _since(email_key)).one()
    turn = _turn(email_key, settings.effective(_LIMIT, limit), number)
    return timedelta(minutes=settings.effective(_HOLD, hold)), turn


def send_again(registration: Registration) -> None:
    """Send the letter again with which the person can go on: to confirm the address, or to the private page.

    Only so many go out per hour; the next ones are swallowed, because whoever asks must not learn anything.
    """
    kind = LetterKind.CONFIRM_ADDRESS if registration.owes_proof else LetterKind.PRIVATE_LINK
    first_is_recent = kind is LetterKind.CONFIRM_ADDRESS and now() - registration.created_at < _HOUR
    again = outbox.sent_recently(registration, kind) - int(first_is_recent)
    if again >= settings.number(_AGAIN) or registration.email_key is None:
        return
    _, turn = hold_and_turn(registration.email_key)
    if turn <= now():
        outbox.put(kind, registration)


def refuse_flood(address: str, actor: Actor) -> None:
    """Let a correspondent name, withdraw and name again only so often that no mailbox is filled with it.

    Raises:
        AddressWrittenToOften.
    """
    if actor.kind is not ActorKind.CORRESPONDENT:
        return
    number = db.session.scalar(_NAMED_TO, _since(normalised_address(address))) or 0
    if number >= settings.number(_LIMIT):
        raise AddressWrittenToOften(number=number)


def _turn(email_key: str, limit: int, number: int) -> datetime:
    if number < limit:
        return now()
    earlier = (
        select(Letter.not_before)
        .join(Letter.registration)
        .where(_lately())
        .order_by(Letter.not_before.desc())
        .offset(limit - 1)
        .limit(1)
    )
    return db.session.scalars(earlier, _since(email_key)).one() + _HOUR


def _lately(kinds: Collection[LetterKind] = _REQUESTED) -> ColumnElement[bool]:
    """The letters of some kinds to an address that have gone in the last hour, or will go; mostly those that are requested."""
    return and_(
        Registration.email_key == bindparam("address"),
        Letter.kind.in_(kinds),
        Letter.not_before > bindparam("since"),
    )


def _since(email_key: str) -> dict[str, object]:
    return {"address": email_key, "since": now() - _HOUR}


_TO_ADDRESS = select(func.count()).select_from(Letter).join(Letter.registration)
_SENT, _NAMED_TO = _TO_ADDRESS.where(_lately()), _TO_ADDRESS.where(_lately(_NAMED))
# Asked for every registration, and therefore put together once.
_HOLD_AND_SENT = select(
    settings.changed_value(_HOLD), settings.changed_value(_LIMIT), _SENT.scalar_subquery()
)
