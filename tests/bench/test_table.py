"""The tables: as many cells in each line as there are headings, and what is said of a goal."""

from __future__ import annotations

from bench import table
from bench.goals import GROWING, ROWS
from tests.bench.figures import one, reached


def cells(tables: str) -> dict[str, list[str]]:
    """The lines of a table by their first cell."""
    lines = [line.strip("|").split("|") for line in tables.splitlines()]
    assert len({len(line) for line in lines}) == 1
    return {line[0].strip(): [cell.strip() for cell in line[1:]] for line in lines}


def test_every_work_has_a_line_with_its_figures() -> None:
    found = cells(table.works(reached(plain_ms=2.4)))
    assert len(found) == len(ROWS) + 2
    figures = ["50.0", "20.0", "30.0", "3.0", "4.0", "0.3", "10.0"]
    said = "3.0 ms CPU"
    assert found["public event page"] == [*figures, f"≤ {said}", "≤ 6.0 ms CPU", f"yes: {said}"]


def test_what_is_missed_is_said_and_nothing_else() -> None:
    scan = one(figures={"cpu_ms": 3.0, "statements": 7.0})
    *_, said = cells(table.works({"scan": scan}))["check-in scan"]
    assert said == "**no: 7 statements**"


def test_places_are_asked_for_exactly() -> None:
    *_, asked, _here, said = cells(table.works(reached()))["100 clients for 50 places"]
    assert (asked, said) == ("50 sold", "yes: 50 sold")


def test_what_was_not_measured_is_a_dash() -> None:
    worker = one(figures={"memory_mib": 90.0})
    del worker.application["p50_ms"], worker.floor["cpu_ms"]
    found = cells(table.works({"worker": worker}))["worker process, resident"]
    assert found[1] == found[5] == found[6] == "–"


def test_both_databases_stand_beside_each_other() -> None:
    found = cells(table.beside({"PostgreSQL 18": reached(), "SQLite": reached() | {"event": one()}}))
    assert found["public event page"] == ["3.0", "10.0", "4.0", "20.0", "10.0", "4.0"]


def test_the_memory_of_lists_is_said_for_each_database() -> None:
    short, long = one(figures={"memory_mb": 140.2}), one(figures={"memory_mb": 141.0})
    said = table.memory(
        {"PostgreSQL 18": {"csv": short, "csv_long": long}, "SQLite": {"csv": long, "csv_long": long}}
    )
    assert said.endswith(": 140 and 141 MB on PostgreSQL 18, 141 and 141 MB on SQLite.")


def test_growth_of_each_database() -> None:
    kinds = {
        "PostgreSQL 18": reached() | {"list_many": one(figures={"cpu_ms": 50.0, "statements": 8.0})},
        "SQLite": {},
    }
    found = cells(table.growth(kinds))
    assert len(found) == len(GROWING) + 2
    assert found["organiser’s list, 2,000 → 20,000"] == ["× 2.00", "× 1.00", "–", "–"]
