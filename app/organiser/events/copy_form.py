"""When the copy of an event takes place."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from app.lib.clock import now
from app.models import Event
from app.services import event_copying
from app.web.moment_fields import EARLIEST, LATEST, DayField, NumberOfField


class CopyForm(FlaskForm):
    """A day in the week of the copy or, where the dates of the earlier event are not known, a year."""

    day = DayField(_l("A day in the week in which it begins"), [InputRequired(_l("Choose a day"))])
    year = NumberOfField(_l("Year"), least=EARLIEST, most=LATEST)


def made_for(source: Event) -> CopyForm:
    """The form with a proposal: the same days a year later."""
    form = CopyForm(day=event_copying.proposed_day(source), year=max(source.year + 1, now().year))
    if source.days:
        del form.year
    else:
        del form.day
    return form
