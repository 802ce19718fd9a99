"""Signing in with address and password, and out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.door import bp
from app.accounts.forms import SignInForm
from app.accounts.places import next_of, second_step_of
from app.extensions import db
from app.lib.devices import device_of
from app.services.accounts import signing_in
from app.services.accounts.sign_in_errors import WrongCredentials
from app.services.errors import TooManyAttempts
from app.web import access
from app.web import sign_in as present
from app.web.extensions import csrf
from app.web.forms import blame
from app.web.locale import language

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.get("/sign-in")
@access.allow(access.ANYONE)
def sign_in() -> Page:
    """The form; whoever is signed in already goes on, and who is halfway goes on to the second factor."""
    if current_user.is_authenticated:
        return redirect(next_of(current_user))
    halfway = present.halfway()
    if halfway is not None:
        return redirect(second_step_of(halfway))
    return render_template("accounts/sign_in.html", form=SignInForm(formdata=None))


@bp.post("/sign-in")
@access.allow(access.ANYONE)
@csrf.exempt  # the form checks its token itself, so that the address typed is there again
def signed_in() -> Page:
    """Begin a session in a new cookie, then on to the second factor."""
    form = SignInForm()
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    email, password = str(form.email.data), str(form.password.data)
    device = device_of(request.user_agent.string)
    db.session.rollback()  # attempts are counted while no unit of work is open
    try:
        verified = signing_in.verify(email, password, request.remote_addr or "")
        user, secret = signing_in.begin(verified, password, present.present_secret(), device)
    except (WrongCredentials, TooManyAttempts) as error:
        return _refused(form, error)
    db.session.commit()
    present.keep(secret)
    return redirect(second_step_of(user), code=303)


@bp.post("/sign-out")
@access.allow(access.ANYONE)
def sign_out() -> Response:
    """End the session of this browser."""
    secret = present.present_secret()
    if secret is not None:
        signing_in.end(current_user if current_user.is_authenticated else None, secret)
        db.session.commit()
    present.forget()
    flash(_("You have signed out."), "ok")
    return redirect(url_for("accounts.sign_in"), code=303)


def _refused(form: SignInForm, error: WrongCredentials | TooManyAttempts) -> Page:
    if signing_in.is_noted(error):
        signing_in.note_refusal(str(form.email.data))
        db.session.commit()
    blame(form, error, language())
    page = render_template("accounts/sign_in.html", form=form)
    if isinstance(error, TooManyAttempts):
        return page, 429, {"Retry-After": str(error.seconds)}
    return page, 422
