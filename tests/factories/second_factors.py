"""The app on somebody's phone."""

from __future__ import annotations

import pyotp
from flask import current_app

from app.extensions import db
from app.models import User
from app.services.accounts import proving, recovery_codes
from app.web.sealing import safe

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def an_app_of(user: User, seed: str = SEED) -> pyotp.TOTP:
    """Give a user a second factor; `.now()` is what the app shows."""
    with current_app.app_context():
        user.second_factor = safe().seal(seed, proving.purpose(user))
    db.session.flush()
    return pyotp.TOTP(seed)


def recovery_codes_of(user: User) -> list[str]:
    """Ten recovery codes of a user, as they were shown."""
    return recovery_codes.make(user)


def the_next_code_counts(user: User) -> None:
    """As if some minutes had gone by: the code that was used last may be shown again."""
    user.second_factor_step = None
    db.session.flush()
