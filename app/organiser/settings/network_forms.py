"""The forms for what the installation is called, whom to ask and who writes; what is typed is printed, and never markup."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError

from app.lib.installation import Contact, NetworkName, Sender
from app.organiser.letters.sender_form import SenderForm, only_ascii_before_the_sign
from app.services import network_settings
from app.services.network_settings import Part
from app.web.form_fields import address_line, text_area, text_line
from app.web.meanwhile import SeenForm

_SIGNS = re.compile(r"[<>{}\[\]\\|*#_^~=`$@\"]")
_TELEPHONE = re.compile(r"[+(]?[0-9][0-9 ()./-]{4,38}")
_LINES = 6  # of a postal address


def _printable(_form: object, field: StringField) -> None:
    """Names stand in headers of mails, in files of all kinds and in sentences: they are words, and nothing else."""
    text = field.data or ""
    if text and not text[0].isalnum():
        raise ValidationError(_("Begin with a letter or a figure"))
    if found := _SIGNS.search(text):
        raise ValidationError(_("Leave %(sign)s out: a name is printed as it is", sign=found[0]))


def _name(label: Any, *, most: int, needed: Any = None) -> StringField:
    line: Any = text_line(label, most=most, needed=needed, prose=True)
    line.kwargs["validators"].append(_printable)
    return line


class NameForm(SeenForm):
    """The names of the Network in both languages."""

    name_en = _name(_l("Name in English"), most=60, needed=_l("Enter the name in English"))
    article_en = RadioField(
        _l("In an English sentence"),
        choices=[("the", _l("with “the”: of the Alliance")), ("", _l("without: of Europol"))],
    )
    name_fr = _name(_l("Name in French"), most=60, needed=_l("Enter the name in French"))
    article_fr = RadioField(
        _l("In a French sentence"),
        choices=[
            ("le", _l("with “le”: du Forum")),
            ("la", _l("with “la”: de la Conférence")),
            ("l’", _l("with “l’”: de l’Alliance")),
            ("les", _l("with “les”: des Rencontres")),
            ("", _l("without: d’Europol")),
        ],
    )
    long_name_en = _name(_l("Long name in English"), most=120, needed=_l("Enter the long name in English"))
    long_name_fr = _name(_l("Long name in French"), most=120, needed=_l("Enter the long name in French"))
    line_en = _name(_l("Line under the name, in English"), most=80, needed=_l("Enter the line in English"))
    line_fr = _name(_l("Line under the name, in French"), most=80, needed=_l("Enter the line in French"))
    signature_en = _name(_l("Signature of papers, in English"), most=120)
    signature_fr = _name(_l("Signature of papers, in French"), most=120)

    def part(self) -> NetworkName:
        """What was typed. Call it on a valid form."""
        return network_settings.made(NetworkName, _typed(self))


class ContactForm(SeenForm):
    """How to reach the secretariat."""

    email = address_line(_l("E-mail address"), optional=True)
    telephone = text_line(_l("Telephone"), most=40)
    office_hours_en = text_line(_l("Office hours, in English"), most=120, prose=True)
    office_hours_fr = text_line(_l("Office hours, in French"), most=120, prose=True)
    postal_address_en = text_area(_l("Postal address, in English"), most=300)
    postal_address_fr = text_area(_l("Postal address, in French"), most=300)

    def part(self) -> Contact:
        """What was typed. Call it on a valid form."""
        return network_settings.made(Contact, _typed(self))

    def validate_email(self, field: StringField) -> None:
        only_ascii_before_the_sign(self, field)

    def validate_telephone(self, field: StringField) -> None:
        if field.data and not _TELEPHONE.fullmatch(field.data):
            raise ValidationError(_l("A telephone number looks like +33 3 88 41 20 00"))

    def validate_postal_address_en(self, field: TextAreaField) -> None:
        _few_lines(field)

    def validate_postal_address_fr(self, field: TextAreaField) -> None:
        _few_lines(field)


class SenderOfAllForm(SenderForm, SeenForm):
    """Who writes where an event has no sender of its own."""

    def part(self) -> Sender:
        """What was typed. Call it on a valid form."""
        typed = self.details()
        return Sender(
            typed.mail_sender or "",
            typed.mail_sender_name or "",
            typed.mail_reply_to or "",
            typed.mail_return_path or "",
        )


def shown(part: Part) -> dict[str, str]:
    """What a form begins with."""
    values = network_settings.flat(part)
    if isinstance(part, Sender):
        values = {
            "mail_sender": part.address,
            "mail_sender_name": part.name,
            "mail_reply_to": part.reply_to,
            "mail_return_path": part.return_path,
        }
    return values


def _typed(form: FlaskForm) -> dict[str, str]:
    return {field.name: field.data or "" for field in form if not isinstance(field, HiddenField)}


def _few_lines(field: TextAreaField) -> None:
    if len((field.data or "").splitlines()) > _LINES:
        raise ValidationError(_l("Use %(most)s lines at most", most=_LINES))
