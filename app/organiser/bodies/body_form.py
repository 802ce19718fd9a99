"""What is kept of a body beside the reference data."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.models import Body, Language
from app.services import mandates
from app.web.form_fields import text_area
from app.web.formatting import choices
from app.web.meanwhile import SeenForm
from app.web.moment_fields import DayField


class BodyForm(SeenForm):
    """Addresses for copies, one on each line, and since when a member state is in the Network."""

    addresses = text_area(_l("E-mail addresses for copies"), most=3_000)
    cc_language = RadioField(_l("Language of the copies"), [InputRequired(_l("Choose a language"))])
    network_since = DayField(_l("In the Network since"))

    def lines(self) -> list[str]:
        """The addresses as they were typed; several on a line can be separated by semicolons."""
        return str(self.addresses.data or "").replace(";", "\n").split("\n")

    def spoken(self) -> Language:
        """The language that was chosen. Call it on a valid form."""
        return Language(self.cc_language.data)


def made_for(body: Body, *, as_stored: bool = False) -> BodyForm:
    """The form of a body; `as_stored` leaves out whatever has been typed."""
    stored: dict[str, Any] = {
        "addresses": "\n".join(body.cc_emails),
        "cc_language": body.cc_language.value,
        "network_since": body.network_since,
    }
    typed: dict[str, Any] = {"formdata": None} if as_stored else {}
    form = BodyForm(**stored, **typed)
    form.cc_language.choices = choices(Language)
    if not body.is_member_state:
        del form.network_since
    return form


def may_have(body: Body) -> bool:
    """Whether somebody can speak for a body, and copies go to it."""
    return mandates.may_have(body)
