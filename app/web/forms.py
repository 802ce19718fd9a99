"""What forms and services share: a refusal is shown beside the field that it concerns."""

from __future__ import annotations

from wtforms import Form

from app.services.errors import DomainError


def blame(form: Form, error: DomainError, language: str) -> None:
    """Put a refusal beside its field, or over the form if it concerns none of the fields there."""
    words = error.wording(language)
    field = form[error.field] if getattr(error, "field", None) in form else None
    if field is None:
        form.form_errors.append(words)
    else:
        field.errors = [*field.errors, words]
