"""A program of its own that prints the rows of a workbook’s first sheet, as `handed_tables` asks for them.

A file of a few hundred bytes can make its reader ask for more memory than there is, which ends the whole process: a cell in
the last corner of the sheet, one long text in every cell. So a process that nobody misses reads it, within bounds of its own.
It imports nothing of the application, so that it starts in a moment. In: the file. Out: one row a line, as JSON.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

MEMORY = 512 * 1024 * 1024  # bytes, of addresses
SECONDS = 5  # of computing
LETTERS = 20_000_000  # of all cells
TOO_LARGE, UNREADABLE = 3, 4  # how it ends if there is no table to be had


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _rows(file: io.BytesIO) -> Iterator[Sequence[object]]:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(file) as book:
        yield from book.get_sheet_by_index(0).iter_rows()


def _text(cell: object) -> str:
    """A cell as somebody would type it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _print(file: io.BytesIO, most_rows: int, most_letters: int) -> int:
    """Print so many rows, with as much of each cell as it takes to see that it is too long; returns how it ended.

    What stands below them, under thousands of empty rows, is not left out unsaid.
    """
    left, rows = LETTERS, _rows(file)
    for row in islice(rows, most_rows):
        cells = [_text(cell).replace("\0", "").strip()[: most_letters + 1] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        left -= sum(map(len, cells)) + len(cells)
        if left < 0:
            return TOO_LARGE
        print(json.dumps(cells))
    return TOO_LARGE if any(_text(cell).strip() for row in rows for cell in row) else 0


def main(most_rows: int, most_letters: int) -> int:
    """Read the file that comes in; returns the exit code."""
    _bounded()
    try:
        return _print(io.BytesIO(sys.stdin.buffer.read()), most_rows, most_letters)
    except MemoryError:
        return TOO_LARGE
    except BaseException:  # whatever it is, also a panic of the reader: there is no table in this file
        return UNREADABLE


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
