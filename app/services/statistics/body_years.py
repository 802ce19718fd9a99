"""One body over the years: a sentence, and a table with a row for each event, in a language."""

from __future__ import annotations

from app.lib.figure_table import Chart, Column, Missing, Row, Table, Word
from app.lib.wording import N_, N_n, pgettext, translated, translated_count
from app.services.indicators import STEPS
from app.services.statistics import deeds
from app.services.statistics.figures import Summary
from app.services.statistics.matrix import Cell, Line, Matrix
from app.services.statistics.table_making import columns, number, plain
from app.services.statistics.year_tables import frozen, source

DEED = "deed"


def news(matrix: Matrix, line: Line, language: str) -> str:
    """What matters of all events together."""
    came, recorded = matrix.editions(line)
    if not recorded:
        return translated(N_("Never recorded: no event so far has a list of its people"), language)
    if not came:
        never = N_n(
            "Never recorded as taking part, at the one event that has a list",
            "Never recorded as taking part, at %(num)s events that have a list",
        )
        return translated_count(*never, recorded, language)
    took_part = N_n(
        "Took part in %(came)s of %(num)s recorded event", "Took part in %(came)s of %(num)s recorded events"
    )
    return translated_count(*took_part, recorded, language, came=came)


def table(matrix: Matrix, line: Line, language: str) -> Table:
    """The numbers of the delegation, what the body did, and where the figures come from."""
    pairs = zip(matrix.summaries, line.cells, strict=True)
    heads = [
        *columns(STEPS, language),
        Column(DEED, translated(pgettext("delegation", "What it did"), language)),
        plain("source", N_("Source"), language),
        plain("frozen", N_("Frozen"), language),
    ]
    title = translated(N_("Participation, event by event"), language)
    return Table(
        "body",
        f"{title} – {line.name.in_language(language)}",
        translated(N_("Event"), language),
        heads,
        [_row(summary, cell, language) for summary, cell in pairs],
        chart=Chart(STEPS, lying=True),
    )


def _row(summary: Summary, cell: Cell, language: str) -> Row:
    known = Missing if cell.deed.is_missing else Word
    return Row(
        summary.event.slug,
        summary.event.title.in_language(language),
        [
            *(number(cell.numbers[step], summary.missing(step), language) for step in STEPS),
            known(cell.deed.value, deeds.word(cell.deed, language)),
            source(summary, language),
            frozen(summary, language),
        ],
    )
