"""What the import of presence online refuses; families and mapping as in services/errors.py."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Invalid


class DayUnknown(Invalid):
    code = "day_unknown"
    field = "day"
    sentence = N_("This report has no times: say which day of the event it is about.")


class OneSessionWithoutTimes(Invalid):
    code = "one_session_without_times"
    field = "sessions"
    sentence = N_("This report has no times: choose one session at most, the one that it is about.")
