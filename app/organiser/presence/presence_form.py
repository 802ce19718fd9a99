"""The form of a report: the file, which sessions it is about, and how it is to be read."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput

from app.lib.handed_tables import MOST_BYTES, TableUnreadable, of_file
from app.lib.wording import capitalised
from app.lib.written_moments import Order
from app.lib.zoom_reports import Report, ReportUnreadable, read
from app.models import Event
from app.organiser.events import event_choices
from app.organiser.events.event_choices import FROM_THE_LIST
from app.organiser.presence import presence_words as words
from app.services import settings
from app.services.attendance import presence_import
from app.services.attendance.presence_lines import Question
from app.web.formatting import event_day
from app.web.moment_fields import NumberOfField

_LEAST = settings.DEFINITIONS["online_presence_minutes"]


class PresenceForm(FlaskForm):
    """What is handed in, and what it is asked."""

    file = FileField(_l("Report of the meeting"))
    sessions = SelectMultipleField(
        _l("Sessions that the meeting was about"),
        [Optional()],
        option_widget=CheckboxInput(),
        **FROM_THE_LIST,
    )
    zone = SelectField(_l("Clocks of the report"), **FROM_THE_LIST)
    order = SelectField(_l("How its days are written"), **FROM_THE_LIST)
    day = SelectField(_l("Day, if the report has no times"), [Optional()], **FROM_THE_LIST)
    least = NumberOfField(_l("Minutes from which somebody was there"), least=_LEAST.least, most=_LEAST.most)
    corrects = BooleanField(_l("This report corrects an earlier one"))

    def report(self, event: Event) -> Report | None:
        """The report in the file, read as the answers say; None, and the reason beside its field, if there is none."""
        if self.file.data is None or not self.file.data.filename:
            self.file.errors = [_("Choose a file")]
            return None
        order = Order(self.order.data) if self.order.data else None
        try:
            with self.file.data.stream as stream:
                table = of_file(stream.read(MOST_BYTES + 1))
            return read(table, ZoneInfo(self.zone.data), event.days, event.zone, order)
        except TableUnreadable as error:
            self.file.errors = [words.not_a_table(error)]
        except ReportUnreadable as error:
            asked = self.order if error.code == "ambiguous_days" else self.file
            asked.errors = [words.unreadable(error, event)]
        return None

    def question(self, event: Event) -> Question:
        """What the report is asked. Call it on a valid form."""
        chosen = set(self.sessions.data or ())
        return Question(
            event,
            tuple(session for session in presence_import.sessions(event) if str(session.id) in chosen),
            date.fromisoformat(self.day.data) if self.day.data else None,
            self.least.data or settings.number("online_presence_minutes"),
            bool(self.corrects.data),
        )


def presence_form(event: Event) -> PresenceForm:
    """The form for an event, with what is usual filled in."""
    least = settings.number("online_presence_minutes")
    form = PresenceForm(zone=event.time_zone, least=least)
    form.sessions.choices = [
        (str(session.id), words.session(session)) for session in presence_import.sessions(event)
    ]
    form.zone.choices = event_choices.zone_choices(event.time_zone)
    form.day.choices = [
        ("", _("The report has times")),
        *((day.isoformat(), capitalised(event_day(day))) for day in event.days),
    ]
    form.order.choices = [
        ("", _("As it fits the days of the event")),
        (Order.DAY_FIRST.value, _("Day, month, year")),
        (Order.MONTH_FIRST.value, _("Month, day, year")),
    ]
    if len(event.days) < 2:
        del form.day
    return form
