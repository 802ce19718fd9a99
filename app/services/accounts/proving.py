"""Showing who one is beyond the sign-in form: the second factor, and before own changes the password once more."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import one_time_codes, password_hash
from app.lib.clock import now
from app.lib.sealed_values import CannotOpen, Safe
from app.lib.transaction_kind import reading
from app.models import RateCount, User
from app.services import rate_counts, settings
from app.services.accounts import recovery_codes
from app.services.accounts.sign_in_errors import AccountChangedMeanwhile, WrongCode, WrongPassword

_LIMITS = ("sign_in_attempts", "sign_in_attempts_minutes", "second_factor_attempts_per_day")
_log = logging.getLogger(__name__)


@contextmanager
def counted(user_id: int) -> Iterator[None]:
    """Around what checks a password or a code of an account and then commits; only what is refused stays counted.

    The count is the account's, wherever the attempts come from: whoever has come this far knows the password or holds
    the cookie. Begin and leave it while no unit of work is open.

    Raises:
        TooManyAttempts: within a quarter of an hour, or within a day.
    """
    with reading(), Session(db.engine) as glance:
        changed = glance.execute(select(*map(settings.changed_value, _LIMITS))).one()
    most, minutes, daily = (
        settings.effective(name, value) for name, value in zip(_LIMITS, changed, strict=True)
    )
    lately, today = _keys(user_id)
    rate_counts.add_at_most(most, lately, timedelta(minutes=minutes))
    rate_counts.add_at_most(daily, today, timedelta(days=1))
    yield
    rate_counts.forget(lately)
    rate_counts.take_back(today)


def forget_attempts(user_id: int) -> None:
    """Begin the count anew in the present unit of work: who guessed at the account knows nothing of it any more."""
    db.session.execute(delete(RateCount).where(RateCount.key.in_(_keys(user_id))))


def check_password(user: User, password: str) -> None:
    """Make sure that this is the password of an account, before its unit of work begins: the comparison is slow.

    Raises:
        WrongPassword: it is another.
    """
    if not password_hash.matches(user.password_hash or password_hash.NOBODYS, password):
        raise WrongPassword


def account(seen: User) -> User:
    """The row of an account to be changed, locked, if it still is as it was when password and factor were checked.

    Raises:
        AccountChangedMeanwhile: it was closed, or its password or second factor was changed, in the meantime.
    """
    user = db.session.get(User, seen.id, with_for_update=True, populate_existing=True)
    if (
        user is None
        or not user.active
        or (user.password_hash, user.second_factor) != (seen.password_hash, seen.second_factor)
    ):
        raise AccountChangedMeanwhile
    return user


def use_code(user: User, typed: str, safe: Safe) -> str:
    """Use up a code of the app or a recovery code; which of them it was is returned, as a code for the records.

    Raises:
        WrongCode: it is neither, or was used already.
    """
    digits = one_time_codes.digits(typed)
    if digits is not None and _use_step(user, digits, safe):
        return "code"
    if digits is None and user.second_factor is not None and recovery_codes.use(user.id, typed):
        return "recovery_code"
    raise WrongCode


def purpose(user: User) -> str:
    """What the seed of an account is sealed for: in another row it opens nothing."""
    return f"second factor of user {user.id}"


def _use_step(user: User, digits: str, safe: Safe) -> bool:
    """Whether the digits are of a step later than any used before; that step is used from now on."""
    seed = _seed(user, safe)
    step = one_time_codes.matching_step(seed, digits, now()) if seed else None
    if seed is None or step is None:
        return False
    sealed = user.second_factor or ""
    kept = safe.seal(seed, purpose(user)) if safe.is_outdated(sealed, purpose(user)) else sealed
    first = (
        update(User)
        .where(
            User.id == user.id,
            User.second_factor == sealed,
            or_(User.second_factor_step.is_(None), User.second_factor_step < step),
        )
        .values(second_factor_step=step, second_factor=kept)
    )
    return db.session.scalar(first.returning(User.id)) is not None


def _seed(user: User, safe: Safe) -> str | None:
    if user.second_factor is None:
        return None
    try:
        return safe.open(user.second_factor, purpose(user))
    except CannotOpen:
        _log.error("a second factor cannot be opened with SECRET_KEY", extra={"user": user.id})
        return None


def _keys(user_id: int) -> tuple[str, str]:
    """Of the count of lately and of the day's."""
    return rate_counts.key("proof", str(user_id)), rate_counts.key("proof_of_day", str(user_id))
