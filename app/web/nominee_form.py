"""The form by which somebody is named, or named in somebody's place: the same for correspondents and for the secretariat."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from app.extensions import db
from app.models import Body, Event, Language, Mode, Role
from app.services import nominating
from app.services.delegation_errors import AddressWrittenToOften
from app.services.errors import AlreadyRegistered, DomainError, HeadTaken
from app.services.nominating import Nominee
from app.web.errors import status_of
from app.web.form_fields import address_line, name_line, text_line
from app.web.formatting import choices
from app.web.forms import blame
from app.web.locale import language

_BESIDE = {AlreadyRegistered.code: "email", AddressWrittenToOften.code: "email", HeadTaken.code: "role"}


class NomineeForm(FlaskForm):
    """What a correspondent knows of somebody; all the rest is for the person to say."""

    given_name = name_line(_l("Given name"), most=100)
    family_name = name_line(_l("Family name"), most=100, needed=_l("Enter the family name"))
    email = address_line(_l("E-mail address"))
    function = text_line(_l("Function"), most=200)
    role = SelectField(_l("Part in the delegation"), validators=[InputRequired(_l("Choose a part"))])
    mode = RadioField(_l("Takes part"), validators=[InputRequired(_l("Choose how the person takes part"))])
    language = RadioField(_l("Language of the letters"), validators=[InputRequired(_l("Choose a language"))])

    def nominee(self) -> Nominee:
        """The answers as the services take them. Call it on a valid form."""
        return Nominee(
            family_name=str(self.family_name.data),
            given_name=self.given_name.data,
            email=str(self.email.data),
            function=self.function.data,
            role=Role(self.role.data),
            mode=Mode(self.mode.data) if self.mode else None,
            language=Language(self.language.data),
        )


def nominee_form(event: Event, body: Body) -> NomineeForm:
    """The form for somebody of a body's delegation; what is usual is chosen already."""
    form = _made(body, Role.DELEGATE)
    if len(event.modes) > 1:
        form.mode.choices = choices(Mode, *event.modes)
        form.mode.data = form.mode.data or event.modes[0].value
    else:
        del form.mode
    return form


def successor_form(body: Body, role: Role | None) -> NomineeForm:
    """The form for somebody who takes another's place: the way of taking part passes over with it, the part is proposed."""
    form = _made(body, role or Role.DELEGATE)
    del form.mode
    return form


def refuse_on_opening(refusal: DomainError | None) -> None:
    """Open no form that cannot be sent. Whoever was filling it in is told beside it, with all that was typed.

    Raises:
        DomainError: the refusal.
    """
    if refusal is not None and request.method == "GET":
        raise refusal


def refused(form: NomineeForm, error: DomainError) -> int:
    """Undo everything and put a refusal beside its field, or over the form; the status code of the page."""
    db.session.rollback()
    blame(form, error, language(), _BESIDE.get(error.code))
    return status_of(error)


def status(form: NomineeForm) -> int:
    """The status code of a page with this form, unless a service has refused."""
    return 422 if form.errors else 200


def _made(body: Body, role: Role) -> NomineeForm:
    form = NomineeForm(role=role.value, language=language())
    form.role.choices = choices(Role, *nominating.roles_of(body))
    form.language.choices = choices(Language)
    return form
