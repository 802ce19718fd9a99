"""The list of participants, taken away as a file through its page and read again by programs that did not write it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from tests.pages import Page

ORGANISING = "organising"


def handed_out(page: Page, form: str, **chosen: Any) -> TestResponse:
    """What the page answers to one of its buttons; `chosen` are fields with other answers, None leaves one out."""
    values = page.fields("#list-file")
    for name, value in {"purpose": ORGANISING, "format": form, **chosen}.items():
        values.poplist(name)
        values.setlist(name, [] if value is None else value if isinstance(value, list) else [value])
    return page.visitor.post(str(page.one("#list-file")["action"]), data=values)


def lines_of(answer: TestResponse, form: str) -> list[list[Any]]:
    """The lines of a spreadsheet, its headings first."""
    if form == "xlsx":
        return CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(answer.data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=";" if form == "csv_semicolon" else ","))


def rows_of(answer: TestResponse, form: str) -> list[dict[str, Any]]:
    """The rows under their headings, words as they stand in a spreadsheet; of JSON, the words of each cell."""
    if form == "json":
        read = json.loads(answer.data)
        return [{one["name"]: row[one["code"]] for one in read["columns"]} for row in read["rows"]]
    lines = lines_of(answer, form)
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
