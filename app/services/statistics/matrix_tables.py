"""Bodies and events as tables in a language: what each body did, and the people of each delegation step by step."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Sequence
from functools import cache

from app.lib.figure_table import ALL, Column, Missing, Row, Table, Value, Word
from app.lib.wording import N_, capitalised, pgettext, translated
from app.models import Group
from app.models.labels import label
from app.services.indicators import REGISTRY
from app.services.statistics import deeds
from app.services.statistics.deeds import Deed
from app.services.statistics.figures import NOT_HELD, NOT_RECORDED, Phase, Summary
from app.services.statistics.matrix import Line, Matrix
from app.services.statistics.table_making import missing, number, plain, shown

TOOK_PART = "took_part"
_ADDED = N_("People for member states, together")
_STATES = N_("Member states represented")


class Show(enum.StrEnum):
    """What the cells hold: what the body did, or how many people of its delegation there were at a step."""

    DEEDS = "deeds"
    ATTENDED = "attended"
    CONFIRMED = "confirmed"
    REGISTERED = "registered"

    def name_in(self, language: str) -> str:
        """What it is called, with a capital."""
        if self is Show.DEEDS:
            return translated(N_("What each did"), language)
        return REGISTRY[self.value].name_in(language)


def all_of(matrix: Matrix, language: str) -> list[Table]:
    """The tables of a file: what each body did, the people step by step, and what the words mean."""
    return [*(table(matrix, show, language) for show in Show), meanings(language)]


def table(matrix: Matrix, show: Show, language: str) -> Table:
    """One of the tables: a row for each body, a column for each event."""
    several = len({line.kind for line in matrix.lines}) > 1
    heading = translated(N_("Bodies and events"), language)
    return Table(
        code="matrix" if show is Show.DEEDS else f"matrix_{show.value}",
        title=f"{heading} – {show.name_in(language)}",
        rows_are=translated(N_("Body") if several else N_("Member state"), language),
        columns=_columns(matrix, show, language),
        rows=[
            Row(
                line.code,
                line.name.in_language(language),
                _values(matrix, line, show, language),
                capitalised(label(line.kind, language)) if several else "",
            )
            for line in matrix.in_order(language)
        ],
        total=None if several else _total(matrix, show, language),
    )


def headings(summaries: Sequence[Summary], language: str) -> list[str]:
    """The events at the heads of their columns: year and kind, and the short code where two would be alike."""
    named = [f"{one.event.year} {label(one.event.kind, language)}" for one in summaries]
    often = Counter(named)
    return [
        words if often[words] == 1 else f"{words} {one.event.short_code}"
        for words, one in zip(named, summaries, strict=True)
    ]


def meanings(language: str) -> Table:
    """What the words of the cells mean."""
    columns = [plain("definition", N_("Definition"), language)]
    rows = [Row(deed.value, deeds.word(deed, language), [deeds.definition(deed, language)]) for deed in Deed]
    title = translated(N_("What the cells say"), language)
    return Table("deeds", title, translated(pgettext("column", "Word"), language), columns, rows)


def _columns(matrix: Matrix, show: Show, language: str) -> list[Column]:
    unit, definition = ("", "") if show is Show.DEEDS else ("people", show.value)
    named = zip(matrix.summaries, headings(matrix.summaries, language), strict=True)
    columns = [Column(one.event.slug, words, unit, definition) for one, words in named]
    return [*columns, plain(TOOK_PART, N_("Took part"), language)] if show is Show.DEEDS else columns


def _values(matrix: Matrix, line: Line, show: Show, language: str) -> list[Value]:
    pairs = zip(matrix.summaries, line.cells, strict=True)
    if show is not Show.DEEDS:
        return [number(cell.numbers[show.value], one.missing(show.value), language) for one, cell in pairs]
    told = (_told(cell.deed, deeds.number(cell.deed, cell.numbers), language) for _, cell in pairs)
    return [*told, took_part(matrix, line, language)]


@cache
def _told(deed: Deed, people: int | None, language: str) -> Word:
    """The words of a cell; a matrix has a thousand cells and few different ones."""
    return (Missing if deed.is_missing else Word)(deed.value, deeds.told(deed, people, language))


def took_part(matrix: Matrix, line: Line, language: str) -> Word:
    """In how many events that are over a body took part, of those of which that is recorded."""
    came, recorded = matrix.editions(line)
    if not recorded:
        return missing(NOT_RECORDED, language)
    words = translated(N_("%(number)s of %(all)s"), language, number=came, all=recorded)
    return Word(f"{came}/{recorded}", words)


def _total(matrix: Matrix, show: Show, language: str) -> Row:
    """The states represented, or their people: both as the summaries of the events have them, reported ones too."""
    if show is not Show.DEEDS:
        people = [
            shown(one, one.groups[Group.MEMBER_STATES], show.value, language) for one in matrix.summaries
        ]
        return Row(ALL, translated(_ADDED, language), people)
    states: list[Value] = [_states_of(one, language) for one in matrix.summaries]
    return Row(ALL, translated(_STATES, language), [*states, Word("", "")])


def _states_of(summary: Summary, language: str) -> Value:
    """The states that came, or before anybody could come those that are confirmed."""
    if summary.phase is Phase.CANCELLED:
        return missing(NOT_HELD, language)
    return shown(summary, summary.total, f"states_{summary.main}", language)
