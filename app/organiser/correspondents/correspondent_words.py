"""The words for mandates: for what somebody stands, since when, until when."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import pgettext

from app.lib import dates
from app.lib.handed_tables import MOST_COLUMNS, TableUnreadable
from app.models import Body, Mandate
from app.services import mandates
from app.services.correspondent_directory import Shown
from app.services.shown_names import ShownName, Viewer, shown_person
from app.web.locale import language


def title(body: Body) -> str:
    """What somebody is who speaks for a body."""
    return _("national correspondent") if body.is_member_state else _("contact point")


def period(mandate: Mandate) -> str:
    """The days of a mandate, in words."""
    return days(mandate.from_date, mandate.until_date)


def days(first: date, last: date | None) -> str:
    """From a day, until a day if that is known."""
    begins = dates.day(first, language(), weekday=False, year=True)
    if last is not None:
        return f"{begins} – {dates.day(last, language(), weekday=False, year=True)}"
    return _("since %(day)s", day=begins) if first <= mandates.today() else _("from %(day)s", day=begins)


def state(mandate: Mandate) -> str:
    """Where a mandate stands today: `running`, `coming` or `ended`."""
    if mandate.runs_on(mandates.today()):
        return "running"
    return "coming" if mandate.from_date > mandates.today() else "ended"


def choices() -> list[tuple[Shown, str]]:
    """The parts of the directory that one can ask for."""
    return [
        (Shown.RUNNING, pgettext("mandates", "Running")),
        (Shown.ENDED, pgettext("mandates", "Ended")),
        (Shown.NONE, _("Bodies without a correspondent")),
    ]


def unreadable(error: TableUnreadable) -> str:
    """Why a file cannot be read as a table."""
    return {
        "too_large": _("The file is too large. A directory has 1,000 rows at most."),
        "too_many_rows": _("The file has too many rows. A directory has 1,000 rows at most."),
        "too_wide": _(
            "Row %(row)s is too long, or has more than %(most)s columns.", row=error.row, most=MOST_COLUMNS
        ),
        "empty": _("The file is empty."),
    }.get(error.code, _("This is neither an XLSX workbook nor a CSV file."))


def name(mandate: Mandate) -> ShownName:
    """The name as lists show it."""
    return shown_person(mandate.person, Viewer.OTHERS, language())
