"""The forms of a message to many: what it says, a file that goes with it, when it goes out."""

from __future__ import annotations

from datetime import datetime, time

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField

from app.lib.names import tidy
from app.models import Campaign, Event, LetterKind
from app.services.campaigns import CampaignWords
from app.web.form_fields import text_area, text_line
from app.web.moment_fields import DayField, HourField, moment_at

NOW, LATER = "now", "later"
WORDS = tuple(CampaignWords.__dataclass_fields__)
_LONGEST_TEXT = 10_000
_MORNING = time(9, 0)


class MessageForm(FlaskForm):
    """What a message says, in both languages."""

    subject_en = text_line(
        _l("Subject in English"), most=200, prose=True, needed=_l("Enter a subject in English")
    )
    text_en = text_area(_l("Text in English"), most=_LONGEST_TEXT, needed=_l("Write the text in English"))
    subject_fr = text_line(
        _l("Subject in French"), most=200, prose=True, needed=_l("Enter a subject in French")
    )
    text_fr = text_area(_l("Text in French"), most=_LONGEST_TEXT, needed=_l("Write the text in French"))
    version = HiddenField(filters=[tidy])

    def words(self) -> CampaignWords:
        """What was written; nothing for a kind that has words of its own. Call it on a valid form."""
        return CampaignWords(**{name: str(self[name].data) for name in WORDS if name in self})


class SendForm(FlaskForm):
    """When a message goes out."""

    when = RadioField(
        _l("When?"), choices=[(NOW, _l("now")), (LATER, _l("at a moment that you choose"))], default=NOW
    )
    day = DayField(_l("Day"))
    hour = HourField(_l("Hour"))
    version = HiddenField(filters=[tidy])

    def validate(self, extra_validators: object = None) -> bool:
        """A moment that is chosen has a day."""
        good = bool(super().validate(extra_validators))
        if good and self.when.data == LATER and self.day.data is None:
            self.day.errors = [_l("Enter a day")]
            return False
        return good

    def moment(self, event: Event) -> datetime | None:
        """The chosen moment by the clocks of the event's place; None for now. Call it on a valid form."""
        if self.when.data == NOW:
            return None
        return moment_at(self.day.data, self.hour.data, event.zone, _MORNING)


class FileForm(FlaskForm):
    """A file that goes with a message."""

    file = FileField(_l("File"))
    version = HiddenField(filters=[tidy])


def made_for(kind: LetterKind, campaign: Campaign | None = None, *, as_stored: bool = False) -> MessageForm:
    """The form of a message, or of a new one; `as_stored` leaves out whatever has been typed."""
    stored = {name: getattr(campaign, name) for name in (*WORDS, "version")} if campaign else {}
    typed = {"formdata": None} if as_stored else {}
    form = MessageForm(**typed, **{name: str(value) for name, value in stored.items()})
    if kind is not LetterKind.MESSAGE:
        for name in WORDS:
            del form[name]
    return form
