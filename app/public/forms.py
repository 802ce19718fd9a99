"""The small forms of the delegates' door."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.services.answering import Proposed
from app.web.form_fields import address_line, name_line, text_area, text_line


class FindRegistrationForm(FlaskForm):
    """An address to which the private link is sent again."""

    email = address_line(_l("The e-mail address of your registration"))


class WithdrawForm(FlaskForm):
    """A last question before a registration is taken back."""

    note = text_area(_l("Why do you withdraw?"), most=1000)


class DeclineForm(FlaskForm):
    """A nominated person does not come, and may say why, and who could come instead."""

    note = text_area(_l("Why can you not come?"), most=1000)
    given_name = name_line(_l("Given name"), most=100)
    family_name = name_line(_l("Family name"), most=100)
    email = address_line(_l("E-mail address"), optional=True)
    function = text_line(_l("Function"), most=200)

    @property
    def names_somebody(self) -> bool:
        """Whether anything was typed of a substitute."""
        return any((self.given_name.data, self.family_name.data, self.email.data, self.function.data))

    def validate(self, extra_validators: Any = None) -> bool:
        """A substitute has a name and can be written to; nobody needs to be proposed."""
        valid = bool(super().validate(extra_validators))
        if self.names_somebody:
            for field, sentence in (
                (self.family_name, _l("Enter the family name of the person whom you propose")),
                (self.email, _l("Enter the e-mail address of the person whom you propose")),
            ):
                if not field.data and not field.errors:
                    field.errors, valid = [sentence], False
        return valid

    def proposed(self) -> Proposed | None:
        """Whom the person proposes instead. Call it on a valid form."""
        if not self.names_somebody:
            return None
        return Proposed(
            family_name=self.family_name.data or "",
            email=self.email.data or "",
            given_name=self.given_name.data,
            function=self.function.data,
        )
