"""Signing in, first with an address and a password, then with the second factor; and out again.

Known and unknown accounts are answered alike.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import networks, password_hash
from app.lib.clock import now
from app.lib.names import normalised_address
from app.lib.transaction_kind import reading
from app.models import RateCount, User
from app.services import audit, rate_counts, settings
from app.services.accounts import login_sessions
from app.services.accounts.sign_in_errors import WrongCredentials
from app.services.actors import PERSON, staff
from app.services.errors import DomainError, TooManyAttempts

_LIMITS = ("sign_in_attempts", "sign_in_attempts_minutes", "sign_in_attempts_per_address_per_hour")


class Verified(NamedTuple):
    """Whose password was right, and what it was compared with."""

    user_id: int
    password_hash: str


def verify(email: str, password: str, address: str) -> Verified:
    """Whose address and password these are. `address` is where the request came from.

    Call it while no unit of work is open: each attempt is counted before the slow comparison, in a transaction of its
    own, so that many attempts at once are as many as one after the other, and nothing is locked meanwhile.

    Raises:
        TooManyAttempts: for this account from this address, or from this address altogether.
        WrongCredentials: no such account, closed, without a password, or another password.
    """
    key, origin = normalised_address(email), networks.origin(address)
    attempts = rate_counts.key("sign_in", key, origin)
    from_here = rate_counts.key("sign_in_from", origin)
    with reading(), Session(db.engine) as glance:
        changed = glance.execute(select(*map(settings.changed_value, _LIMITS))).one()
        earlier = glance.get(RateCount, from_here)
        row = glance.execute(
            select(User.id, User.password_hash).where(User.email_key == key, User.active)
        ).one_or_none()
    limits = [settings.effective(name, value) for name, value in zip(_LIMITS, changed, strict=True)]
    if earlier is not None and earlier.number > limits[2] and earlier.until > now():
        raise TooManyAttempts.until(earlier.until, repeated=True)  # counted no more: a flood leaves nothing
    rate_counts.add_at_most(limits[0], attempts, timedelta(minutes=limits[1]))
    rate_counts.add_at_most(limits[2], from_here, timedelta(hours=1))
    stored = row.password_hash if row is not None else None
    if not password_hash.matches(stored or password_hash.NOBODYS, password) or row is None or stored is None:
        raise WrongCredentials
    rate_counts.forget(attempts)
    rate_counts.take_back(from_here)
    return Verified(row.id, stored)


def begin(verified: Verified, password: str, earlier: str | None, device: str = "") -> tuple[User, str]:
    """Let whoever was verified go on to the second factor; an earlier session of the same browser ends.

    Returns the user and the secret of a session that opens nothing yet.

    Raises:
        WrongCredentials: the account was closed or its password changed in the meantime.
    """
    # Locked: whoever changes the password at this moment ends this session, too, or this one is not begun.
    user = db.session.get(User, verified.user_id, with_for_update=True, populate_existing=True)
    if user is None or not user.active or user.password_hash != verified.password_hash:
        raise WrongCredentials
    if password_hash.is_outdated(verified.password_hash):
        user.password_hash = password_hash.made(password)
    return user, begin_session(user, earlier, device)


def begin_session(user: User, earlier: str | None, device: str = "") -> str:
    """A session for a user who knows the password; its secret is returned. It waits for the second factor."""
    if earlier is not None:
        login_sessions.end(earlier)
    audit.record(staff(user), "user.password_accepted", user)
    return login_sessions.begin(user, device)


def complete(user: User, secret: str, how: str) -> str:
    """Sign in a user who has shown the second factor, too; `how` says by what. The session's new secret is returned.

    Raises:
        NotFound: the session has ended in the meantime.
    """
    renewed = login_sessions.complete(secret)
    audit.record(staff(user), "user.signed_in", user, fields=[how])
    return renewed


def is_noted(error: DomainError) -> bool:
    """Whether a refusal goes on record: of those beyond a limit the first, or a flood would fill a trail that forgets nothing."""
    return not (isinstance(error, TooManyAttempts) and error.repeated)


def note_refusal(email: str) -> None:
    """Put a refused attempt on record, with the account if there is one."""
    user = db.session.scalar(select(User).where(User.email_key == normalised_address(email)))
    audit.record(PERSON, "user.sign_in_refused", user)


def note_refused_proof(user: User) -> None:
    """Put a refused code, or a refused password of somebody who was in already, on record."""
    audit.record(PERSON, "user.proof_refused", user)


def end(user: User | None, secret: str) -> None:
    """Sign out."""
    login_sessions.end(secret)
    if user is not None:
        audit.record(staff(user), "user.signed_out", user)
