"""The forms of the programme: a session, and somebody's part in it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput

from app.lib.names import tidy
from app.models import Event, EventSession, Mode, SessionKind, SessionRole, SessionRoleKind
from app.organiser.events import event_choices
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services.programme import SessionDetails
from app.services.session_roles import RoleDetails
from app.web.form_fields import text_area, text_line
from app.web.formatting import choices, event_day
from app.web.meanwhile import SeenForm
from app.web.moment_fields import HourField, NumberOfField, moment_at

FIELDS = {"ends_at": "ends"}  # how the services call it, and where it was typed
_MIDNIGHT = time(0, 0)


class SessionForm(FlaskForm):
    """A session of the programme."""

    kind = SelectField(_l("Kind"), [InputRequired(_l("Choose what kind of session it is"))], **FROM_THE_LIST)
    title_en = text_line(_l("Title in English"), most=300, prose=True)
    title_fr = text_line(_l("Title in French"), most=300, prose=True)
    day = RadioField(_l("Day"), [InputRequired(_l("Choose a day"))], **FROM_THE_LIST)
    starts = HourField(_l("Begins at"), [InputRequired(_l("Enter when it begins"))])
    ends = HourField(_l("Ends at"), [InputRequired(_l("Enter when it ends"))])
    room = text_line(_l("Room"), most=120)
    mode = RadioField(
        _l("How can people take part?"),
        [InputRequired(_l("Choose how people can take part"))],
        **FROM_THE_LIST,
    )
    languages = SelectMultipleField(
        _l("Languages"), [Optional()], option_widget=CheckboxInput(), **FROM_THE_LIST
    )
    sign_up = BooleanField(_l("People sign up for it when they register"))
    capacity = NumberOfField(_l("Places"))
    exits = BooleanField(_l("Who leaves is scanned as well"))
    text_en = text_area(_l("Text in English"), most=4000)
    text_fr = text_area(_l("Text in French"), most=4000)
    position = NumberOfField(_l("Order"), most=99)
    version = HiddenField(filters=[tidy])

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: a title in at least one language."""
        valid = bool(super().validate(extra_validators))
        if not (self.title_en.data or self.title_fr.data):
            self.title_en.errors = [*self.title_en.errors, _l("Enter the title in at least one language")]
            return False
        return valid

    def details(self, event: Event) -> SessionDetails:
        """The answers as the services take them. Call it on a valid form."""
        day = date.fromisoformat(self.day.data)
        starts_at = moment_at(day, self.starts.data, event.zone, _MIDNIGHT)
        ends_at = moment_at(day, self.ends.data, event.zone, _MIDNIGHT)
        assert starts_at is not None  # noqa: S101 - the day is given
        assert ends_at is not None  # noqa: S101
        return SessionDetails(
            kind=SessionKind(self.kind.data),
            title_en=self.title_en.data or "",
            title_fr=self.title_fr.data or "",
            starts_at=starts_at,
            ends_at=ends_at,
            mode=Mode(self.mode.data),
            text_en=self.text_en.data or "",
            text_fr=self.text_fr.data or "",
            room=self.room.data,
            languages=" ".join(self.languages.data or ()) or None,
            capacity=self.capacity.data,
            sign_up=self.sign_up.data,
            exits=self.exits.data,
            position=self.position.data or 0,
        )


class RoleForm(SeenForm):
    """Somebody's part in a session."""

    kind = RadioField(_l("Part"), [InputRequired(_l("Choose the part"))], **FROM_THE_LIST)
    person = text_line(_l("Somebody who is registered"), most=200)
    plain_name = text_line(_l("Or a name"), most=200)
    function_en = text_line(_l("Function in English"), most=200, prose=True)
    function_fr = text_line(_l("Function in French"), most=200, prose=True)
    name_public = BooleanField(_l("This person agreed to be named on the public page"))
    position = NumberOfField(_l("Order"), most=99)

    def details(self) -> RoleDetails:
        """The answers as the services take them. Call it on a valid form."""
        return RoleDetails(
            kind=SessionRoleKind(self.kind.data),
            person=self.person.data,
            plain_name=self.plain_name.data,
            function_en=self.function_en.data or "",
            function_fr=self.function_fr.data or "",
            name_public=self.name_public.data,
            position=self.position.data or 0,
        )


def session_form(
    event: Event, session: EventSession | None = None, *, day: str = "", as_stored: bool = False
) -> SessionForm:
    """The form for a session, or for a new one on a day; `as_stored` leaves out whatever has been typed."""
    typed: dict[str, Any] = {"formdata": None} if as_stored else {}
    form = SessionForm(**typed, **(_stored(event, session) if session else _presets(event, day)))
    form.kind.choices = choices(SessionKind)
    form.day.choices = [(day.isoformat(), event_day(day)) for day in event.days]
    form.mode.choices = choices(Mode, *((*event.modes, Mode.HYBRID) if len(event.modes) > 1 else event.modes))
    form.languages.choices = event_choices.language_choices(_spoken(event, session))
    return form


def role_form(role: SessionRole | None = None, *, as_stored: bool = False) -> RoleForm:
    """The form for somebody's part, or for one more; `as_stored` leaves out whatever has been typed."""
    typed: dict[str, Any] = {"formdata": None} if as_stored else {}
    stored: dict[str, Any] = {"kind": SessionRoleKind.SPEAKER.value}
    if role is not None:
        stored = {
            name: getattr(role, name)
            for name in ("plain_name", "function_en", "function_fr", "name_public", "position")
        }
        stored["kind"] = role.kind.value
        stored["person"] = role.registration.reference if role.registration else None
    form = RoleForm(**stored, **typed)
    form.kind.choices = choices(SessionRoleKind)
    return form


def _spoken(event: Event, session: EventSession | None) -> set[str]:
    """The languages that can be spoken there: the working languages, and those that the event or the session has already."""
    said = (session.languages or "").split() if session else []
    return {"en", "fr", *event.interpretation, *said}


def _presets(event: Event, day: str) -> dict[str, Any]:
    days = [each.isoformat() for each in event.days]
    return {
        "kind": SessionKind.PLENARY.value,
        "day": day if day in days else next(iter(days), None),
        "mode": event.mode.value,
        "languages": list(event.interpretation),
    }


def _stored(event: Event, session: EventSession) -> dict[str, Any]:
    copied = (
        "title_en", "title_fr", "text_en", "text_fr", "room", "capacity", "sign_up", "exits", "position",
    )  # fmt: skip
    starts, ends = event.local(session.starts_at), event.local(session.ends_at)
    return {
        **{name: getattr(session, name) for name in copied},
        "kind": session.kind.value,
        "day": starts.date().isoformat(),
        "starts": starts.time(),
        "ends": ends.time(),
        "mode": session.mode.value,
        "languages": (session.languages or "").split(),
        "version": str(session.version),
    }
