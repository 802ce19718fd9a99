"""Tables in CSV files, read strictly: what is wrong is refused with its file, its row and the reason."""

from __future__ import annotations

import csv
import enum
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

LARGEST = 5_000_000  # bytes
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = {"Cc", "Cs", "Co", "Cn"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Code = TypeVar("Code", bound=enum.StrEnum)


class TableRefused(Exception):
    """A file or one of its rows is wrong. Rows are counted as a spreadsheet counts them: the header is row 1."""

    def __init__(self, file: str, row: int | None, reason: str) -> None:
        self.file, self.row, self.reason = file, row, reason
        place = file if row is None else f"{file}, row {row}"
        super().__init__(f"{place}: {reason}")


@dataclass(frozen=True)
class Row:
    """One row of a table, with what it takes to say where it stands."""

    file: str
    number: int
    values: dict[str, str]

    def refusal(self, reason: str) -> TableRefused:
        """The error that names this row."""
        return TableRefused(self.file, self.number, reason)

    def optional(self, column: str, most: int = 300) -> str | None:
        """A text, or None where the cell is empty.

        Raises:
            TableRefused: it is longer than allowed, or holds signs that no name or sentence has.
        """
        text = self.values.get(column, "").strip()
        if len(text) > most:
            raise self.refusal(f"{column} is longer than {most} characters")
        if any(unicodedata.category(sign) in _NOT_TEXT for sign in text):
            raise self.refusal(f"{column} holds a control character")
        return text or None

    def text(self, column: str, most: int = 300) -> str:
        """A text that must be there.

        Raises:
            TableRefused: the cell is empty, or as `optional`.
        """
        text = self.optional(column, most)
        if text is None:
            raise self.refusal(f"{column} is missing")
        return text

    def code(self, column: str, pattern: str) -> str:
        """A text that must match a regular expression.

        Raises:
            TableRefused: it is missing or does not match.
        """
        text = self.text(column)
        if not re.fullmatch(pattern, text):
            raise self.refusal(f"{column} {text!r} is not a valid code")
        return text

    def choice(self, column: str, kind: type[Code]) -> Code:
        """One of the codes of an enum.

        Raises:
            TableRefused: it is missing or unknown.
        """
        text = self.text(column)
        try:
            return kind(text)
        except ValueError:
            known = ", ".join(member.value for member in kind)
            raise self.refusal(f"unknown {column} {text!r} (known: {known})") from None

    def yes(self, column: str) -> bool:
        """A cell that says yes or no.

        Raises:
            TableRefused: it says something else.
        """
        text = self.text(column)
        if text not in {"yes", "no"}:
            raise self.refusal(f"{column} must be yes or no, not {text!r}")
        return text == "yes"

    def day(self, column: str) -> date | None:
        """A day as YYYY-MM-DD, or None where the cell is empty.

        Raises:
            TableRefused: there is no such day.
        """
        text = self.optional(column)
        if text is None:
            return None
        try:
            if not _DAY.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise self.refusal(f"{column} {text!r} is not a date (YYYY-MM-DD)") from None

    def whole(self, column: str) -> int | None:
        """A whole number from 0, or None where the cell is empty.

        Raises:
            TableRefused: it is something else.
        """
        text = self.optional(column)
        if text is None:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise self.refusal(f"{column} {text!r} is not a whole number")
        return int(text)


def read(path: Path, columns: Iterable[str]) -> list[Row]:
    """The rows of a UTF-8 file that has at least these columns; empty lines are passed over.

    Raises:
        TableRefused: with the place and the reason.
    """
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise TableRefused(path.name, reader.line_num, f"is not a row of a CSV file: {error}") from None
    if not lines:
        raise TableRefused(path.name, None, "is empty")
    header = [name.strip() for name in lines[0]]
    _check_header(path.name, header, columns)
    return list(_rows(path.name, header, lines[1:]))


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise TableRefused(path.name, None, f"cannot be read ({error.strerror})") from None
    if raw is None:
        raise TableRefused(path.name, None, f"is larger than {LARGEST} bytes")
    if raw.startswith(_UTF_16):
        raise TableRefused(path.name, None, "is encoded in UTF-16; it must be UTF-8")
    if b"\0" in raw:
        raise TableRefused(path.name, _row_at(raw, raw.index(b"\0")), "holds a NUL byte")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableRefused(path.name, _row_at(raw, error.start), "is not encoded in UTF-8") from None


def _row_at(raw: bytes, position: int) -> int:
    return raw[:position].count(b"\n") + 1


def _check_header(file: str, header: Sequence[str], columns: Iterable[str]) -> None:
    for name in columns:
        if name not in header:
            raise TableRefused(file, 1, f"the column {name} is missing")
    if len(set(header)) != len(header):
        raise TableRefused(file, 1, "a column stands there twice")


def _rows(file: str, header: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterable[Row]:
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise TableRefused(file, number, f"has {len(cells)} cells, {len(header)} expected")
        yield Row(file, number, dict(zip(header, cells, strict=True)))
