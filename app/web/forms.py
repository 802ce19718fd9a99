"""What forms and services share: a refusal is shown beside the field that it concerns."""

from __future__ import annotations

from flask import request
from flask_wtf import FlaskForm
from wtforms import Form

from app.services.errors import DomainError, Invalid


def sent(form: FlaskForm) -> bool:
    """Whether a form was sent with answers that can be taken; switching the language sends it, but decides nothing."""
    return request.method == "POST" and "lang" not in request.form and bool(form.validate())


def blame(form: Form, error: DomainError, language: str, otherwise: str | None = None) -> None:
    """Put a refusal beside its field, `otherwise` a field for what names none; over the form if no such field is there."""
    words = error.wording(language)
    name = error.field if isinstance(error, Invalid) else otherwise
    field = form[name] if name and name in form else None
    if field is None:
        form.form_errors.append(words)
    else:
        field.errors = [*field.errors, words]


def carried(form: Form) -> list[tuple[str, str]]:
    """What a form holds, tidied, as hidden fields that another page carries on; without its token."""
    held: list[tuple[str, str]] = []
    for field in form:
        if field.name == "csrf_token" or field.data in (None, False, ""):
            continue
        values = field.data if isinstance(field.data, list | tuple) else [field.data]
        held += [(field.name, "y" if value is True else str(value)) for value in values]
    return held
