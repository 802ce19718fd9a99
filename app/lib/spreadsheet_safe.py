"""Texts for the cells of a spreadsheet: on one line, and never taken for a formula.

Typed by strangers, opened by the secretariat: a name that begins with “=” must stay a name. In XLSX a text is a text; in CSV
only an apostrophe in front makes it one.
"""

from __future__ import annotations

import re
import unicodedata

_STARTS_FORMULA = "=+-@＝＋－＠"  # the wide forms are read like the narrow ones in East Asian settings
# Line breaks and tabs become a blank; other control characters, halves of surrogate pairs and non-characters go.
_BREAKS = "\t\n\x0b\x0c\r\x85\u2028\u2029"
_UNWRITABLE = "\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_SEPARATORS = ";,|"  # where a program set to another list separator begins a new cell
_find_breaks = re.compile(f"[{_BREAKS}]+")
_find_unwritable = re.compile(f"[{_UNWRITABLE}]")
_find_formula_after_separator = re.compile(rf"([{_SEPARATORS}])(\s*)(?=[{re.escape(_STARTS_FORMULA)}])")
_find_apostrophe = re.compile(rf"(^|[{_SEPARATORS}]\s*)'(?=\s*[{re.escape(_STARTS_FORMULA)}])")
# A number with its blanks is no number to a program, unless the blanks could divide its thousands.
_is_telephone_number = re.compile(r"\+\d{1,3}(?=(?: \d+)*? (?:\d{1,2}|\d{4,})(?: |$))(?: \d+)+$")
_find_anything_special = re.compile(f"[{_SEPARATORS}{_BREAKS}{_UNWRITABLE}]")


def one_line(text: str) -> str:
    """The text without line breaks and without what no file can hold."""
    return _find_unwritable.sub("", _find_breaks.sub(" ", text))


def csv_cell(text: str) -> str:
    """The text as it may stand in a CSV file: with an apostrophe in front of whatever a program would calculate."""
    if text[:1].isalnum() and not _find_anything_special.search(text):  # nearly always
        return text
    if _is_telephone_number.match(text):
        return text
    line = one_line(text)
    if _first_visible(line) in _STARTS_FORMULA:
        line = f"'{line}"
    return _find_formula_after_separator.sub(r"\1\2'", line)


def as_typed(cell: str) -> str:
    """The text behind a cell that `csv_cell` has written, for files that come back."""
    return _find_apostrophe.sub(r"\1", cell)


def _first_visible(line: str) -> str:
    """The first character that is neither a blank nor invisible; a blank if there is none."""
    for letter in line:
        if not letter.isspace() and unicodedata.category(letter) != "Cf":
            return letter
    return " "
