"""The form of kept filters: their name, and for which events they are."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from app.lib.names import tidy
from app.models import SavedFilter
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services.lists.saved_filters import OF_ONE_EVENT, Chosen
from app.web.form_fields import text_line

HERE, EVERYWHERE = "here", "everywhere"


class NameForm(FlaskForm):
    """The name of kept filters."""

    name = text_line(_l("Name"), most=80, prose=True, needed=_l("Give these filters a name."))
    version = HiddenField(filters=[tidy])


class KeepForm(NameForm):
    """Filters to be kept."""

    scope = RadioField(_l("Where?"), [InputRequired(_l("Choose where"))], **FROM_THE_LIST)


def to_keep(chosen: Chosen) -> KeepForm:
    """The form for filters that are in use. Those of a session, and of whoever sees some events only, are for this event."""
    form = KeepForm(scope=HERE)
    form.scope.choices = [(HERE, _("For this event"))]
    if current_user.all_events and not OF_ONE_EVENT & chosen.keys():
        form.scope.choices.append((EVERYWHERE, _("For every event")))
    return form


def to_rename(row: SavedFilter, *, as_stored: bool = False) -> NameForm:
    """The form for the name of kept filters; `as_stored` leaves out whatever has been typed."""
    typed = {"formdata": None} if as_stored else {}
    return NameForm(name=row.name, version=str(row.version), **typed)
