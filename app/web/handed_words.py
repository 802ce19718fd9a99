"""Why a table that was handed in cannot be read, for whoever has handed it in."""

from __future__ import annotations

from flask_babel import gettext as _

from app.lib.handed_tables import MOST_COLUMNS, MOST_ROWS, TableUnreadable


def unreadable(error: TableUnreadable) -> str:
    """What is wrong, and what to do about it."""
    return {
        "too_large": _("This is too large. Hand in the rows in several parts."),
        "too_many_rows": _(
            "There are too many rows: %(most)s at most. Hand them in in several parts.",
            most=error.row or MOST_ROWS,
        ),
        "too_wide": _(
            "Row %(row)s has more than %(most)s columns, or a cell that is far too long. Is this the right sheet?",
            row=error.row,
            most=MOST_COLUMNS,
        ),
        "not_a_table": _("This cannot be read as a table. Save it as XLSX or CSV, or paste the rows."),
        "empty": _("There is nothing in it. In a workbook, the first sheet is read."),
    }[error.code]
