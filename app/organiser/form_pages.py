"""What the organisers' forms have in common: shown again with all that was typed, refusals beside their fields."""

from __future__ import annotations

from collections.abc import Mapping

from flask_wtf import FlaskForm

from app.extensions import db
from app.services.errors import DomainError, LimitBelowHeld
from app.web.errors import status_of
from app.web.locale import language


def status(form: FlaskForm) -> int:
    """The status code of a page with this form, unless a service has refused."""
    return 422 if form.errors else 200


def refused(
    form: FlaskForm, error: DomainError, fields: Mapping[str, str] | None = None, limit: str = ""
) -> int:
    """Undo everything and put a service's refusal beside its field; the status code of the page.

    `fields` says which field of the form stands for what the service calls by another name, `limit` which one holds the
    only limit of the form.
    """
    db.session.rollback()
    concerns = str(error.values.get("what", limit)) if isinstance(error, LimitBelowHeld) else ""
    name = concerns or getattr(error, "field", None) or ""
    name = (fields or {}).get(name, name)
    words = error.wording(language())
    if name in form:
        form[name].errors = [*form[name].errors, words]
    else:
        form.form_errors.append(words)
    return status_of(error)


def version_in(form: FlaskForm) -> int:
    """Which version of the row a form began with; 0, which no row has, if that was tampered with."""
    try:
        return int(form.version.data or 0)
    except ValueError:
        return 0
