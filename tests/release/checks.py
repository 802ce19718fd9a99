"""What has to be so before a version is given a tag. Each check returns what is wrong, in whole sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

from tests.release import changelog, locks
from tests.release.repository import Repository

BRANCH = "main"
MIGRATIONS = "migrations/versions"
FIGURES = ("docs/performance.md", "docs/lighthouse.md")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATED = re.compile(rf"\b\d{{1,2}} ({_MONTHS}) 20\d\d\b")
_REVISION = re.compile(r'^(revision|down_revision) = (?:"(\w+)"|None)$', re.MULTILINE)


@dataclass(frozen=True)
class Release:
    """The version that is to be, and the working copy that it is to be made of."""

    version: str
    root: Path

    @property
    def repository(self) -> Repository:
        return Repository(self.root)

    def text(self, name: str) -> str:
        """A file of the working copy."""
        return (self.root / name).read_text(encoding="utf-8")


def the_version_is_next(release: Release) -> list[str]:
    """It has its form, stands in pyproject.toml, and is higher than each that was released."""
    stated = tomllib.loads(release.text("pyproject.toml"))["project"]["version"]
    new, earlier = changelog.number(release.version), release.repository.releases()
    if not new:
        return [f"{release.version!r} is no version: three numbers, as in 1.2.3."]
    wrong = [] if stated == release.version else [f"pyproject.toml says {stated}."]
    if earlier and new <= changelog.number(earlier[-1]):
        wrong.append(f"{earlier[-1]} is released already.")
    return wrong


def everything_is_committed(release: Release) -> list[str]:
    """On the branch that releases are made of, with nothing left over."""
    left, branch = release.repository.uncommitted(), release.repository.branch()
    wrong = [f"Not committed: {len(left)}, as {left[0].strip()}."] if left else []
    return wrong + ([] if branch == BRANCH else [f"The branch is {branch or 'none'}, not {BRANCH}."])


def the_changelog_tells_of_it(release: Release) -> list[str]:
    """A dated section for the version stands at the top, and nothing is left above it."""
    text = release.text("CHANGELOG.md")
    told = changelog.sections(text)
    wrong = [f"CHANGELOG.md: {fault}" for fault in changelog.faults(text)]
    if any(section.points for section in told if section.title == changelog.UNRELEASED):
        wrong.append(f"CHANGELOG.md: something is left under {changelog.UNRELEASED}.")
    newest = next((section for section in told if section.title != changelog.UNRELEASED), None)
    if newest is None or newest.version != release.version:
        wrong.append(f"CHANGELOG.md: the newest section is of {newest.version if newest else 'no version'}.")
    elif [newest.tables] != _heads(release)[0]:
        wrong.append(f"CHANGELOG.md: “Tables: {_heads(release)[0][-1]}.” is missing under the new version.")
    return wrong


def every_word_is_translated(release: Release) -> list[str]:
    """No message without its translation, none that somebody has still to look at."""
    wrong = []
    for file in sorted((release.root / "app" / "translations").glob("*/LC_MESSAGES/*.po")):
        with file.open("rb") as opened:
            messages = [message for message in read_po(opened) if message.id]
        open_ones = [
            message
            for message in messages
            if message.fuzzy or not all(message.string if message.pluralizable else [message.string])
        ]
        if open_ones:
            name = file.relative_to(release.root)
            wrong.append(f"{name}: {len(open_ones)} messages are not translated, as {open_ones[0].id!r}.")
    return wrong


def migrations_stand(release: Release) -> list[str]:
    """One line with one end; and what a release has brought to somebody's database is never changed again."""
    heads, followed = _heads(release)
    wrong = [] if len(heads) == 1 else [f"The migrations have {len(heads)} ends: {', '.join(heads)}."]
    if len(followed) != len(set(followed)):
        wrong.append("Two migrations follow the same one.")
    for earlier in release.repository.releases():
        if changelog.number(earlier) < changelog.number(release.version):
            changed = release.repository.changed_since(earlier, MIGRATIONS)
            wrong += [f"{name} was released with {earlier} and has been changed since." for name in changed]
    return wrong


def _heads(release: Release) -> tuple[list[str], list[str]]:
    """The migrations that none follows, and those that are followed."""
    revisions, followed = set(), []
    for file in sorted((release.root / MIGRATIONS).glob("*.py")):
        stated = dict(_REVISION.findall(file.read_text(encoding="utf-8")))
        revisions.add(stated["revision"])
        followed.append(stated["down_revision"])
    return sorted(revisions - set(followed)), followed


def locks_are_current(release: Release) -> list[str]:
    """The locks hold what is asked for, with hashes."""
    return locks.faults(release.root)


def figures_have_dates(release: Release) -> list[str]:
    """A table of measured figures says when they were taken."""
    wrong = []
    for name in FIGURES:
        for section in re.split(r"^## ", release.text(name), flags=re.MULTILINE)[1:]:
            has_figures = "\n|" in section or "p95" in section
            if has_figures and not _DATED.search(section):
                wrong.append(f"{name}: the figures under “{section.splitlines()[0]}” have no date.")
    return wrong


CHECKS: tuple[Callable[[Release], list[str]], ...] = (
    the_version_is_next,
    everything_is_committed,
    the_changelog_tells_of_it,
    every_word_is_translated,
    migrations_stand,
    locks_are_current,
    figures_have_dates,
)


def faults(release: Release) -> list[str]:
    """Whatever is wrong, all of it."""
    return [fault for check in CHECKS for fault in check(release)]
