"""The tables come between their markers and nowhere else; the next run says what has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import keeping
from bench.keeping import BEGIN, END
from tests.bench.figures import one, reached


def test_what_stands_between_the_markers_is_replaced_and_nothing_else() -> None:
    before = f"# A\n\n{BEGIN}\nold\n{END}\n\n## B\n"
    once = keeping.replaced(before, "new")
    assert once == f"# A\n\n{BEGIN}\n\nnew\n\n{END}\n\n## B\n"
    assert keeping.replaced(once, "new") == once


@pytest.mark.parametrize(
    "document",
    ["nothing", f"only {BEGIN}", f"only {END}", f"{BEGIN} {BEGIN} {END}", f"{END} before {BEGIN}"],
)
def test_without_both_markers_nothing_is_written(document: str) -> None:
    with pytest.raises(keeping.MarkerMissing):
        keeping.replaced(document, "new")


def test_the_next_run_reads_what_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    assert keeping.earlier(file) == {}
    file.write_text(keeping.as_json({"date": "1 January 2026"}, {"SQLite": reached()}), encoding="utf-8")
    assert keeping.earlier(file) == {"SQLite": reached()}


def test_changes_are_said_by_ratio_and_count_and_not_by_time() -> None:
    slower = reached()["event"]
    slower.application["cpu_ms"], slower.floor["cpu_ms"] = 30.0, 3.0  # a slower machine
    assert (
        list(
            keeping.changes(
                {"SQLite": reached()}, {"SQLite": reached() | {"event": slower._replace(plain_ms=12)}}
            )
        )
        == []
    )
    dearer = one(figures={"cpu_ms": 6.0, "statements": 5.0})
    dearer.floor["cpu_ms"] = 0.3
    [said] = keeping.changes({"SQLite": reached()}, {"SQLite": reached() | {"event": dearer}})
    wanted = "ratio 10.0 → 20.0 (+100%); statements 4 → 5; 6.0 ms CPU: no longer reached"
    assert said == f"SQLite, public event page: {wanted}"


def test_a_work_that_is_new_has_not_changed() -> None:
    assert list(keeping.changes({}, {"SQLite": reached()})) == []
