"""Tables of figures for programs: one list with a line for each number, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.documents.spreadsheets import Cell
from app.lib.figure_table import Row, Table, Value, Word, text_of
from app.lib.spreadsheet_safe import one_line

JSON_TYPE = "application/json"


def lines(tables: Iterable[Table]) -> Iterator[list[Cell]]:
    """A line for each value: table, code and label of the row, its section, code and heading of the column, the value.

    Cells that hold no text, such as the note that nobody made, have no line: a figure that is not known has one, with the word.
    """
    for table in tables:
        for row in table.lines:
            for column, value in zip(table.columns, row.values, strict=True):
                cell = value if isinstance(value, int) else text_of(value)
                if cell != "":
                    yield [table.code, row.code, row.label, row.section, column.code, column.heading, cell]


def json_file(head: Mapping[str, Any], tables: Iterable[Table]) -> bytes:
    """What the figures are, then the tables. A number is a number; what is not known is null, and `why` says so."""
    document = {**head, "tables": [_table(table) for table in tables]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": table.code,
        "title": one_line(table.title),
        "rows_are": one_line(table.rows_are),
        "columns": [
            {
                "code": column.code,
                "name": one_line(column.heading),
                "unit": column.unit or None,
                "definition": column.definition or None,
            }
            for column in table.columns
        ],
        "rows": [_row(table, row) for row in table.rows],
    }
    if table.total:
        found["total"] = _row(table, table.total)
    if table.note:
        found["note"] = one_line(table.note)
    return found


def _row(table: Table, row: Row) -> dict[str, Any]:
    cells = {column.code: value for column, value in zip(table.columns, row.values, strict=True)}
    found = {"code": one_line(row.code), "name": one_line(row.label)}
    if row.section:
        found["section"] = one_line(row.section)
    why = {code: _word(value) for code, value in cells.items() if isinstance(value, Word) and value.missing}
    values = {code: _value(value) for code, value in cells.items()}
    return {**found, "values": values, **({"why": why} if why else {})}


def _value(value: Value) -> Any:
    if isinstance(value, Word):
        return None if value.missing or not value.text else _word(value)
    return value if isinstance(value, int) else one_line(value) or None


def _word(word: Word) -> dict[str, str]:
    return {"code": word.code, "name": one_line(word.text)}
