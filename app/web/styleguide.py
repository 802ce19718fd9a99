"""Every component in all its states, on one page; for whoever builds pages, never in production."""

from __future__ import annotations

from flask import Blueprint, render_template
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

from app.web import access

bp = Blueprint("styleguide", __name__)

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


@bp.get("/style-guide")
@access.allow(access.ANYONE)
def show() -> str:
    """The style guide."""
    plain = SampleForm(formdata=None, mode="in_person", family_name="CEBOTARI", body="MD")
    wrong = SampleForm(formdata=None, prefix="wrong", email="a.cebotari.igp", topics=["a", "b"])
    wrong.email.errors = [_l("Write the address with an @, like name@ministry.example")]
    wrong.body.errors = [_l("Choose the state or organisation you represent")]
    wrong.topics.errors = [_l("Choose one of the two: they are at the same time")]
    wrong.mode.errors = [_l("Choose how you will take part")]
    return render_template("styleguide.html", plain=plain, wrong=wrong)
