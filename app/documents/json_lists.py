"""Lists as JSON: what the list is, its columns, then a line for each row; in pieces, so that memory stays flat.

A cell holds what it holds in the other files. A word that stands for a code comes with the code, a moment with its offset.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.documents.spreadsheets import Cell, Coded, Column
from app.lib.spreadsheet_safe import one_line

JSON_TYPE = "application/json"
_ROWS_AT_ONCE = 200


def json_pieces(
    head: Mapping[str, object],
    columns: Sequence[tuple[str, Column]],
    rows: Iterable[Sequence[Cell]],
    zone: ZoneInfo,
) -> Iterator[str]:
    """A JSON file in pieces: `head`, then `columns` (code and name), then `rows`. Moments are by the clocks of `zone`."""
    codes = [code for code, _ in columns]
    named = [{"code": code, "name": one_line(column.heading)} for code, column in columns]
    yield f'{_text({**head, "columns": named})[:-1]}, "rows": ['
    lines: list[str] = []
    separator = "\n"
    for row in rows:
        cells = dict(zip(codes, (_value(cell, zone) for cell in row), strict=True))
        lines.append(f"{separator}{_text(cells)}")
        separator = ",\n"
        if len(lines) == _ROWS_AT_ONCE:
            yield "".join(lines)
            lines.clear()
    yield "".join([*lines, "\n]}\n"])


def _value(cell: Cell, zone: ZoneInfo) -> object:
    if isinstance(cell, Coded):
        return cell.code if isinstance(cell.code, bool) else {"code": cell.code, "name": str(cell)}
    if isinstance(cell, str):
        return one_line(cell) or None
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=zone).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
