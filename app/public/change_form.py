"""The forms by which a person changes the own registration, or completes it when accepting a nomination."""

from __future__ import annotations

from typing import TypeVar

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.models import EventSession, Gender, Language, Mode, Needs, Registration
from app.public import answer_fields
from app.services.answering import FirstAnswers
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


class AcceptForm(ChangeForm):
    """What a nominated person still has to tell: the same, and what is asked once."""

    gender = answer_fields.gender()
    notice = HiddenField()

    def first_answers(self) -> FirstAnswers:
        """What is asked once, as the service takes it. Call it on a valid form."""
        return FirstAnswers(
            gender=Gender(self.gender.data) if self.gender.data else None,
            notice_id=answer_fields.seen_notice(self.notice.data),
        )


_COPIED = (
    "own_script_name", "title", "function", "service", "diet", "access", "discreet", "consent_photographs", "consent_lists",
    "consent_reuse",
)  # fmt: skip


Own = TypeVar("Own", bound=ChangeForm)


def filled_with(
    kind: type[Own], registration: Registration, needs: Needs | None, sessions: list[EventSession]
) -> Own:
    """The form with what is known, or with what was posted."""
    form = kind(
        obj=registration,
        mode=registration.mode.value,
        language=registration.language.value,
        sessions=[row.session_id for row in registration.sign_ups],
        diet=needs.diet if needs else None,
        access=needs.access if needs else None,
    )
    answer_fields.offer(form, registration.event, sessions)
    return form
