"""Signing in, and choosing a password. A page that was open for too long is shown again, with the address typed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired

from app.services.accounts.passwords import LEAST, MOST
from app.web.form_fields import text_line


class AccountForm(FlaskForm):
    """A form whose expired token is a message of its own: a password is never carried over in a page."""

    def validate(self, extra_validators: Any = None) -> bool:
        """As any form; an expired token leads to a sentence over the form."""
        valid: bool = super().validate(extra_validators)
        if not valid and self.csrf_token.errors:
            self.csrf_token.errors = ()
            self.form_errors.append(_("The page was open for a long time. Please send it once more."))
        return valid


class SignInForm(AccountForm):
    """Who one is."""

    email = text_line(_l("E-mail address"), most=254, needed=_l("Enter your e-mail address"))
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password"))])


class ChoosePasswordForm(AccountForm):
    """One field, which can be shown: whoever sees what is typed need not type it twice."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Enter a new password"))],
        description=_l(
            "%(least)s to %(most)s characters. A few words in a row are easy to remember; digits and signs are not needed.",
            least=LEAST,
            most=MOST,
        ),
    )
