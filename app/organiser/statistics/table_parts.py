"""The tables of figures as a page lays them out: some columns of one, or one in two parts beside each other."""

from __future__ import annotations

from dataclasses import replace

from app.lib.figure_table import Table
from app.lib.wording import capitalised
from app.models import BodyKind
from app.models.labels import label
from app.services.indicators import STEPS
from app.services.statistics.definitions import DEFINED


def steps_of(table: Table, *, to_come: bool) -> Table:
    """A table of people with the three steps; while nobody can have come, without those who came."""
    return table.only(*(step for step in STEPS if step != "attended" or not to_come))


def member_states_first(table: Table, language: str) -> tuple[Table, Table]:
    """The table of bodies in two: the member states, and all others with the sum of everybody."""
    own = capitalised(label(BodyKind.MEMBER_STATE, language))
    first = [row for row in table.rows if row.section == own]
    rest = [row for row in table.rows if row.section != own]
    return replace(table, rows=first, total=None, note=""), replace(table, rows=rest, note="")


def meanings(table: Table, address: str) -> dict[str, str]:
    """The addresses of the definitions behind the rows of a table whose rows are figures."""
    return {row.code: f"{address}#{row.code}" for row in table.rows if row.code in DEFINED}
