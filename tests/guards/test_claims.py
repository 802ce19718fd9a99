"""docs/security.md and docs/experience.md say which test shows what, and where it can be seen: all of it is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.guards.test_form_tokens import CHECK_THEMSELVES
from tests.known_tests import exists

ROOT = Path(__file__).parents[2]
_TEST = re.compile(r"`(tests/[^`]+)`")
_PLACE = re.compile(r"`(/[^`]*)`")
_LIST = re.compile(r"^\*\*(.+?)\*\*\n\n((?:- [^\n]+\n)*)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| (?!Promise |---)(.+?) \| (.+) \| (.+?) \|$", re.MULTILINE)
_DOCUMENT = re.compile(r"\[[^\]]+\]\([\w-]+\.md\)")  # where figures stand that depend on the machine
_ARGUMENT = re.compile(r"<(?:[^<>]*:)?(\w+)>")


class Claim(NamedTuple):
    """A line of a page: what it says, where it can be seen, and the cell or list with its tests."""

    words: str
    place: str
    shown_by: str


def _text(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


CLAIMS = {
    "security.md": [Claim(words, "", tests) for words, tests in _LIST.findall(_text("security.md"))],
    "experience.md": [Claim(*found) for found in _ROW.findall(_text("experience.md"))],
}


@pytest.mark.parametrize(("page", "least"), [("security.md", 100), ("experience.md", 150)])
def test_each_test_that_is_named_is_there(page: str, least: int) -> None:
    named = [test for claim in CLAIMS[page] for test in _TEST.findall(claim.shown_by)]
    assert len(named) > least
    assert [test for test in [*named, *CHECK_THEMSELVES.values()] if not exists(test)] == []


@pytest.mark.parametrize(("page", "least"), [("security.md", 25), ("experience.md", 95)])
def test_each_line_is_shown_by_a_test(page: str, least: int) -> None:
    claims = CLAIMS[page]
    assert len(claims) > least
    assert [
        one.words for one in claims if not _TEST.findall(one.shown_by) and not _DOCUMENT.findall(one.place)
    ] == []


@pytest.mark.parametrize("page", CLAIMS)
def test_nothing_is_named_twice_under_one_line(page: str) -> None:
    for claim in CLAIMS[page]:
        named = _TEST.findall(claim.shown_by)
        assert len(set(named)) == len(named), claim.words


def test_each_row_of_a_table_is_read() -> None:
    """A row that has another shape would not be looked at."""
    rows = [line for line in _text("experience.md").splitlines() if line.startswith("|")]
    heads = 2 * sum(line.startswith("| Promise |") for line in rows)
    assert len(rows) - heads == len(CLAIMS["experience.md"])


def test_each_page_that_is_named_is_there() -> None:
    listed = (ROOT / "tests/guards/urls.txt").read_text(encoding="utf-8").splitlines()
    there = {_ARGUMENT.sub(r"<\1>", line.rpartition(" ")[0]) for line in listed}
    named = {place for claim in CLAIMS["experience.md"] for place in _PLACE.findall(claim.place)}
    assert len(named) > 40
    assert named - there == set()
