"""The form for who writes letters, of one event or of all: the same questions, the same rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError

from app.services.event_senders import SenderDetails
from app.web.form_fields import address_line, text_line


def only_ascii_before_the_sign(_form: object, field: StringField) -> None:
    """Refuse an address to which, or under which, hardly any mail server lets one write."""
    if field.data and not field.data.rpartition("@")[0].isascii():
        raise ValidationError(_l("Mail servers do not take letters such as é before the @"))


class SenderForm(FlaskForm):
    """All of it can be left empty; then the installation's holds."""

    mail_sender = address_line(_l("Sender’s address"), optional=True)
    mail_sender_name = text_line(_l("Sender’s name"), most=120, prose=True)
    mail_reply_to = address_line(_l("Answers go to"), optional=True)
    mail_return_path = address_line(_l("Refusals go to"), optional=True)

    def details(self) -> SenderDetails:
        """The answers as the services take them. Call it on a valid form."""
        return SenderDetails(**{name: self[name].data for name in SenderDetails.__dataclass_fields__})

    def validate_mail_sender(self, field: StringField) -> None:
        only_ascii_before_the_sign(self, field)

    def validate_mail_reply_to(self, field: StringField) -> None:
        only_ascii_before_the_sign(self, field)

    def validate_mail_return_path(self, field: StringField) -> None:
        only_ascii_before_the_sign(self, field)
