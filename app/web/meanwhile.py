"""Two people with the same form: the second is told what stands there now, and loses nothing of what was typed.

Rows with a `version` compare that. Every other form carries a digest of the answers that it showed: `begin` puts it in,
`refuse_unseen` compares it, under the row's lock, with what stands there now (docs/decisions/0027).
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from flask import current_app
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, HiddenField, SelectField, SelectMultipleField

from app.extensions import Base, db
from app.services.errors import DomainError, EditedMeanwhile

Form = TypeVar("Form", bound=FlaskForm)


class Difference(NamedTuple):
    """What stands now where something else was typed."""

    question: str
    answer: str


class SeenForm(FlaskForm):
    """A form that knows what it showed when it was opened."""

    seen = HiddenField()


def begin(form: SeenForm, present: SeenForm) -> None:
    """Note in a form what stands there now, unless it was sent: then it says what stood there when it was opened."""
    if not form.is_submitted():
        form.seen.data = digest(present)


def refuse_unseen(form: SeenForm, row: Base | None, present: Callable[[], SeenForm]) -> None:
    """Wait for whoever is saving the row, then compare. Who wants what stands there already is not refused.

    Raises:
        EditedMeanwhile: something else stands there than what the form showed.
    """
    if row is not None:
        db.session.refresh(row, with_for_update={"of": type(row)})  # not what is loaded beside it
    there = present()
    if form.seen.data != digest(there) and differences(form, there):
        raise EditedMeanwhile


def told(error: DomainError, form: SeenForm, present: Callable[[], SeenForm]) -> list[Difference]:
    """After a refusal: what stands there now, if that is why; the next try begins from there."""
    if not isinstance(error, EditedMeanwhile):
        return []
    there = present()
    form.seen.data = digest(there)
    return differences(form, there)


def differences(form: FlaskForm, present: FlaskForm) -> list[Difference]:
    """What somebody else has made of the fields in the meantime, where it is not what was typed here."""
    return list(_differing(form, present))


def _differing(form: FlaskForm, present: FlaskForm) -> Iterator[Difference]:
    for field in form:
        if field.name not in present or isinstance(field, HiddenField):
            continue
        other = present[field.name]
        if (field.data or None) != (other.data or None):
            yield Difference(str(field.label.text), _worded(other))


def _worded(field: Any) -> str:
    if isinstance(field, BooleanField):
        return _("yes") if field.data else _("no")
    if isinstance(field, SelectField | SelectMultipleField):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        names = {str(choice[0]): str(choice[1]) for choice in field.choices or []}
        return ", ".join(names.get(str(value), str(value)) for value in chosen if value) or "–"
    return str(field._value()) or "–"


def digest(form: FlaskForm) -> str:
    """A digest of a form's answers, keyed: what is not shown, such as a name in discreet mode, cannot be guessed from it."""
    answers = [[field.name, field.data] for field in form if not isinstance(field, HiddenField | FileField)]
    text = json.dumps(answers, default=str).encode()
    return hmac.new(str(current_app.secret_key).encode(), text, "sha256").hexdigest()[:32]
