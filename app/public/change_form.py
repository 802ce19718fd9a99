"""The form by which a person changes the own registration."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.models import EventSession, Language, Mode, Needs, Registration
from app.services.own_changes import OwnAnswers
from app.web.form_fields import text_area, text_line
from app.web.formatting import choices
from app.web.locale import language


class ChangeForm(FlaskForm):
    """Everything but name, address, capacity and body: for those one writes to the secretariat."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    mode = RadioField(
        _l("How will you take part?"), validators=[InputRequired(_l("Choose how you will take part"))]
    )
    sessions = SelectMultipleField(
        _l("Sessions"),
        validators=[Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    own_script_name = text_line(_l("Name in your own script"), most=200)
    title = text_line(_l("Title or rank"), most=100)
    function = text_line(_l("Function"), most=200)
    service = text_line(_l("Service"), most=200)
    language = RadioField(
        _l("Language of our letters to you"), validators=[InputRequired(_l("Choose a language"))]
    )
    diet = text_area(_l("What you eat"), most=500)
    access = text_area(_l("Access"), most=500)
    discreet = BooleanField(_l("Show me to others as “Representative” only"))
    consent_photographs = BooleanField(_l("Photographs and recordings of the event may show me"))
    consent_lists = BooleanField(
        _l("My name and e-mail address may stand in lists given to other participants")
    )
    consent_reuse = BooleanField(_l("Keep my details for later events of the Network"))

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
    form.mode.choices = choices(Mode, *registration.event.modes)
    form.language.choices = choices(Language)
    if sessions:
        form.sessions.choices = [(session.id, session.title.in_language(language())) for session in sessions]
    else:
        del form.sessions
    return form
