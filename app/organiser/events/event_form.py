"""The form of an event: what it is, when, where, who may register, and its texts in both languages."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput

from app.lib.names import tidy
from app.models import Event, EventKind, EventStatus, Mode
from app.organiser.events import event_choices
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services.event_details import EventDetails
from app.web.form_fields import text_area, text_line
from app.web.formatting import choices
from app.web.moment_fields import EARLIEST, LATEST, DayField, HourField, NumberOfField, moment_at

MIDNIGHT, LAST_MINUTE = time(0, 0), time(23, 59)
FIELDS = {  # how the services call them, and where they were typed
    "ends_at": "ends_on",
    "closes_at": "closes_on",
    "in_person": "capacity_in_person",
    "online": "capacity_online",
}
_TEXTS = ("title", "venue", "summary", "practical", "signatory_function")
_COPIED = (
    "slug", "fictional", "year", "time_zone", "city", "capacity_in_person", "capacity_online", "walk_ins", "quorum",
    "online_link", "signatory",
)  # fmt: skip


class EventForm(FlaskForm):
    """What organisers say about an event. While it is a draft, nearly everything can be left open."""

    kind = RadioField(_l("What is it?"), [InputRequired(_l("Choose what it is"))], **FROM_THE_LIST)
    host_body = SelectField(_l("Who holds it?"), [InputRequired(_l("Choose who holds it"))], **FROM_THE_LIST)
    title_en = text_line(_l("Title in English"), most=300, prose=True)
    title_fr = text_line(_l("Title in French"), most=300, prose=True)
    slug = text_line(_l("Address"), most=80)
    fictional = BooleanField(_l("The event is invented, for demonstration or training"))
    starts_on = DayField(_l("First day"))
    starts_time = HourField(_l("Begins at"))
    ends_on = DayField(_l("Last day"))
    ends_time = HourField(_l("Ends at"))
    time_zone = SelectField(_l("Time zone"), **FROM_THE_LIST)
    year = NumberOfField(_l("Year"), least=EARLIEST, most=LATEST)
    move_programme = BooleanField(_l("Move the programme along with the event"), default=True)
    mode = RadioField(
        _l("How can people take part?"),
        [InputRequired(_l("Choose how people can take part"))],
        **FROM_THE_LIST,
    )
    city = text_line(_l("City"), most=120)
    country = SelectField(_l("Country"), [Optional()], **FROM_THE_LIST)
    venue_en = text_line(_l("Venue in English"), most=300, prose=True)
    venue_fr = text_line(_l("Venue in French"), most=300, prose=True)
    online_link = text_line(_l("Link for online participants"), most=500)
    capacity_in_person = NumberOfField(_l("Places in person"))
    capacity_online = NumberOfField(_l("Places online"))
    opens_on = DayField(_l("Registration opens on"))
    opens_time = HourField(_l("Hour at which registration opens"))
    closes_on = DayField(_l("Registration closes on"))
    closes_time = HourField(_l("Hour at which registration closes"))
    nominations_on = DayField(_l("Nominations until"))
    nominations_time = HourField(_l("Hour until which people are nominated"))
    walk_ins = BooleanField(_l("The desk may register people who come without a registration"))
    quorum = NumberOfField(_l("Quorum"), least=1, most=1000)
    interpretation = SelectMultipleField(
        _l("Languages of interpretation"), [Optional()], option_widget=CheckboxInput(), **FROM_THE_LIST
    )
    summary_en = text_area(_l("Summary in English"), most=4000)
    summary_fr = text_area(_l("Summary in French"), most=4000)
    practical_en = text_area(_l("Practical information in English"), most=8000)
    practical_fr = text_area(_l("Practical information in French"), most=8000)
    signatory = text_line(_l("Name of the signatory"), most=120)
    signatory_function_en = text_line(_l("Function of the signatory in English"), most=200, prose=True)
    signatory_function_fr = text_line(_l("Function of the signatory in French"), most=200, prose=True)
    tell = BooleanField(
        _l("Write to those who registered if dates, hours, place or link change"), default=True
    )
    version = HiddenField(filters=[tidy])

    def validate_online_link(self, field: Field) -> None:
        """Participants open it: an address of the web, nothing else."""
        if field.data and not field.data.lower().startswith(("https://", "http://")):
            raise ValidationError(_l("Enter the whole address, beginning with https://"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field, what two of them must say together."""
        valid = bool(super().validate(extra_validators))
        together = [
            (self.ends_on, self.starts_on, _l("Enter both the first and the last day, or neither of them")),
            (self.ends_time, self.starts_time, _l("Enter both hours, or neither while they are not known")),
        ]
        for field, other, words in together:
            if not field.errors and not other.errors and (field.data is None) != (other.data is None):
                field.errors = [words]
                valid = False
        return valid

    def details(self) -> EventDetails:
        """The answers as the services take them. Call it on a valid form."""
        times_known = self.starts_time.data is not None
        values: dict[str, Any] = {name: self[name].data for name in _COPIED if name in self}
        values |= {
            f"{name}_{code}": self[f"{name}_{code}"].data or "" for name in _TEXTS for code in ("en", "fr")
        }
        return EventDetails(
            kind=EventKind(self.kind.data),
            host_body_id=int(self.host_body.data),
            mode=Mode(self.mode.data),
            country_iso2=self.country.data or None,
            starts_at=self._moment("starts", MIDNIGHT),
            ends_at=self._moment("ends", LAST_MINUTE),
            times_known=times_known or self.starts_on.data is None,
            opens_at=self._moment("opens", MIDNIGHT),
            closes_at=self._moment("closes", LAST_MINUTE),
            nominations_until=self._moment("nominations", LAST_MINUTE),
            interpretation=tuple(self.interpretation.data or ()),
            **values,
        )

    def _moment(self, name: str, otherwise: time) -> datetime | None:
        day, hour = self[f"{name}_on"].data, self[f"{name}_time"].data
        return moment_at(day, hour, ZoneInfo(self.time_zone.data), otherwise)


