"""What the pages share that ask for a code or a password: a refusal is put on record and shown beside its field."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib import one_time_codes
from app.models import User
from app.services.accounts import signing_in
from app.services.accounts.sign_in_errors import WrongCode, WrongPassword
from app.services.errors import Invalid, TooManyAttempts
from app.web.forms import blame
from app.web.locale import language

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
Refusal = Invalid | TooManyAttempts


def refused(template: str, form: FlaskForm, error: Refusal, user: User, **shown: Any) -> Page:
    """The form once more, with what was refused; nothing of it was done."""
    db.session.rollback()
    if isinstance(error, WrongCode | WrongPassword | TooManyAttempts) and signing_in.is_noted(error):
        signing_in.note_refused_proof(user)
        db.session.commit()
    blame(form, error, language())
    _empty_spent_codes(form)
    page = render_template(template, form=form, **shown)
    if isinstance(error, TooManyAttempts):
        return page, 429, {"Retry-After": str(error.seconds)}
    return page, 422


def shown_codes(codes: list[str], said: str, user: User, onward: str, *, first: bool = False) -> str:
    """The page with ten new recovery codes, the only time that they are seen."""
    return render_template(
        "accounts/recovery_codes.html", codes=codes, said=said, email=user.email, onward=onward, first=first
    )


def _empty_spent_codes(form: FlaskForm) -> None:
    """Six digits are typed anew each time; a recovery code with a slip in it is put right where it stands."""
    for field in form:
        if field.name in {"code", "new_code"} and one_time_codes.digits(field.data or ""):
            field.data = ""
