"""The small forms of the delegates' door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.web.form_fields import address_line, text_area


class FindRegistrationForm(FlaskForm):
    """An address to which the private link is sent again."""

    email = address_line(_l("The e-mail address of your registration"))


class WithdrawForm(FlaskForm):
    """A last question before a registration is taken back."""

    note = text_area(_l("Why do you withdraw?"), most=1000)
