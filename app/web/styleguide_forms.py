"""The forms of the style guide: one field of each kind, as it is and with an error."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput

from app.models import Language, Mode, Role
from app.web.formatting import choices
from app.web.locale import language
from app.web.nominee_form import NomineeForm

_BODIES = [
    ("", "", {}),
    ("CZ", _l("Czechia"), {"data-code": "CZ", "data-search": "République tchèque|Tchéquie|Czech Republic"}),
    (
        "MD",
        _l("Republic of Moldova"),
        {"data-code": "MD", "data-search": "République de Moldova|Moldova|Moldavie"},
    ),
    (
        "SK",
        _l("Slovak Republic"),
        {"data-code": "SK", "data-search": "République slovaque|Slovakia|Slovaquie"},
    ),
    ("TR", _l("Türkiye"), {"data-code": "TR", "data-search": "Turquie|Turkey|Turkiye"}),
]
_TOPICS = [("a", _l("Facial recognition in public space")), ("b", _l("Explaining an automated decision"))]


class SampleForm(FlaskForm):
    """One field of each kind."""

    given_name = StringField(_l("Given name"), [Optional()])
    family_name = StringField(_l("Family name"))
    email = EmailField(_l("E-mail"), description=_l("We write to this address only about this event."))
    body = SelectField(_l("Whom do you represent?"), choices=_BODIES)
    mode = RadioField(
        _l("How will you take part?"), choices=[("in_person", _l("In person")), ("online", _l("Online"))]
    )
    topics = SelectMultipleField(
        _l("Break-out sessions"), [Optional()], choices=_TOPICS, option_widget=CheckboxInput()
    )
    remarks = TextAreaField(_l("Remarks"), [Optional()])
    photographs = BooleanField(_l("I agree to be photographed"))
    language = SelectField(_l("Language"), choices=[("en", "English"), ("fr", "Français")])
    day = DateField(_l("Day"))
    time = TimeField(_l("Time"))
    opens = DateTimeLocalField(_l("Registration opens"))
    places = IntegerField(_l("Places"), [Optional()])
    paper = FileField(_l("Document"))
    password = PasswordField(_l("Password"))


def plain_form() -> SampleForm:
    """Every kind of field, some of them filled in."""
    return SampleForm(formdata=None, mode="in_person", family_name="CEBOTARI", body="MD")


def wrong_form() -> SampleForm:
    """Each kind of control with an error beside it."""
    form = SampleForm(formdata=None, prefix="wrong", email="a.cebotari.igp", topics=["a", "b"])
    said = {
        "email": _l("Write the address with an @, like name@ministry.example"),
        "body": _l("Choose the state or organisation you represent"),
        "topics": _l("Choose one of the two: they are at the same time"),
        "mode": _l("Choose how you will take part"),
    }
    for name, words in said.items():
        form[name].errors = [words]
    return form


def nominee_samples() -> tuple[NomineeForm, NomineeForm]:
    """The questions about somebody who is named, empty and with errors."""
    empty = NomineeForm(formdata=None, prefix="named", role=Role.DELEGATE.value, language=language())
    wrong = NomineeForm(formdata=None, prefix="misnamed", role=Role.HEAD.value, email="a.cebotari.igp")
    for form in (empty, wrong):
        form.role.choices = choices(Role, Role.HEAD, Role.DELEGATE, Role.ALTERNATE, Role.ADVISER)
        form.mode.choices = choices(Mode, Mode.IN_PERSON, Mode.ONLINE)
        form.language.choices = choices(Language)
    wrong.family_name.errors = [_("Enter the family name")]
    wrong.mode.errors = [_("Choose how the person takes part")]
    return empty, wrong
