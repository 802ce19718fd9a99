"""Changing what opens the own account: the password, the app, the recovery codes. Each asks once more who one is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import pictures
from app.accounts.door import bp
from app.accounts.forms import AnotherFactorForm, ChangePasswordForm, ProofForm
from app.accounts.proofs import Page, refused, shown_codes
from app.extensions import db
from app.models import User
from app.services.accounts import login_sessions, passwords, proving, second_factor
from app.services.errors import Invalid, TooManyAttempts
from app.web import access
from app.web import sign_in as present
from app.web.extensions import csrf
from app.web.sealing import safe

_PASSWORD, _FACTOR = "accounts/change_password.html", "accounts/another_factor.html"  # noqa: S105
_CODES = "accounts/new_recovery_codes.html"


@bp.get("/account/password")
@access.allow(access.SIGNED_IN)
def change_password() -> Page:
    """The form for another password."""
    return render_template(_PASSWORD, form=ChangePasswordForm(formdata=None))


@bp.post("/account/password")
@access.allow(access.SIGNED_IN)
@csrf.exempt  # the form checks its token itself: no password is carried over in a page
def password_changed() -> Page:
    """Set another password. All other sessions end, this one goes on under a new secret."""
    form, seen = ChangePasswordForm(), _signed_in()
    if not form.validate():
        return render_template(_PASSWORD, form=form), 422
    try:
        passwords.check(str(form.password.data), seen)
        with _proved(seen, str(form.present_password.data)) as user:
            passwords.change(user, str(form.password.data), present.present_secret() or "")
            secret = login_sessions.renew(present.present_secret() or "")
            db.session.commit()
    except (Invalid, TooManyAttempts) as error:
        return refused(_PASSWORD, form, error, seen)
    present.keep(secret)
    flash(_("Your password is changed. All other sessions have ended."), "ok")
    return redirect(url_for("accounts.account"), code=303)


@bp.get("/account/second-factor")
@access.allow(access.SIGNED_IN)
def another_factor() -> Page:
    """The picture for another app, and what shows who one is."""
    return render_template(_FACTOR, form=AnotherFactorForm(formdata=None), **_offered(_signed_in()))


@bp.post("/account/second-factor")
@access.allow(access.SIGNED_IN)
@csrf.exempt  # as above
def factor_exchanged() -> Page:
    """Exchange the app. All other sessions end; new recovery codes are shown, this once."""
    form, seen = AnotherFactorForm(), _signed_in()
    if not form.validate():
        return render_template(_FACTOR, form=form, **_offered(seen)), 422
    secret = present.present_secret() or ""
    try:
        with _proved(seen, str(form.present_password.data)) as user:
            seed = second_factor.proposed(seen, secret, safe())
            proving.use_code(user, str(form.code.data), safe())
            codes = second_factor.exchange(user, seed, str(form.new_code.data), safe(), secret)
            secret = login_sessions.renew(secret)
            db.session.commit()
    except (Invalid, TooManyAttempts) as error:
        return refused(_FACTOR, form, error, seen, **_offered(seen))
    present.keep(secret)
    said = _("The new app is set up. The one of before no longer works, and all other sessions have ended.")
    return shown_codes(codes, said, seen, url_for("accounts.account"))


@bp.get("/account/recovery-codes")
@access.allow(access.SIGNED_IN)
def new_recovery_codes() -> Page:
    """The form that asks who one is, before new codes are shown."""
    return render_template(_CODES, form=ProofForm(formdata=None))


@bp.post("/account/recovery-codes")
@access.allow(access.SIGNED_IN)
@csrf.exempt  # as above
def recovery_codes_renewed() -> Page:
    """Make ten new codes and show them, this once; those of before end."""
    form, seen = ProofForm(), _signed_in()
    if not form.validate():
        return render_template(_CODES, form=form), 422
    try:
        with _proved(seen, str(form.present_password.data)) as user:
            proving.use_code(user, str(form.code.data), safe())
            codes = second_factor.renew_recovery_codes(user)
            db.session.commit()
    except (Invalid, TooManyAttempts) as error:
        return refused(_CODES, form, error, seen)
    said = _("These are your new recovery codes. Those of before no longer work.")
    return shown_codes(codes, said, seen, url_for("accounts.account"))


@contextmanager
def _proved(seen: User, password: str) -> Iterator[User]:
    """The own account's row, locked, once the password was right. Attempts are counted while no unit of work is open."""
    db.session.rollback()
    with proving.counted(seen.id):
        proving.check_password(seen, password)
        yield proving.account(seen)


def _signed_in() -> User:
    user: User = current_user._get_current_object()
    return user


def _offered(user: User) -> dict[str, Any]:
    return pictures.offered(user, second_factor.proposed(user, present.present_secret() or "", safe()))
