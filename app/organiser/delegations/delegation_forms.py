"""The forms of the pages about delegations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.web.form_fields import text_area


class RefusalForm(FlaskForm):
    """Why a delegation does not come, as it has told."""

    reason = text_area(_l("Reason"), most=500, needed=_l("Say why, and who has told you."))
