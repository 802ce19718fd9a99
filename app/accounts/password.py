"""Choosing a password by a link that works once. Opening the link changes nothing: mail scanners open every link.

It ends in the second factor: whoever has the link only gets no further.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.door import bp
from app.accounts.forms import ChoosePasswordForm
from app.accounts.places import second_step_of
from app.extensions import db
from app.lib.devices import device_of
from app.models import User
from app.services.accounts import passwords, signing_in
from app.services.errors import Invalid, LinkError
from app.web import access, limits
from app.web import sign_in as present
from app.web.errors import status_of
from app.web.extensions import csrf
from app.web.forms import blame
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.get("/set-password/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def set_password(token: str) -> Page:
    """The form, with the address of the account that it is for."""
    return _page(ChoosePasswordForm(formdata=None), passwords.account_behind(token))


@bp.post("/set-password/<token>")
@access.allow(access.ANYONE)
@csrf.exempt  # the form checks its token itself, so that no password is carried over in a page
@limits.against_guessing
def password_set(token: str) -> Page:
    """Set the password, use the link up, and go on to the second factor with a new session."""
    form = ChoosePasswordForm()
    if not form.validate():
        return _page(form, passwords.account_behind(token)), 422
    try:
        user = passwords.choose(token, str(form.password.data))
    except Invalid as error:
        blame(form, error, language())
        return _page(form, passwords.account_behind(token)), 422
    device = device_of(request.user_agent.string)
    secret = signing_in.begin_session(user, present.present_secret(), device)
    db.session.commit()
    present.keep(secret)
    flash(
        _("Your password is set. From now on you sign in with it and with %(email)s.", email=user.email), "ok"
    )
    return redirect(second_step_of(user), code=303)


def _page(form: ChoosePasswordForm, user: User) -> str:
    first = user.second_factor is None
    return render_template("accounts/set_password.html", form=form, email=user.email, first=first)


@bp.errorhandler(LinkError)
def link_over(error: LinkError) -> tuple[str, int]:
    """The link opens nothing: who can send another one, or the way in for those who have a password already."""
    db.session.rollback()
    return render_template("accounts/link_over.html", said=error.wording(language())), status_of(error)
