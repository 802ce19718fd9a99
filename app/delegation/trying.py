"""A form whose rule refuses comes back with the rule's words and with what was typed."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask_wtf import FlaskForm

from app.extensions import db
from app.services.errors import Refused
from app.web.errors import status_of
from app.web.forms import blame
from app.web.locale import language


def sent(form: FlaskForm) -> bool:
    """Whether the form was sent and is right; a change of language is no sending."""
    return "lang" not in request.form and bool(form.validate_on_submit())


def done(form: FlaskForm, act: Callable[[], object]) -> bool:
    """Do it, for the caller to commit; a refusal takes everything back and stands over the form."""
    try:
        act()
    except Refused as error:
        db.session.rollback()
        blame(form, error, language())
        form.refused = status_of(error)
        return False
    return True


def status(form: FlaskForm) -> int:
    """The status code of the page with the form: refused by a rule, wrong, or only opened."""
    refused: int = getattr(form, "refused", 0)
    return refused or (422 if form.errors else 200)
