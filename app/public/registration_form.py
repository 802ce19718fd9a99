"""The registration form: only what is needed, in short sections, made for one event."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired, Optional

from app.models import Category, Event, EventSession, Gender, InvitationLink, Language, Mode, Role
from app.public import answer_fields
from app.services import admission_rules
from app.services.applications import Application
from app.web.bodies import is_number
from app.web.form_fields import address_line, name_line, text_line
from app.web.formatting import choices
from app.web.locale import language
from app.web.option_lists import LongSelect

OFFERED_ROLES = (Role.DELEGATE, Role.ALTERNATE, Role.ADVISER, Role.NATIONAL_CORRESPONDENT)


def _from_the_list(form: RegistrationForm, field: SelectField) -> None:
    """The list is long and read only when it is shown: whether the body exists and fits, the services say."""
    typed = form.body_text.data if form.body_text else None
    if not is_number(field.data) and (field.data or not typed):
        raise ValidationError(_l("Choose the state or organisation you represent"))


class RegistrationForm(FlaskForm):
    """What a delegate, observer or speaker tells us. Fields that an event does not need are taken away."""

    category = RadioField(
        _l("In what capacity do you come?"),
        validators=[InputRequired(_l("Choose in what capacity you come"))],
    )
    body = SelectField(
        _l("Whom do you represent?"),
        validators=[_from_the_list],
        validate_choice=False,
        choices=[],
        widget=LongSelect(),
    )
    body_text = text_line(_l("Other affiliation"), most=200)
    role = RadioField(_l("Your part in the delegation"), validators=[Optional()])
    mode = answer_fields.mode()
    sessions = answer_fields.sessions()
    given_name = name_line(_l("Given name"), most=100)
    family_name = name_line(_l("Family name"), most=100, needed=_l("Enter your family name"))
    own_script_name = answer_fields.own_script_name()
    title = answer_fields.title()
    function = answer_fields.function()
    service = answer_fields.service()
    email = address_line(_l("E-mail address"))
    language = answer_fields.letters_language()
    gender = answer_fields.gender()
    diet = answer_fields.diet()
    access = answer_fields.access()
    discreet = answer_fields.discreet()
    consent_photographs = answer_fields.consent_photographs()
    consent_lists = answer_fields.consent_lists()
    consent_reuse = answer_fields.consent_reuse()
    notice = HiddenField()

    def application(self) -> Application:
        """The answers as the services take them. Call it on a valid form."""
        return Application(
            category=Category(self.category.data),
            body_id=int(self.body.data) if self.body.data else None,
            body_text=self.body_text.data if self.body_text else None,
            role=Role(self.role.data) if self.role and self.role.data else None,
            mode=Mode(self.mode.data),
            session_ids=tuple(self.sessions.data or ()) if self.sessions else (),
            language=Language(self.language.data),
            gender=Gender(self.gender.data) if self.gender.data else None,
            notice_id=answer_fields.seen_notice(self.notice.data),
            **{name: self[name].data for name in _COPIED},
        )


_COPIED = (
    "given_name", "family_name", "own_script_name", "title", "function", "service", "email", "diet", "access", "discreet",
    "consent_photographs", "consent_lists", "consent_reuse",
)  # fmt: skip


def made_for(
    event: Event,
    categories: list[Category],
    sessions: list[EventSession],
    invitation: InvitationLink | None = None,
) -> RegistrationForm:
    """The form for one event: its open categories, its modes and sessions. The bodies are added when it is shown."""
    form = RegistrationForm(**_presets(event, categories, invitation))
    form.category.choices = choices(Category, *categories)
    answer_fields.offer(form, event, sessions)
    if any(category.in_delegation for category in categories):
        form.role.choices = choices(Role, *OFFERED_ROLES)
    else:
        del form.role
    if not any(map(admission_rules.takes_free_text, categories)):
        del form.body_text
    return form


def _presets(event: Event, categories: list[Category], invitation: InvitationLink | None) -> dict[str, Any]:
    """What can be known before anything is typed."""
    presets: dict[str, Any] = {"language": language(), "role": Role.DELEGATE.value}
    if len(categories) == 1:
        presets["category"] = categories[0].value
    if len(event.modes) == 1:
        presets["mode"] = event.modes[0].value
    if invitation is not None:
        presets["body"] = str(invitation.body_id or "")
        presets["email"] = invitation.email
    return presets
