"""The second factor: set up at the first sign-in, exchanged by its owner, taken away by somebody who may."""

from __future__ import annotations

from sqlalchemy import delete

from app.extensions import db
from app.lib import installation, one_time_codes, tokens
from app.lib.clock import now
from app.lib.sealed_values import Safe
from app.models import AccountChange, RecoveryCode, User
from app.services import audit
from app.services.accounts import login_sessions, proving, recovery_codes, telling
from app.services.accounts.sign_in_errors import SecondFactorStands, WrongNewCode
from app.services.actors import Actor, staff


def proposed(user: User, secret: str, safe: Safe) -> str:
    """The seed that an account is offered in the session with a secret: nothing is stored until its code was shown.

    It is the same as often as the page is opened, so that a picture scanned once stays right, and another after each change.
    """
    after = tokens.digest(user.second_factor or "")
    asked = f"set-up of a second factor by user {user.id} in {secret} after {after}"
    return one_time_codes.seed_of(safe.derive(asked, one_time_codes.SEED_BYTES))


def address(user: User, seed: str) -> str:
    """What the picture says to the app, which keeps the name that the Network has at this moment."""
    return one_time_codes.address(seed, user.email, installation.spoken("en").issuer)


def set_up(user: User, seed: str, code: str, safe: Safe) -> list[str]:
    """Give an account its first second factor; its recovery codes are returned. The caller holds the account's row.

    Raises:
        SecondFactorStands: it has one; only who shows it may exchange it.
        WrongNewCode: the app does not show the codes of this seed.
    """
    if user.second_factor is not None:
        raise SecondFactorStands
    return _take(user, seed, code, safe)


def exchange(user: User, seed: str, code: str, safe: Safe, present: str) -> list[str]:
    """Put another second factor in the place of the present one; password and present code were shown.

    All sessions end but the `present` one (its secret).

    Raises:
        WrongNewCode: the app does not show the codes of this seed.
    """
    codes = _take(user, seed, code, safe)
    login_sessions.end_all(user.id, but=present)
    return codes


def reset(user: User, actor: Actor) -> None:
    """Take the second factor away, because it is lost. All sessions end; the next sign-in sets up another."""
    user.second_factor = user.second_factor_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    proving.forget_attempts(user.id)
    login_sessions.end_all(user.id)
    audit.record(actor, "user.second_factor_reset", user)
    telling.tell(user, AccountChange.SECOND_FACTOR_RESET)
    db.session.flush()


def renew_recovery_codes(user: User) -> list[str]:
    """Ten new recovery codes; those of before end."""
    codes = recovery_codes.make(user)
    audit.record(staff(user), "user.recovery_codes_made", user)
    telling.tell(user, AccountChange.RECOVERY_CODES_MADE)
    return codes


def _take(user: User, seed: str, code: str, safe: Safe) -> list[str]:
    digits = one_time_codes.digits(code)
    step = one_time_codes.matching_step(seed, digits, now()) if digits else None
    if step is None:
        raise WrongNewCode
    user.second_factor, user.second_factor_step = safe.seal(seed, proving.purpose(user)), step
    codes = recovery_codes.make(user)
    audit.record(staff(user), "user.second_factor_set", user)
    telling.tell(user, AccountChange.SECOND_FACTOR_SET)
    return codes
