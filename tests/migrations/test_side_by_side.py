"""Old and new code beside each other: what a migration may do while the version before still runs (docs/operation.md).

A migration that breaks running code says so itself, finding by finding, in `breaks`: the revision since which no code uses what
goes, with a release between the two; or the word STOPPED, if the application stands still while it runs, as CHANGELOG.md says.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade

from app.extensions import db
from tests.migrations import running_code
from tests.migrations.steps import MIGRATIONS, revisions, rows_of

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
STOPPED = "stopped"
STEPS = list(pairwise(revisions()))
# What landed before there was this rule: none of it was ever run beside the version before.
_KINDS = ("campaign.kind", "letter.kind", "letter_text.kind")
EARLIER = {
    "0002": {f"{column} can be account_changed" for column in _KINDS},
    "0003": {f"{column} can be certificate" for column in _KINDS},
}


def breaks(revision: str) -> dict[str, str]:
    """What a migration says that it breaks, and since when nobody uses it."""
    module = ScriptDirectory(MIGRATIONS).get_revision(revision).module
    said: dict[str, str] = getattr(module, "breaks", {})
    return said


def released() -> list[str]:
    """The newest revision of each release, as CHANGELOG.md tells it: “Tables: 0007.”"""
    return re.findall(r"^Tables: (\d{4})\.$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("before", "revision"), STEPS)
def test_running_code_goes_on_beside_a_migration(unmigrated: Flask, before: str, revision: str) -> None:
    wanted = rows_of(before)
    upgrade(MIGRATIONS, before)
    with db.engine.connect() as connection:
        shape = running_code.shape(connection)
    upgrade(MIGRATIONS, revision)
    with db.engine.connect() as connection:
        found = running_code.findings(shape, wanted, connection)
    assert found == EARLIER.get(revision, set(breaks(revision)))


@pytest.mark.parametrize("revision", [revision for _, revision in STEPS])
def test_what_breaks_was_given_up_by_an_earlier_release_or_stops_the_application(revision: str) -> None:
    for finding, since in breaks(revision).items():
        if since == STOPPED:
            assert f"({revision})" in CHANGELOG.read_text(encoding="utf-8"), f"{finding}: tell operators"
        else:
            assert any(since <= newest < revision for newest in released()), (
                f"{finding}: no release since {since}"
            )


BEFORE = """CREATE TABLE thing (id INTEGER PRIMARY KEY, name VARCHAR(5) NOT NULL, kind VARCHAR(9),
    CONSTRAINT ck_thing_kind CHECK (kind IN ('one', 'two')))"""
REFUSED = "thing does not take what was written before"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind VARCHAR(9)", "kind VARCHAR(99)", set()),
        ("kind VARCHAR(9)", "kind VARCHAR(9), more INTEGER", set()),
        ("kind VARCHAR(9)", "kind VARCHAR(9), more INTEGER DEFAULT 1 NOT NULL", set()),
        ("kind VARCHAR(9)", "kind VARCHAR(9), more INTEGER NOT NULL", {REFUSED}),
        ("kind VARCHAR(9)", "kind VARCHAR(9) NOT NULL", {REFUSED}),
        ("kind VARCHAR(9)", "kind VARCHAR(8)", {"thing.kind is VARCHAR(8), and was VARCHAR(9)"}),
        ("id INTEGER", "id BIGINT", {"thing.id is BIGINT, and was INTEGER"}),
        ("name VARCHAR(5)", "title VARCHAR(5)", {"thing.name is gone", REFUSED}),
        ("name VARCHAR(5) NOT NULL, ", "", {"thing.name is gone"}),
        ("name VARCHAR(5) NOT NULL", "name VARCHAR(5) NOT NULL UNIQUE", {REFUSED}),
        ("'one', ", "", {REFUSED}),
        ("'two'", "'two', 'three'", {"thing.kind can be three"}),
        ("TABLE thing", "TABLE another", {"thing is gone"}),
    ],
)
def test_each_break_is_found(unmigrated: Flask, old: str, new: str, expected: set[str]) -> None:
    rows = {"thing": [{"id": 1, "name": "a", "kind": "one"}, {"id": 2, "name": "a", "kind": None}]}
    with db.engine.connect() as connection:
        connection.exec_driver_sql(BEFORE)
        shape = running_code.shape(connection)
        connection.exec_driver_sql("DROP TABLE thing")
        connection.exec_driver_sql(BEFORE.replace(old, new))
        assert running_code.findings(shape, rows, connection) == expected
        connection.rollback()
