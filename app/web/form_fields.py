"""Fields that forgive: surplus blanks, control characters and pasted formats are tidied before anything is judged."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from app.lib import addresses
from app.lib.names import looks_like_a_name, tidy


def text_line(
    label: Any, *, most: int, needed: Any = None, prose: bool = False, **kwargs: Any
) -> StringField:
    """A line of text. `needed` is the sentence shown when it is missing; without it the field is optional.

    `prose` keeps no-break spaces, for titles and whatever else is set with care.
    """
    filters = [partial(tidy, prose=prose)]
    return StringField(label, validators=_validators(most, needed), filters=filters, **kwargs)


def name_line(label: Any, *, most: int, needed: Any = None) -> StringField:
    """A name of a person, in any script."""
    return StringField(label, validators=[*_validators(most, needed), _name], filters=[tidy])


def text_area(label: Any, *, most: int, needed: Any = None, **kwargs: Any) -> TextAreaField:
    """Some lines of prose, whose line breaks are kept."""
    return TextAreaField(label, validators=_validators(most, needed), filters=[tidy_lines], **kwargs)


def address_line(label: Any, *, optional: bool = False, **kwargs: Any) -> StringField:
    """An e-mail address, tidied and put into its normal form."""
    needed = DataRequired(_l("Enter an e-mail address, such as name@example.org"))
    validators = [Optional() if optional else needed, _deliverable, _length(254)]
    return StringField(label, validators=validators, filters=[addresses.without_blanks], **kwargs)


def tidy_lines(text: str | None) -> str | None:
    """As `tidy`, line by line."""
    if text is None:
        return None
    lines = [
        tidy(line, prose=True) or "" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    return "\n".join(lines).strip("\n") or None


def _validators(most: int, needed: Any) -> list[Any]:
    return [DataRequired(needed) if needed else Optional(), _length(most)]


def _name(_form: object, field: StringField) -> None:
    if field.data and not looks_like_a_name(field.data):
        raise ValidationError(_l("A name has letters, with three marks at most on each"))


def _length(most: int) -> Length:
    return Length(max=most, message=_l("Use %(most)s characters at most", most=most))


def _deliverable(_form: object, field: StringField) -> None:
    address = addresses.normal(field.data)
    if address is None:
        raise ValidationError(_l("This is not an e-mail address. It looks like name@example.org"))
    field.data = address
