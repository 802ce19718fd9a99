"""The form by which a person changes the own registration."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.models import EventSession, Language, Mode, Needs, Registration
from app.public import answer_fields
from app.services.own_changes import OwnAnswers


class ChangeForm(FlaskForm):
    """Everything but name, address, capacity and body: for those one writes to the secretariat."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    mode = answer_fields.mode()
    sessions = answer_fields.sessions()
    own_script_name = answer_fields.own_script_name()
    title = answer_fields.title()
    function = answer_fields.function()
    service = answer_fields.service()
    language = answer_fields.letters_language()
    diet = answer_fields.diet()
    access = answer_fields.access()
    discreet = answer_fields.discreet()
    consent_photographs = answer_fields.consent_photographs()
    consent_lists = answer_fields.consent_lists()
    consent_reuse = answer_fields.consent_reuse()

    def answers(self) -> OwnAnswers:
        """The answers as the service takes them. Call it on a valid form."""
        return OwnAnswers(
            mode=Mode(self.mode.data),
            session_ids=tuple(self.sessions.data or ()) if self.sessions else (),
            language=Language(self.language.data),
            **{name: self[name].data for name in _COPIED},
        )


_COPIED = (
    "own_script_name", "title", "function", "service", "diet", "access", "discreet", "consent_photographs", "consent_lists",
    "consent_reuse",
)  # fmt: skip


def filled_with(registration: Registration, needs: Needs | None, sessions: list[EventSession]) -> ChangeForm:
    """The form with what is known, or with what was posted."""
    form = ChangeForm(
        obj=registration,
        mode=registration.mode.value,
        language=registration.language.value,
        sessions=[row.session_id for row in registration.sign_ups],
        diet=needs.diet if needs else None,
        access=needs.access if needs else None,
    )
    answer_fields.offer(form, registration.event, sessions)
    return form