def made_for(event: Event | None = None, *, as_stored: bool = False) -> EventForm:
    """The form for an event, or for a new one; `as_stored` leaves out whatever has been typed."""
    bodies = event_choices.bodies()
    typed: dict[str, Any] = {"formdata": None} if as_stored else {}
    form = EventForm(**typed, **(_stored(event) if event else _presets(bodies)))
    form.kind.choices = choices(EventKind)
    form.mode.choices = choices(Mode, Mode.IN_PERSON, Mode.ONLINE, Mode.HYBRID)
    form.host_body.choices = event_choices.host_choices(bodies)
    form.country.choices = event_choices.country_choices(bodies)
    form.time_zone.choices = event_choices.zone_choices(event.time_zone if event else "")
    form.interpretation.choices = event_choices.language_choices()
    if event is not None and event.status is not EventStatus.DRAFT:
        del form.slug
    if event is None or not event.days:
        del form.move_programme
    if event is None or event.status is EventStatus.DRAFT:
        del form.tell
    return form


def _presets(bodies: list[Any]) -> dict[str, Any]:
    host = next((body for body in bodies if body.code == event_choices.USUAL_HOST), None)
    return {
        "kind": EventKind.CONFERENCE.value,
        "host_body": str(host.id) if host else None,
        "mode": Mode.IN_PERSON.value,
        "time_zone": event_choices.USUAL_ZONE,
        "city": "Strasbourg",
        "country": "FR",
        "interpretation": ["en", "fr"],
    }


def _stored(event: Event) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(event, name) for name in _COPIED}
    values |= {f"{name}_{code}": getattr(event, f"{name}_{code}") for name in _TEXTS for code in ("en", "fr")}
    values |= {
        "kind": event.kind.value,
        "host_body": str(event.host_body_id),
        "mode": event.mode.value,
        "country": event.country_iso2,
        "interpretation": list(event.interpretation),
        "version": str(event.version),
    }
    moments = {
        "starts": event.starts_at,
        "ends": event.ends_at,
        "opens": event.opens_at,
        "closes": event.closes_at,
        "nominations": event.nominations_until,
    }
    for name, moment in moments.items():
        local = event.local(moment) if moment else None
        untimed = name in {"starts", "ends"} and not event.times_known
        values[f"{name}_on"] = local.date() if local else None
        values[f"{name}_time"] = local.time().replace(second=0) if local and not untimed else None
    return values
