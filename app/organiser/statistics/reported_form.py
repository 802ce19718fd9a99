"""The forms for figures that somebody reported: all numbers of an event at once, or one with its own source and note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.extensions import db
from app.models import Group, ReportedFigure
from app.services.indicators import REPORTED, STEPS
from app.services.statistics.figure_errors import FiguresContradict
from app.services.statistics.figure_tables import reported_name
from app.services.statistics.reporting import Entry
from app.web.errors import status_of
from app.web.form_fields import text_line
from app.web.locale import language
from app.web.meanwhile import SeenForm
from app.web.moment_fields import NeededNumber, NumberOfField

MOST = 99_999
# The grid: a row for everybody, one for each group, and one for the states; a column for each step.
ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("all", STEPS),
    *((group.value, tuple(f"{step}_{group.value}" for step in STEPS)) for group in Group),
    ("states", tuple(f"states_{step}" for step in STEPS)),
)


class NumbersForm(SeenForm):
    """What all numbers share that are entered or changed together."""

    source = text_line(_l("Where do the figures come from?"), most=300, prose=True)
    note = text_line(_l("Note"), most=500, prose=True)

    def entries(self, rows: Mapping[str, ReportedFigure]) -> dict[str, Entry | None]:
        """What is asked for: a number that is left out is removed, one that stays keeps its source."""
        return {code: self._entry(self[code].data, rows.get(code)) for code in REPORTED}

    def _entry(self, value: int | None, row: ReportedFigure | None) -> Entry | None:
        if value is None:
            return None
        if row is not None and row.value == value:
            return Entry(row.value, row.source, row.note)
        return Entry(value, self.source.data or "", self.note.data or None)


class FigureForm(SeenForm):
    """One figure."""

    value = NeededNumber(_l("Number"), most=MOST)
    source = text_line(
        _l("Where does the figure come from?"),
        most=300,
        needed=_l("Say where the figure comes from"),
        prose=True,
    )
    note = text_line(_l("Note"), most=500, prose=True)

    def entry(self) -> Entry:
        """What is asked for. Call it on a valid form."""
        return Entry(int(self.value.data or 0), self.source.data or "", self.note.data or None)


def grid(rows: Mapping[str, ReportedFigure], *, as_stored: bool = False) -> NumbersForm:
    """The form with a field for each figure that can be reported."""
    fields = {code: NumberOfField(reported_name(code, language()), most=MOST) for code in REPORTED}
    made: type[NumbersForm] = type("ReportedForm", (NumbersForm,), fields)
    data: dict[str, Any] = {code: row.value for code, row in rows.items()}
    present: dict[str, Any] = {"formdata": None} if as_stored else {}
    form = made(data=data, **present)
    form.beside = [(code, row.source, row.note) for code, row in rows.items()]
    return form


def one(row: ReportedFigure, *, as_stored: bool = False) -> FigureForm:
    """The form for one figure."""
    present: dict[str, Any] = {"formdata": None} if as_stored else {}
    return FigureForm(data={"value": row.value, "source": row.source, "note": row.note}, **present)


def blame(form: FlaskForm, error: FiguresContradict) -> int:
    """Undo everything and put each contradiction beside the first of its figures; the status code of the page."""
    db.session.rollback()
    for contradiction in error.contradictions:
        name = next((code for code in contradiction.codes if code in form), "value")
        form[name].errors = [*form[name].errors, contradiction.wording(language())]
    return status_of(error)
