"""What was shown holds only for the account as it was when it was shown."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.services.accounts import proving, recovery_codes, signing_in
from app.services.accounts.sign_in_errors import AccountChangedMeanwhile, WrongCode, WrongCredentials
from app.services.accounts.signing_in import Verified
from app.web.sealing import safe
from tests.factories.users import an_organiser

CHANGES = [{"active": False}, {"password_hash": "y"}, {"second_factor": "other"}]


@pytest.mark.parametrize("change", CHANGES, ids=["closed", "password", "factor"])
def test_an_account_that_was_changed_meanwhile_is_not_gone_on_with(
    app: Flask, change: dict[str, object]
) -> None:
    user = an_organiser(password_hash="x", second_factor="sealed")
    db.session.commit()
    seen = proving.account(user)
    db.session.expunge(seen)
    now_there = proving.account(seen)
    for name, value in change.items():
        setattr(now_there, name, value)
    db.session.flush()
    with pytest.raises(AccountChangedMeanwhile):
        proving.account(seen)


@pytest.mark.parametrize("change", CHANGES[:2], ids=["closed", "password"])
def test_no_session_is_begun_for_it_either(app: Flask, change: dict[str, object]) -> None:
    user = an_organiser(**{"password_hash": "x", **change})
    with pytest.raises(WrongCredentials):
        signing_in.begin(Verified(user.id, "x"), "seven grey herons", None)


def test_recovery_codes_open_nothing_without_a_second_factor(app: Flask) -> None:
    user = an_organiser(password_hash="x")
    code = recovery_codes.make(user)[0]
    with pytest.raises(WrongCode):
        proving.use_code(user, code, safe())
    assert recovery_codes.left(user.id) == recovery_codes.NUMBER
