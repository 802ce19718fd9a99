"""What the pages share that ask for a code or a password: a refusal is put on record and shown beside its field."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
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
    if isinstance(error, WrongCode | WrongPassword | TooManyAttempts):
        signing_in.note_refused_proof(user)
        db.session.commit()
    blame(form, error, language())
    page = render_template(template, form=form, **shown)
    if isinstance(error, TooManyAttempts):
        return page, 429, {"Retry-After": str(error.seconds)}
    return page, 422
