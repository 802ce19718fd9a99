"""The forms about one participant: entered by hand, changed, corrected, decided on."""

from __future__ import annotations

from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.models import Category, Event, Language, Mode, Registration, Role
from app.services import offers, participant_list
from app.services.applications import Application
from app.services.changing import Changes
from app.web.bodies import AffiliationNeeded, listed_choices, of_the_list
from app.web.form_fields import address_line, name_line, text_area, text_line
from app.web.formatting import choices
from app.web.locale import language
from app.web.option_lists import LongSelect


class _Capacity:
    category = SelectField(_l("Category"), validators=[InputRequired(_l("Choose a category"))])
    body = SelectField(
        _l("Body"), validators=[of_the_list], validate_choice=False, choices=[], widget=LongSelect()
    )
    body_text = text_line(_l("Other affiliation"), most=200)
    role = SelectField(_l("Part in the delegation"), validators=[Optional()])


class _Identity:
    given_name = name_line(_l("Given name"), most=100)
    family_name = name_line(_l("Family name"), most=100, needed=_l("Enter the family name"))
    own_script_name = name_line(_l("Name in the person’s own script"), most=200)
    email = address_line(_l("E-mail address"))


class _Answers:
    title = text_line(_l("Title or rank"), most=100)
    function = text_line(_l("Function"), most=200)
    service = text_line(_l("Service"), most=200)
    mode = RadioField(_l("Takes part"), validators=[InputRequired(_l("Choose how the person takes part"))])
    language = RadioField(_l("Language of the letters"), validators=[InputRequired(_l("Choose a language"))])
    sessions = SelectMultipleField(
        _l("Sessions"),
        validators=[Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    discreet = BooleanField(_l("Shown to others as “Representative” only"))


class EnterForm(AffiliationNeeded, _Capacity, _Identity, _Answers, FlaskForm):
    """Somebody entered by hand."""

    def application(self) -> Application:
        """The answers as the service takes them. Call it on a valid form."""
        return Application(
            **_capacity_of(self),
            **_answers_of(self),
            **{name: self[name].data for name in ("given_name", "family_name", "own_script_name", "email")},
        )


class AnswersForm(_Capacity, _Answers, FlaskForm):
    """Everything but the name and the address."""

    version = HiddenField()

    def changes(self) -> Changes:
        """The answers as the service takes them. Call it on a valid form."""
        changes: dict[str, Any] = {**_capacity_of(self), **_answers_of(self)}
        return Changes(**changes)  # type: ignore[typeddict-item]


class IdentityForm(_Identity, FlaskForm):
    """The name and the address."""

    version = HiddenField()

    def changes(self) -> Changes:
        """The answers as the service takes them. Call it on a valid form."""
        return Changes(
            given_name=self.given_name.data,
            family_name=str(self.family_name.data),
            own_script_name=self.own_script_name.data,
            email=str(self.email.data),
        )


class DecisionForm(FlaskForm):
    """Why something is decided."""

    reason = text_area(_l("Reason"), most=1000)


def enter_form(event: Event) -> EnterForm:
    """The form for somebody new; what is usual is chosen already."""
    presets = {"mode": event.modes[0].value, "language": language(), "role": Role.DELEGATE.value}
    return _with_choices(EnterForm(**presets), event)


def answers_form(registration: Registration, *, as_stored: bool = False) -> AnswersForm:
    """The form with the present answers; `as_stored` leaves out what was typed."""
    present = {name: getattr(registration, name) for name in ("version", *_TEXTS, "discreet")}
    present |= {name: str(getattr(registration, name) or "") for name in _CODES}
    present["body"] = str(registration.body_id or "")
    present["sessions"] = [row.session_id for row in registration.sign_ups]
    given = {"formdata": None} if as_stored else {}
    return _with_choices(AnswersForm(data=present, **given), registration.event)


def identity_form(registration: Registration, *, as_stored: bool = False) -> IdentityForm:
    """The form with the present name and address; `as_stored` leaves out what was typed.

    A discreet person's stand in it only as they are stored: a form with fields left out opens nothing.
    """
    shown = _IDENTITY if as_stored or not registration.discreet else ()
    present = {name: getattr(registration, name) for name in ("version", *shown)}
    return IdentityForm(data=present, **({"formdata": None} if as_stored else {}))


_IDENTITY = ("given_name", "family_name", "own_script_name", "email")
_TEXTS = ("title", "function", "service", "body_text")
_CODES = ("category", "role", "mode", "language")
_Form = TypeVar("_Form", EnterForm, AnswersForm)


def _with_choices(form: _Form, event: Event) -> _Form:
    form.category.choices = choices(Category)
    form.body.choices = listed_choices(offers.bodies_for(list(Category)))
    form.role.choices = [("", _("outside of delegations")), *choices(Role)]
    form.mode.choices = choices(Mode, *event.modes)
    form.language.choices = choices(Language)
    sessions = participant_list.sessions(event, language())
    if sessions:
        form.sessions.choices = [(int(number), title) for number, title in sessions]
    else:
        del form.sessions
    return form


def _capacity_of(form: _Capacity) -> dict[str, Any]:
    body_id = int(form.body.data) if form.body.data else None
    return {
        "category": Category(form.category.data),
        "body_id": body_id,
        "body_text": None if body_id else form.body_text.data,
        "role": Role(form.role.data) if form.role.data else None,
    }


def _answers_of(form: _Answers) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "function": form.function.data,
        "service": form.service.data,
        "mode": Mode(form.mode.data),
        "language": Language(form.language.data),
        "discreet": form.discreet.data,
        "session_ids": tuple(form.sessions.data or ()) if form.sessions else (),
    }
