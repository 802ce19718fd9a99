"""Days, hours and numbers are put into words in one place each, so that both languages get what is theirs."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# strftime and format specifications by the letters of strftime, and the functions of Babel that put numbers and days into words.
BY_HAND = re.compile(
    r"strftime\(|[:\"']%[aAbBdHIjmMpSyY]|\bformat_(?:date|time|datetime|decimal|percent)\(|\{[^{}]+:,[^{}]*\}"
)
# What machines read (ISO 8601) may be written anywhere, and what is typed is read in many ways.
ISO = re.compile(r"%Y-%m-%d(?:[T ]%H:%M(?::%S(?:\.%f)?)?Z?)?")
PASSED = {
    "app/lib/hours.py",  # hours
    "app/lib/dates.py",  # days
    "app/lib/numbers.py",  # numbers
    "app/emails/messages.py",  # the Date of a letter, which mail programs read (RFC 5322)
    "app/web/moment_fields.py",  # reads what was typed
    "app/services/mandate_rows.py",  # reads what was typed
    "app/services/earlier_years/list_columns.py",  # reads what was typed
}


def by_hand(text: str) -> list[str]:
    """The lines of a file that put a moment or a number into words by hand."""
    return [line.strip() for line in text.splitlines() if BY_HAND.search(ISO.sub("", line))]


def test_moments_and_numbers_are_worded_in_one_place() -> None:
    files = [
        file
        for kind in ("*.py", "*.html", "*.txt")
        for place in ("app", "templates")
        for file in (ROOT / place).rglob(kind)
    ]
    assert len(files) > 500
    found = [
        f"{file.relative_to(ROOT)}: {line}"
        for file in sorted(files)
        if str(file.relative_to(ROOT)) not in PASSED
        for line in by_hand(file.read_text(encoding="utf-8"))
    ]
    assert not found, "app/lib/hours.py, dates.py and numbers.py know how:\n" + "\n".join(found)


def test_the_guard_sees_what_it_should() -> None:
    assert by_hand('x = f"{moment:%H:%M}"')
    assert by_hand('x = moment.strftime("%d.%m.%Y")')
    assert by_hand("{{ moment.strftime('%H:%M') }}")
    assert by_hand("format_date(day, 'EEEE')")
    assert by_hand('x = f"{number:,}"')
    assert not by_hand('x = f"{now():%Y-%m-%d}.csv"')
    assert not by_hand('_("%(date)s at %(hour)s")')
