"""Tables that people hand in: pasted from a spreadsheet, or as a CSV or XLSX file. Rows of texts come out, whatever went in.

Bounds come first, so that a bomb costs seconds at most: of the file, of what an archive unpacks to, of rows, columns and cells.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice

from app.lib import workbook_rows

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_LETTERS = 2_000  # of a cell
_MOST_SEPARATORS = 2 * MOST_ROWS * MOST_COLUMNS  # twice those of a full table
_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_ENTRIES = 1_000
_READER, _SECONDS = workbook_rows.__file__, 2 * workbook_rows.SECONDS
_ZIP, _UTF_16 = b"PK\x03\x04", (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ";,"
_UNSEEN = re.compile(  # signs that no page may hold, and those that turn the words around them
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
# Of a title above the table nothing can be learned.
_SEPARATED = re.compile(f"^.*[\t{_SEPARATORS}].*", re.MULTILINE)
_SAYS_SOMETHING = re.compile(f'[^\\s"{_SEPARATORS}]')

Table = list[list[str]]


class TableUnreadable(Exception):
    """There is no table to be had from this; the code says why: too_large, too_many_rows, too_wide, not_a_table, empty."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code, self.row = code, row


def pasted(text: str) -> Table:
    """The rows of a text that was pasted or read from a CSV file: separated by tabs, semicolons or commas.

    Raises:
        TableUnreadable.
    """
    if len(text) > MOST_BYTES:
        raise TableUnreadable("too_large")
    if "\0" in text:
        raise TableUnreadable("not_a_table")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    separated = _SEPARATED.search(lines)
    first = separated[0] if separated else ""
    separator = (
        "\t" if "\t" in first else max(_SEPARATORS, key=first.count)
    )  # commas stand in cells, tabs do not
    if lines.count(separator) > _MOST_SEPARATORS:
        raise TableUnreadable("too_large")
    source = io.StringIO(lines, newline="")
    reader = csv.reader(source, delimiter=separator)
    try:
        table = _bounded(reader)
    except csv.Error:  # a quotation mark that is never closed, a cell beyond every bound
        raise TableUnreadable("not_a_table", reader.line_num) from None
    if _SAYS_SOMETHING.search(source.read()):  # below thousands of empty lines: nothing is left out unsaid
        raise TableUnreadable("too_many_rows", MOST_ROWS)
    return table


def of_file(content: bytes) -> Table:
    """The rows of a CSV file, or of the first sheet of an XLSX file: told apart by what is inside.

    Raises:
        TableUnreadable.
    """
    if len(content) > MOST_BYTES:
        raise TableUnreadable("too_large")
    return _of_workbook(content) if content.startswith(_ZIP) else pasted(_decoded(content))


def as_text(table: Table) -> str:
    """The rows as one would paste them, to be corrected and handed in again; as many lines as there are rows."""
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter="\t", lineterminator="\n").writerows(table)
    return lines.getvalue().rstrip("\n")


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what spreadsheets of western Europe write."""
    encodings = ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableUnreadable("not_a_table")


def _of_workbook(content: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise TableUnreadable("not_a_table") from None
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise TableUnreadable("too_large")
    return _bounded(json.loads(line) for line in _read_apart(content))


def _read_apart(content: bytes) -> list[bytes]:
    """The lines of the program that reads a workbook; it may run out of memory or time, and takes nobody with it."""
    command = [sys.executable, "-P", _READER, str(MOST_ROWS * 2), str(MOST_LETTERS)]
    try:
        read = subprocess.run(  # noqa: S603 - the command is our own
            command, input=content, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise TableUnreadable("too_large") from None
    if read.returncode == workbook_rows.UNREADABLE:
        raise TableUnreadable("not_a_table")
    if read.returncode:  # of its own accord, or ended for what it asked for
        raise TableUnreadable("too_large")
    return read.stdout.splitlines()


def _bounded(rows: Iterable[list[str]]) -> Table:
    """The rows with something in them, their cells tidied; no more than the bounds allow."""
    table: Table = []
    for number, row in enumerate(islice(rows, MOST_ROWS * 2), 1):
        # A file may hold millions of empty cells.
        cells = [_UNSEEN.sub("", cell).strip() if cell else "" for cell in row]
        if len(_without_end(cells)) > MOST_COLUMNS:
            raise TableUnreadable("too_wide", number)
        if any(len(cell) > MOST_LETTERS for cell in cells):
            raise TableUnreadable("too_wide", number)
        table.append(_without_end(cells))
    while table and not table[-1]:
        table.pop()
    if len(table) > MOST_ROWS:
        raise TableUnreadable("too_many_rows", MOST_ROWS)
    if not table:
        raise TableUnreadable("empty")
    return table


def _without_end(cells: list[str]) -> list[str]:
    """The cells up to the last that holds something."""
    last = max((number for number, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:last]


def headed(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the first, each with its number as a spreadsheet counts (the head is 1), by the folded words of the head."""
    head = [" ".join(name.casefold().split()) for name in table[0]]
    for number, cells in enumerate(table[1:], 2):
        if cells:
            yield number, dict(zip(head, [*cells, *[""] * len(head)], strict=False))
