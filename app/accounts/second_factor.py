"""The second factor at the sign-in: showing it, or setting it up for the first time. Nothing private opens before."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request
from flask_babel import gettext as _

from app.accounts import pictures
from app.accounts.door import bp
from app.accounts.forms import CodeForm, FirstFactorForm
from app.accounts.places import next_of, second_step_of
from app.accounts.proofs import Page, refused, shown_codes
from app.extensions import db
from app.models import User
from app.services.accounts import proving, second_factor, signing_in
from app.services.errors import Invalid, TooManyAttempts
from app.web import access
from app.web import sign_in as present
from app.web.extensions import csrf
from app.web.sealing import safe

_CODE, _SET_UP = "accounts/code.html", "accounts/second_factor.html"


@bp.get("/sign-in/code")
@access.allow(access.PASSWORD_SHOWN)
def code() -> Page:
    """Where the code of the app is typed, or a recovery code (`?recovery=1`)."""
    user = _halfway()
    if user.second_factor is None:
        return redirect(second_step_of(user))
    return render_template(_CODE, form=CodeForm(formdata=None), **_asked())


@bp.post("/sign-in/code")
@access.allow(access.PASSWORD_SHOWN)
@csrf.exempt  # the form checks its token itself
def code_shown() -> Page:
    """Use the code up; the session is complete, under a new secret."""
    seen, secret, form = _halfway(), present.present_secret() or "", CodeForm()
    if not form.validate():
        return render_template(_CODE, form=form, **_asked()), 422
    db.session.rollback()  # attempts are counted while no unit of work is open
    try:
        with proving.counted(seen.id):
            user = proving.account(seen)
            how = proving.use_code(user, str(form.code.data), safe())
            secret = signing_in.complete(user, secret, how)
            db.session.commit()
    except (Invalid, TooManyAttempts) as error:
        return refused(_CODE, form, error, seen, **_asked())
    present.keep(secret)
    return redirect(next_of(seen), code=303)


@bp.get("/second-factor")
@access.allow(access.PASSWORD_SHOWN)
def set_up() -> Page:
    """The picture to scan, and the field for the first code; the same picture as often as it is opened."""
    user = _halfway()
    if user.second_factor is not None:
        return redirect(second_step_of(user))
    return render_template(_SET_UP, form=FirstFactorForm(formdata=None), **_offered(user))


@bp.post("/second-factor")
@access.allow(access.PASSWORD_SHOWN)
@csrf.exempt  # the form checks its token itself
def set_up_done() -> Page:
    """Set it up with the first code. The session is complete; the recovery codes are shown, this once."""
    seen, secret, form = _halfway(), present.present_secret() or "", FirstFactorForm()
    if not form.validate():
        return render_template(_SET_UP, form=form, **_offered(seen)), 422
    db.session.rollback()
    try:
        with proving.counted(seen.id):
            user = proving.account(seen)
            seed = second_factor.proposed(seen, secret, safe())
            codes = second_factor.set_up(user, seed, str(form.new_code.data), safe())
            secret = signing_in.complete(user, secret, "set_up")
            db.session.commit()
    except (Invalid, TooManyAttempts) as error:
        return refused(_SET_UP, form, error, seen, **_offered(seen))
    present.keep(secret)
    said = _("The second factor is set up, and you are signed in.")
    return shown_codes(codes, said, seen, next_of(seen), first=True)


def _halfway() -> User:
    user = present.halfway()
    assert user is not None  # noqa: S101 - the rule of access has let nobody else in
    return user


def _asked() -> dict[str, Any]:
    return {"recovery": "recovery" in request.args, "next": request.args.get("next")}


def _offered(user: User) -> dict[str, Any]:
    seed = second_factor.proposed(user, present.present_secret() or "", safe())
    return pictures.offered(user, seed)
