"""Two people with the same form: the second is told what stands there now, and loses nothing of what was typed.

Rows with a `version` compare that. Every other form carries a digest of the answers that it showed: `begin` puts it in,
`refuse_unseen` compares it, under the lock, with what stands there now. Whatever was compared, `told` says what is different
(docs/decisions/0027).
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from flask import abort, current_app
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm.exc import ObjectDeletedError
from wtforms import BooleanField, FileField, HiddenField, SelectField, SelectMultipleField

from app.extensions import Base, db
from app.services.errors import DomainError, EditedMeanwhile

Form = TypeVar("Form", bound=FlaskForm)
_DIGEST = re.compile(r"[0-9a-f]{32}")


class Difference(NamedTuple):
    """What stands now where something else was typed."""

    question: str
    answer: str


def _own(mark: str | None) -> str:
    """A digest as we make them; anything else was not made by us, and goes into no page again."""
    return mark if mark and _DIGEST.fullmatch(mark) else ""


class SeenForm(FlaskForm):
    """A form that knows what it showed when it was opened."""

    seen = HiddenField(filters=[_own])
    beside: Sequence[object] = ()  # what the page shows with the answers, and what is replaced with them


def begin(form: SeenForm) -> None:
    """Note in a form what it shows, unless it was sent: then it says what it showed when it was opened."""
    if not form.is_submitted():
        form.seen.data = digest(form)


def refuse_unseen(form: SeenForm, present: Callable[[], SeenForm], lock: Callable[[], object]) -> None:
    """Wait for whoever is saving, then compare. Who wants what stands there already is not refused.

    `lock` is what the rule itself locks first, so that all wait for one another in one order: the event before its rows.

    Raises:
        EditedMeanwhile: something else stands there than what the form showed.
    """
    lock()
    db.session.expire_all()  # what was read before the lock may be old
    try:
        there = present()
    except ObjectDeletedError:
        abort(404)
    if form.seen.data != digest(there) and _differences(form, there):
        raise EditedMeanwhile


def hold(*rows: Base) -> None:
    """Wait for whoever is saving these rows; for those that no rule of the services locks."""
    for row in rows:
        try:
            db.session.refresh(row, with_for_update={"of": type(row), "key_share": True})
        except InvalidRequestError:  # it is not there any more
            abort(404)


def told(error: DomainError, form: FlaskForm, present: Callable[[], FlaskForm]) -> list[Difference]:
    """After a refusal: what stands there now where something else was typed, if that is why; the next try begins from there."""
    if not isinstance(error, EditedMeanwhile):
        return []
    there = present()
    if isinstance(there, SeenForm):
        form.seen.data = digest(there)
    else:
        form.version.data = there.version.data
    return _differences(form, there)


def _differences(form: FlaskForm, present: FlaskForm) -> list[Difference]:
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


def digest(form: SeenForm) -> str:
    """A digest of a form's answers, keyed: what is not shown, such as a name in discreet mode, cannot be guessed from it."""
    answers = [[field.name, field.data] for field in form if not isinstance(field, HiddenField | FileField)]
    text = json.dumps([answers, *form.beside], default=str).encode()
    return hmac.new(str(current_app.secret_key).encode(), text, "sha256").hexdigest()[:32]
