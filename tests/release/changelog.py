"""What CHANGELOG.md says of each version, and whether it says it in its form.

`## Unreleased` comes first; `## 1.2.3 – 2027-02-28` follow, the newest first. Under them stand lists, each point of one or more
lines; `### ` divides them where there is much to say. `Tables: 0007.` says which migration is the newest of a release.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

UNRELEASED = "Unreleased"
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_HEADING = re.compile(r"(?P<version>\S+) – (?P<day>\d{4}-\d{2}-\d{2})")
_TABLES = re.compile(r"Tables: (\d{4})\.")

Number = tuple[int, ...]


@dataclass
class Section:
    """One version, or what comes after the newest."""

    title: str
    points: list[str] = field(default_factory=list)
    tables: str = ""  # the newest migration, of a release

    @property
    def version(self) -> str | None:
        """The version, if the heading has its form."""
        match = _HEADING.fullmatch(self.title)
        return match["version"] if match and number(match["version"]) else None

    @property
    def day(self) -> date | None:
        """The day of the release, if there is such a day."""
        match = _HEADING.fullmatch(self.title)
        try:
            return date.fromisoformat(match["day"]) if match else None
        except ValueError:
            return None


def number(version: str) -> Number:
    """A version as something that can be compared; nothing if it is none."""
    match = _VERSION.fullmatch(version)
    return tuple(map(int, match.groups())) if match else ()


def sections(text: str) -> list[Section]:
    """What stands under each heading of the second degree."""
    found: list[Section] = []
    for line in text.splitlines():
        if line.startswith("## "):
            found.append(Section(line.removeprefix("## ")))
        elif found and (match := _TABLES.fullmatch(line)):
            found[-1].tables = match[1]
        elif found and line.startswith("- "):
            found[-1].points.append(line.removeprefix("- "))
        elif found and found[-1].points and line.startswith("  "):
            found[-1].points[-1] += f" {line.strip()}"
    return found


def faults(text: str) -> list[str]:
    """Where the form is not kept."""
    told = sections(text)
    wrong = [] if text.startswith("# Changelog\n") else ["It begins with “# Changelog”."]
    if not told or told[0].title != UNRELEASED:
        wrong.append(f"“## {UNRELEASED}” comes first, also while nothing stands under it.")
    released = [section for section in told if section.title != UNRELEASED]
    wrong += [
        f"“## {section.title}” is not of the form “## 1.2.3 – 2027-02-28”."
        for section in released
        if section.version is None or section.day is None
    ]
    wrong += [f"Nothing stands under “## {section.title}”." for section in released if not section.points]
    return wrong + _out_of_order(released) + _strange_lines(text)


def _out_of_order(released: list[Section]) -> list[str]:
    whole = [section for section in released if section.version and section.day]
    numbers, days = [number(str(section.version)) for section in whole], [section.day for section in whole]
    in_order = numbers == sorted(set(numbers), reverse=True) and days == sorted(days, reverse=True)  # type: ignore[type-var]
    return [] if in_order else ["The newest version comes first, and each once."]


def _strange_lines(text: str) -> list[str]:
    """Lines after the first heading that are no point, no part of one and no heading."""
    wrong, under, within = [], False, False
    for number_, line in enumerate(text.splitlines(), 1):
        if line.startswith(("## ", "### ")):
            under, within = True, False
        elif line.startswith("- "):
            within = True
        elif under and line and not _TABLES.fullmatch(line) and not (within and line.startswith("  ")):
            wrong.append(f"Line {number_} is no point of a list: {line[:60]}")
        elif not line:
            within = False
    return wrong
