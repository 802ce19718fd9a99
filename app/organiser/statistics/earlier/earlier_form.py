"""The form of a list: the file, and whom it names."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField

from app.lib.handed_tables import MOST_BYTES, TableUnreadable, of_file
from app.models import Event
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services.earlier_years import looking
from app.services.earlier_years.list_kinds import ListKind, Question
from app.services.earlier_years.looking import Sheet
from app.web.handed_words import unreadable


class EarlierForm(FlaskForm):
    """What is handed in."""

    file = FileField(_l("List of the participants"))
    kind = RadioField(_l("Whom it names"), default=ListKind.ONLY_WHO_CAME.value, **FROM_THE_LIST)

    def sheet(self, event: Event) -> Sheet | None:
        """The list in the file; None, and the reason beside its field, if there is none. Call it on a valid form."""
        if self.file.data is None or not self.file.data.filename:
            self.file.errors = [_("Choose a file")]
            return None
        try:
            with self.file.data.stream as stream:
                table = of_file(stream.read(MOST_BYTES + 1))
        except TableUnreadable as error:
            self.file.errors = [unreadable(error)]
            return None
        if len(table) < 2 or not table[0]:
            self.file.errors = [_("The first row names the columns; the others stand below it.")]
            return None
        return looking.opened(Question(event, ListKind(self.kind.data)), table)


def earlier_form() -> EarlierForm:
    """The form, with its choices in the language of the page."""
    form = EarlierForm()
    form.kind.choices = [
        (ListKind.ONLY_WHO_CAME.value, _("those who came")),
        (ListKind.WITH_CAME.value, _("everybody who was registered, and a column says who came")),
        (ListKind.EVERYONE.value, _("everybody who was registered; who came is not said")),
    ]
    return form
