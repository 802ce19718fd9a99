"""The small forms of the correspondents' door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.web.form_fields import address_line


class AskForm(FlaskForm):
    """An address to which a link is sent, if somebody with a mandate reads it."""

    email = address_line(_l("Your official e-mail address"))
