"""The words of presence online: what is wrong with a report, how somebody was found, what becomes of the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from app.lib import dates
from app.lib.handed_tables import MOST_COLUMNS, TableUnreadable
from app.lib.zoom_reports import ReportUnreadable
from app.models import Event, EventSession
from app.organiser.presence.presence_rows import ToChoose
from app.services.attendance.presence_import import Judged, Taken
from app.services.attendance.presence_lines import Fate, Line
from app.services.attendance.presence_matching import Way
from app.web.formatting import event_day, event_time
from app.web.locale import language


def session(one: EventSession) -> str:
    """A session with its hours, as one chooses it."""
    event = one.event
    hours = f"{event_time(one.starts_at, event)}–{event_time(one.ends_at, event)}"
    return f"{event_day(one.starts_at, event, weekday=False)}, {hours} · {one.title.in_language(language())}"


def not_a_table(error: TableUnreadable) -> str:
    """Why a file cannot be read as a table."""
    return {
        "too_large": _("The file is too large."),
        "too_many_rows": _("The report has too many lines: %(most)s at most.", most=error.row),
        "too_wide": _(
            "Row %(row)s is too long, or has more than %(most)s columns.", row=error.row, most=MOST_COLUMNS
        ),
        "empty": _("The file is empty."),
    }.get(error.code, _("This is neither a CSV file nor an XLSX workbook."))


def unreadable(error: ReportUnreadable, event: Event) -> str:
    """Why a table is no report of this event's meeting, and what was expected."""
    row, text = error.values.get("row"), error.values.get("text", "")
    return {
        "unknown_layout": lambda: _unknown_layout(error.values["found"]),
        "nobody": lambda: _("There is nobody in this report."),
        "bad_time": lambda: _(
            "Row %(row)s: “%(text)s” cannot be read as a time, or does not fit the others.",
            row=row,
            text=text,
        ),
        "bad_minutes": lambda: _("Row %(row)s: “%(text)s” is no number of minutes.", row=row, text=text),
        "mixed": lambda: _("Row %(row)s has no join time, and others have one.", row=row),
        "other_days": lambda: _other_days(error.values["days"], event),
        "ambiguous_days": lambda: _(
            "“%(text)s” can be two days of this event: say which number is the month.", text=text
        ),
    }[error.code]()


def way(one: Way) -> str:
    """How somebody was found."""
    return {
        Way.EMAIL: _("by e-mail address"),
        Way.NAME: _("by name"),
        Way.SIMILAR: _("by part of the name"),
        Way.HAND: _("chosen by hand"),
    }[one]


def fate(line: Line) -> str:
    """What becomes of minutes that are not simply new."""
    before = line.entry.minutes if line.entry is not None else None
    match line.fate:
        case Fate.NEW:
            return ""
        case Fate.REPLACES if before is None:
            return _("checked in online without minutes until now")
        case Fate.REPLACES:
            return _("instead of %(minutes)s min", minutes=before)
        case Fate.KNOWN if before == line.minutes:
            return _("known")
        case Fate.KNOWN:
            return _("known: %(minutes)s min from an earlier report, which stays", minutes=before)
        case Fate.BELOW:
            return _("too short")
        case Fate.IN_PERSON:
            return _("checked in there in person, which stays")
        case Fate.HELD:
            return _("not counted")
        case Fate.GONE:
            return _("taken back")


def heading(judged: Judged) -> str:
    """The news of a report that was looked at."""
    number = len(judged.recorded)
    if number:
        return ngettext(
            "One person changes, nothing is recorded yet",
            "%(num)s people change, nothing is recorded yet",
            number,
        )
    if judged.strangers or any(Fate.HELD in person.fates for person in judged.people):
        return _("Nobody can be recorded before you say who it is")
    return _("There is nothing new in this report")


def done(taken: Taken) -> str:
    """What was recorded."""
    if not taken.people:
        return _("There was nothing new in the report.")
    return ngettext(
        "Presence online is recorded for one person.",
        "Presence online is recorded for %(num)s people.",
        taken.people,
    )


def nobody_has(rows: Sequence[ToChoose]) -> list[tuple[str, str]]:
    """What is wrong with the references that were entered: where it stands, and what."""
    return [
        (
            f"#hand-{row.connection.row}",
            _("Nobody of this event has the reference “%(typed)s”", typed=row.typed),
        )
        for row in rows
        if row.wrong
    ]


def _unknown_layout(found: Any) -> str:
    expected = _(
        "Name (Original Name), Join Time and Leave Time – or Duration (Minutes) –, and User Email if it is there"
    )
    return _(
        "These are not the columns of a participants report. Expected: %(expected)s. Found: %(found)s.",
        expected=expected,
        found=", ".join(found) or pgettext("columns", "none"),
    )


def _other_days(days: Any, event: Event) -> str:
    found = ", ".join(dates.day(day, language(), weekday=False, year=True) for day in days)
    return _(
        "This report is about %(found)s, which is no day of this event (%(days)s).",
        found=found,
        days=dates.day_range(event.days[0], event.days[-1], language()) if event.days else "–",
    )
