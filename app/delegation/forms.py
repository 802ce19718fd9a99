"""The small forms of the correspondents' door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.web.form_fields import address_line, text_area


class AskForm(FlaskForm):
    """An address to which a link is sent, if somebody with a mandate reads it."""

    email = address_line(_l("Your official e-mail address"))


class DeclineForm(FlaskForm):
    """Why somebody who has registered is not of the delegation."""

    reason = text_area(
        _l("Why do you decline?"),
        most=1000,
        needed=_l("Say why: the person is told, and the secretariat sees it."),
    )


class WithdrawForm(FlaskForm):
    """A last question before somebody is taken out of the delegation."""

    note = text_area(_l("Why?"), most=1000)


class RefuseForm(FlaskForm):
    """A delegation that does not come."""

    reason = text_area(_l("Why will you not attend?"), most=500)
