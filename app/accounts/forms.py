"""Signing in, and what one changes in the own account. A page that was open for too long is shown again, passwords left out."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField
from wtforms.validators import InputRequired

from app.lib.bilingual import LANGUAGES
from app.services.accounts.passwords import LEAST, MOST
from app.web.form_fields import name_line, text_line


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


def _new_password() -> PasswordField:
    """One field, which can be shown: whoever sees what is typed need not type it twice."""
    return PasswordField(
        _l("New password"),
        [InputRequired(_l("Enter a new password"))],
        description=_l(
            "%(least)s to %(most)s characters. A few words in a row are easy to remember; digits and signs are not needed.",
            least=LEAST,
            most=MOST,
        ),
    )


def _present_password() -> PasswordField:
    return PasswordField(_l("Present password"), [InputRequired(_l("Enter your present password"))])


class ChoosePasswordForm(AccountForm):
    """A password, chosen by a link."""

    password = _new_password()


class CodeForm(AccountForm):
    """The second factor: what the app shows, or a recovery code."""

    code = text_line(_l("Code"), most=60, needed=_l("Enter the code"))


class FirstFactorForm(AccountForm):
    """The first code of the app that was just set up."""

    new_code = text_line(_l("Code of the app"), most=60, needed=_l("Enter the six digits that the app shows"))


class OwnDetailsForm(AccountForm):
    """How one is called, and in which language one is written to."""

    name = name_line(_l("Name"), most=200, needed=_l("Enter your name"))
    language = RadioField(
        _l("Language"),
        choices=[(code, name) for code, name in zip(LANGUAGES, ("English", "Français"), strict=True)],
    )


class ChangePasswordForm(AccountForm):
    """Another password, by somebody who knows the present one."""

    present_password = _present_password()
    password = _new_password()


class ProofForm(AccountForm):
    """Who one is, once more: the password, and the app or a recovery code."""

    present_password = _present_password()
    code = text_line(
        _l("Present code"),
        most=60,
        needed=_l("Enter a code"),
        description=_l("The six digits of the app that you use now, or a recovery code."),
    )


class AnotherFactorForm(FirstFactorForm, ProofForm):
    """Another app in the place of the present one."""
