"""Bodies and events on a page: what each state, or each body, did in each edition."""

from __future__ import annotations

from flask import render_template, request
from markupsafe import escape

from app.lib.figure_table import Word
from app.organiser.door import bp
from app.organiser.statistics.chosen_events import chosen
from app.services.statistics import deeds, matrix, matrix_tables
from app.services.statistics.deeds import Deed
from app.services.statistics.matrix import Matrix
from app.services.statistics.matrix_tables import Show
from app.web import access
from app.web.locale import language


@bp.get("/statistics/matrix")
@access.allow(access.STATISTICS)
def statistics_matrix() -> str:
    """The matrix; `show` chooses what the cells hold, and `bodies=all` adds those that are no member states."""
    events, show, all_bodies = chosen(), shown(), wants_all_bodies()
    found = matrix.of_events(events.events, all_bodies=all_bodies)
    table = matrix_tables.table(found, show, language())
    return render_template(
        "organiser/statistics/matrix.html",
        chosen=events,
        summaries=found.summaries,
        table=table,
        codes=[escape(column.code) for column in table.columns],  # once, not in each of a thousand cells
        values={value for row in table.rows for value in row.values},
        show=show,
        shows=list(Show),
        all_bodies=all_bodies,
        legend=legend(found),
        glyphs=set(Deed),
        split=split,
    )


def shown() -> Show:
    """What the cells are to hold."""
    asked = request.values.get("show", "")
    return next((each for each in Show if each.value == asked), Show.DEEDS)


def wants_all_bodies() -> bool:
    """Whether other bodies than the member states were asked for."""
    return request.values.get("bodies") == "all"


def legend(found: Matrix) -> list[tuple[Word, str]]:
    """The words that stand in the cells, each with what it says."""
    there = {cell.deed for line in found.lines for cell in line.cells}
    chosen_language = language()
    return [
        (Word(deed.value, deeds.word(deed, chosen_language)), deeds.definition(deed, chosen_language))
        for deed in Deed
        if deed in there
    ]


def split(word: Word) -> tuple[str, str, str]:
    """The words of a cell: what stands before the number, the number, and what stands after it."""
    found = next((part for part in word.text.split() if part.isdigit()), "")
    before, number, after = word.text.partition(found) if found else (word.text, "", "")
    return before, number, after
