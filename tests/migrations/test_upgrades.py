"""From each revision that there ever was to the newest, with rows in every table and column, on both databases.

The rows are made from the tables of that revision (filling.py); what each migration may do to them is written down (promises.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select

from app.extensions import db
from app.models import Event, Registration
from app.services import network
from tests.factories.users import an_administrator
from tests.migrations import filling
from tests.migrations.filling import Rows
from tests.migrations.meanings import OPEN_EVENT
from tests.migrations.promises import PROMISES
from tests.migrations.steps import MIGRATIONS, made, revisions, rows, rows_of
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

REVISIONS = revisions()
RELEASED = REVISIONS[0]  # the first schema that anybody could have


def filled(revision: str) -> Rows:
    """Bring the empty database to a revision and fill it; what stands in it."""
    wanted = rows_of(revision)
    upgrade(MIGRATIONS, revision)
    with db.engine.begin() as connection:
        filling.load(connection, wanted)
    return rows()


def one_up(revision: str, before: Rows) -> Rows:
    """Take one step and compare everything with what it promises; what stands there then."""
    upgrade(MIGRATIONS, revision)
    after, promise = rows(), PROMISES[revision]
    for table, found in before.items():
        assert after[table] == [promise.after(table, row, before) for row in found], (revision, table)
    for table in after.keys() - before.keys():
        fill = promise.fills.get(table)
        assert after[table] == (fill(before) if fill else []), f"{revision} brings the table {table}"
    assert faults() == []
    return after


def faults() -> list[Any]:
    """What the database itself finds wrong: references to nothing, values that constraints refuse, damaged pages."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            asked = "SELECT conname FROM pg_constraint WHERE NOT convalidated"
            return list(connection.exec_driver_sql(asked).scalars())
        found: list[Any] = list(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
        whole = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
        return found + [words for words in whole if words != "ok"]


def test_each_migration_says_what_it_does_to_rows() -> None:
    assert set(REVISIONS) == set(PROMISES), "tests/migrations/promises.py says so of each migration"


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_column_is_filled(revision: str) -> None:
    """Otherwise the tests below say nothing of it."""
    found, refused = made(revision)
    assert not refused, "there is no row with these"
    for table, lines in found.items():
        assert lines, f"{table} has no row"
        empty = [name for name in lines[0] if all(line[name] is None for line in lines)]
        assert not empty, f"{table} has nothing in {empty}"


@pytest.mark.parametrize("first", REVISIONS)
def test_rows_come_up_as_promised(unmigrated: Flask, first: str) -> None:
    stands = filled(first)
    for revision in REVISIONS[REVISIONS.index(first) + 1 :]:
        stands = one_up(revision, stands)


@pytest.mark.parametrize(("before", "revision"), list(pairwise(REVISIONS)))
def test_the_way_down_gives_up_what_it_says_and_no_more(
    unmigrated: Flask, before: str, revision: str
) -> None:
    full, promise = filled(revision), PROMISES[revision]
    downgrade(MIGRATIONS, "-1")
    left = rows()
    assert left.keys() == rows_of(before).keys()
    for table, found in left.items():
        kept = [
            row for row in full[table] if table not in promise.gives_up or not promise.gives_up[table](row)
        ]
        assert promise.untouched(table, found) == promise.untouched(table, kept), table
        assert set(found[0]) == set(rows_of(before)[table][0]), f"{table} has the columns of {before}"
    assert faults() == []
    one_up(revision, left)


def test_the_application_works_on_what_was_there(unmigrated: Flask) -> None:
    filled(RELEASED)
    upgrade(MIGRATIONS)
    network.hold_still()
    unmigrated.test_client_class = Visitor
    visitor: Any = unmigrated.test_client()
    there = db.session.scalar(select(func.count()).select_from(Registration)) or 0
    assert register(visitor).address.endswith("/registered")
    assert db.session.scalar(select(func.count()).select_from(Registration)) == there + 1
    slugs = db.session.scalars(select(Event.slug)).all()
    sign_in(visitor, an_administrator())
    for path in ("/", "/organiser/", "/organiser/events", "/organiser/statistics", *pages_of(slugs)):
        assert visitor.visit(path).status == 200, path


def register(visitor: Visitor) -> Page:
    """Through the pages, as a guest of the event that was open before."""
    form = visitor.visit(f"/events/{OPEN_EVENT}/register")
    checked = form.submit(
        "#registration",
        category="guest",
        body_text="University",
        mode="in_person",
        given_name="Ana",
        family_name="NEW",
        email="ana.new@police.example",
        language="en",
    )
    return checked.submit("#answers", button="step=send")


def pages_of(slugs: Iterable[str]) -> Iterator[str]:
    """The pages of organisers about each event."""
    for slug in slugs:
        for page in ("", "/participants", "/statistics", "/programme", "/delegations", "/letters", "/papers"):
            yield f"/organiser/events/{slug}{page}"
