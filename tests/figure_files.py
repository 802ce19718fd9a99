"""Reads figures back, cell by cell, out of pages and files, with libraries that did not write them.

Each reader gives the words of every cell by the codes of its table, row and column, and the labels of the rows. Empty cells are
left out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from app.lib.spreadsheet_safe import as_typed
from tests.pages import Page

Cells = dict[tuple[str, str, str], str]


class Read(NamedTuple):
    """What a file or a page holds."""

    cells: Cells
    labels: dict[tuple[str, str], str]


def in_csv(content: bytes, separator: str = ",") -> Read:
    """The list with a line for each value."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))
    found = Read({}, {})
    for table, row, label, _section, column, _heading, value in rows[1:]:
        assert (table, row, column) not in found.cells, f"{table} {row} {column} stands there twice"
        found.cells[table, row, column] = _said(as_typed(value))
        found.labels[table, row] = _said(as_typed(label))
    return found


def in_json(content: bytes) -> Read:
    """The document with codes."""
    found = Read({}, {})
    for table in json.loads(content)["tables"]:
        for row in [*table["rows"], *([table["total"]] if "total" in table else [])]:
            assert set(row["values"]) == {column["code"] for column in table["columns"]}
            found.labels[table["code"], row["code"]] = _said(row["name"])
            for column, value in row["values"].items():
                if (words := _words(value, row.get("why", {}).get(column))) is not None:
                    found.cells[table["code"], row["code"], column] = words
    return found


def in_workbook(content: bytes, document: bytes) -> Read:
    """The workbook; which code stands over a column is told by the same figures as JSON."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables, found = json.loads(document)["tables"], Read({}, {})
    assert len(tables) == len(book.sheet_names)
    for table, name in zip(tables, book.sheet_names, strict=True):
        head, *rows = book.get_sheet_by_name(name).to_python()
        codes = [column["code"] for column in table["columns"]]
        before = 3 if any("section" in row for row in table["rows"]) else 2
        assert head[before : before + len(codes)] == [column["name"] for column in table["columns"]]
        for row in rows:
            if row[0] == "":
                break  # below it stands a note
            found.labels[table["code"], _plain(row[0])] = _said(row[1])
            for column, value in zip(codes, row[before:], strict=False):
                if value != "":
                    found.cells[table["code"], _plain(row[0]), column] = _plain(value)
    return found


def on_page(page: Page) -> Read:
    """The tables of figures of a page; what stands below a number in small is left out."""
    found = Read({}, {})
    for small in page.soup.select("table[data-figures] .sub, table[data-figures] [data-code]"):
        small.extract()
    for table in page.soup.select("table[data-figures]"):
        code = str(table["data-figures"])
        for row in table.select("tr[data-row]"):
            head = row.find("th")
            found.labels[code, str(row["data-row"])] = _said(head.get_text(" ")) if head else ""
            for cell in row.select("td[data-column]"):
                words = _said(cell.get_text(" ")).replace("−", "-")
                if words:
                    found.cells[code, str(row["data-row"]), str(cell["data-column"])] = words
    return found


def differing(one: Mapping[Any, str], other: Mapping[Any, str]) -> Iterator[str]:
    """The cells of one that the other has not, or has otherwise; each was counted at its own moment."""
    for key, value in one.items():
        if other.get(key) != value and "counted_at" not in key:
            yield f"{key}: {value!r} is {other.get(key)!r}"


def _words(value: Any, why: Any) -> str | None:
    if value is None:
        return _said(why["name"]) if why else None
    return _said(value["name"] if isinstance(value, dict) else value)


def _plain(value: Any) -> str:
    return _said(int(value) if isinstance(value, float) and value.is_integer() else value)


def _said(value: Any) -> str:
    """As a page says it: every space is a blank."""
    return " ".join(str(value).split())
