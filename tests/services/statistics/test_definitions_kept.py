"""Frozen figures keep the version of the definitions that counted them: nothing that counts changes without a new one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import ColumnElement, column, table
from sqlalchemy.dialects import postgresql

from app.models import Category
from app.services import indicators, participation
from app.services.dimensions import DIMENSIONS
from app.services.indicators import DEFINITIONS, REGISTRY, Indicator
from app.services.statistics.definitions import COLUMNS, DEFINED

# By the version: what is told and counted. A line is added whenever DEFINITIONS is raised; none is ever changed, because somebody
# may have frozen figures by it.
KEPT = {1: "1ea30cff69e00d8bbeace4fc"}
ROWS = table(
    "rows",
    *map(
        column,
        ("registered", "confirmed", "ended", "attended", "waiting", "walk_in", "category", "place", "registration_id",
         "standing", "mode", "minutes", "number", "state"),
    ),
)  # fmt: skip
FLAGS = ("registered", "confirmed", "ended", "waiting", "attended", "for_a_state", "standing", "stands")


def compiled(expression: ColumnElement[object]) -> str:
    """The SQL of an expression, with its values."""
    said = expression.compile(dialect=postgresql.dialect())
    values = [f"{name}={value}" for name, value in sorted(said.params.items())]
    return " ".join([*str(said).split(), *values])


def told() -> Iterator[str]:
    """Every code, its English sentence, and what it counts."""
    for one in REGISTRY.values():
        yield f"{one.code}|{one.name}|{one.definition}|{one.unit}|{one.from_log}|{compiled(one.aggregate(ROWS.c))}"
    for dimension in DIMENSIONS:
        words = sorted(f"{key}={words}" for key, words in dimension.words.items())
        yield f"{dimension.code}|{dimension.name}|{dimension.definition}|{words}"
    for name in FLAGS:
        yield f"{name}|{compiled(getattr(participation, name)())}"
    for category in Category:
        yield f"{category.value}|{category.group.value}"
    for one in COLUMNS:
        yield f"{one.code}|{one.name}|{one.sentence}|{one.unit}"


def digest() -> str:
    return hashlib.sha256("\n".join(told()).encode()).hexdigest()[:24]


def test_nothing_that_counts_changes_without_a_new_version() -> None:
    assert KEPT.get(DEFINITIONS) == digest(), (
        "a definition or what it counts has changed: raise DEFINITIONS in services/indicators.py and add a line to KEPT,"
        f" {DEFINITIONS + 1}: the digest that this test then names (now {digest()})"
    )
    assert max(KEPT) == DEFINITIONS


@pytest.mark.parametrize("change", ["sentence", "aggregate"])
def test_the_digest_sees_a_change(monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    before, old = digest(), REGISTRY["confirmed"]
    new = Indicator(
        old.code,
        old.name,
        "Something else." if change == "sentence" else old.definition,
        REGISTRY["ended"].aggregate if change == "aggregate" else old.aggregate,
    )
    monkeypatch.setitem(indicators.REGISTRY, "confirmed", new)
    assert digest() != before


def test_codes_are_unique_over_indicators_dimensions_and_columns() -> None:
    assert len(DEFINED) == len(REGISTRY) + len(DIMENSIONS) + len(COLUMNS)
