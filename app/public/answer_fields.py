"""The questions that registering and changing have in common, each with its words and bounds in one place."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.models import Event, EventSession, Gender, Language, Mode
from app.web.form_fields import name_line, text_area, text_line
from app.web.formatting import choices
from app.web.locale import language


def mode() -> Any:
    """In person or online."""
    return RadioField(
        _l("How will you take part?"), validators=[InputRequired(_l("Choose how you will take part"))]
    )


def sessions() -> Any:
    """The sessions that need sign-up."""
    return SelectMultipleField(
        _l("Sessions"),
        validators=[Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def letters_language() -> Any:
    """The language in which we write to the person."""
    return RadioField(
        _l("Language of our letters to you"), validators=[InputRequired(_l("Choose a language"))]
    )


def own_script_name() -> Any:
    """The name as the person writes it."""
    return name_line(_l("Name in your own script"), most=200)


def title() -> Any:
    """A title or rank."""
    return text_line(_l("Title or rank"), most=100)


def function() -> Any:
    """What the person does."""
    return text_line(_l("Function"), most=200)


def service() -> Any:
    """Where the person works."""
    return text_line(_l("Service"), most=200)


def gender() -> Any:
    """For statistics only."""
    return SelectField(_l("Gender"), validators=[Optional()])


def diet() -> Any:
    """A need: food."""
    return text_area(_l("What you eat"), most=500)


def access() -> Any:
    """A need: access."""
    return text_area(_l("Access"), most=500)


def discreet() -> Any:
    """Whether others see “Representative” instead of the name."""
    return BooleanField(_l("Show me to others as “Representative” only"))


def consent_photographs() -> Any:
    """Consent, never ticked beforehand."""
    return BooleanField(_l("Photographs and recordings of the event may show me"))


def consent_lists() -> Any:
    """Consent, never ticked beforehand."""
    return BooleanField(_l("My name and e-mail address may stand in lists given to other participants"))


def consent_reuse() -> Any:
    """Consent, never ticked beforehand."""
    return BooleanField(_l("Keep my details for later events of the Network"))


def offer(form: Any, event: Event, offered: list[EventSession]) -> None:
    """Fill in what can be chosen at an event; without sessions to sign up for, the question goes."""
    form.mode.choices = choices(Mode, *event.modes)
    form.language.choices = choices(Language)
    if "gender" in form:
        form.gender.choices = [("", _("No answer")), *choices(Gender)]
    if offered:
        form.sessions.choices = [(one.id, one.title.in_language(language())) for one in offered]
    else:
        del form.sessions


def seen_notice(typed: str | None) -> int | None:
    """Which version of the privacy notice the form says that it has shown; None for whatever is no number."""
    seen = typed or ""
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None
