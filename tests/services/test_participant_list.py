"""The statements behind the list: the positions of the waiting list, the windows of the order, the indexes they use."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from contextlib import contextmanager
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg._queries import MAX_CACHED_STATEMENT_LENGTH, MAX_CACHED_STATEMENT_PARAMS
from sqlalchemy import Engine, event, select

from app.extensions import db
from app.models import Category, Group, Place, Registration, Status
from app.services import participant_counts, participant_list, participant_order, places, settings
from app.services.body_directory import BodyDirectory
from app.services.participant_filters import Filters
from app.services.participant_order import Order, Sorting
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.kept_plans import explained


def test_positions_are_those_of_the_waiting_list(app: object) -> None:
    happening = an_event()
    many_registrations(happening, 200)
    unverified = db.session.scalars(
        select(Registration).where(Registration.status == "unverified").limit(5)
    ).all()
    for row in unverified:
        row.place, row.waiting_since = Place.WAITING, row.created_at
    db.session.flush()
    settings.change("list_page_size", 200)
    page = participant_list.page(happening, Filters(), Sorting(), 1, BodyDirectory("en"), "en")
    waiting = [line for line in page.lines if line.place is Place.WAITING]
    assert len(waiting) > 15
    for line in page.lines:
        assert line.position == places.position(db.session.get_one(Registration, line.id)), line


@pytest.mark.postgresql_only
def test_whoever_waits_is_numbered_once_for_a_page(app: object) -> None:
    """Not once for each line, which the plan that PostgreSQL keeps does where it is left the choice."""
    happening = an_event()
    many_registrations(happening, 200)
    shown = Filters(place=(Place.WAITING,))
    [plan] = explained(
        lambda: participant_list.page(happening, shown, Sorting(), 1, BodyDirectory("en"), "en"),
        part="positions",
        options="ANALYZE, FORMAT JSON",
    )
    numbering = [step for step in _steps(plan[0]["Plan"]) if step["Node Type"] == "WindowAgg"]
    assert [step["Actual Loops"] for step in numbering] == [1]


def _steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for part in step.get("Plans", []):
        yield from _steps(part)


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 5)), st.integers(0, 30), st.integers(1, 20))
def test_a_window_holds_the_bodies_of_its_lines_and_no_more(
    numbers: dict[int, int], start: int, size: int
) -> None:
    ordered = sorted(numbers)
    everybody = list(chain.from_iterable([body] * numbers[body] for body in ordered))
    window = participant_order.window(dict(numbers), ordered, start, size)
    expected = everybody[start : start + size]
    assert list(dict.fromkeys(expected)) == window.bodies
    among = [body for body in everybody if body in window.bodies]
    assert among[window.offset : window.offset + size] == expected


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("down", [False, True])
def test_no_statement_reads_the_whole_table(app: object, database: str, order: Order, down: bool) -> None:
    happening, other = an_event(), an_event()
    many_registrations(happening, 600)
    many_registrations(other, 60)
    settings.change("list_page_size", 10)
    with asked() as told:
        participant_list.page(happening, Filters(), Sorting(order, down), 1, BodyDirectory("en"), "en")
    plans = [_plan(database, text, values) for text, values in told if "FROM registration" in text]
    assert len(plans) == 2
    assert not any("SCAN registration" in plan or "Seq Scan on registration" in plan for plan in plans), plans
    if database == "sqlite":
        assert "COVERING INDEX ix_registration_event_body" in plans[0]
    if order is not Order.BODY:
        names = {Order.NAME: "ix_registration_event_sort", Order.SINCE: "ix_registration_event_created"}
        assert names[order] in plans[1]
    elif database == "sqlite":
        assert "ix_registration_event_body (event_id=? AND body_id=?)" in plans[1]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(words="cebotari"),
        Filters(words="directorate", place=(Place.WAITING,)),
        Filters(category=(Category.GUEST,)),  # of no body
        Filters(words="nobody"),
    ],
)
def test_counts_are_those_of_plain_sums(app: object, filters: Filters) -> None:
    happening, other = an_event(), an_event()
    many_registrations(happening, 200)
    many_registrations(other, 50)
    settings.change("list_page_size", 20)
    others = [Filters(place=(Place.HELD,)), Filters(words="zoe")]
    counts = participant_counts.count(happening, filters, others)
    people = db.session.scalars(select(Registration).where(Registration.event_id == happening.id)).all()
    matching = [row for row in people if _matches(row, filters)]
    assert counts.total == len(matching)
    assert counts.everybody == len(people) == 200
    assert counts.groups == {group: sum(row.category.group is group for row in matching) for group in Group}
    delegates = {row.body_id for row in matching if row.category is Category.MEMBER_STATE_DELEGATE}
    assert counts.states == len(delegates)
    assert counts.bodies == {
        body: sum(row.body_id == body for row in matching) for body in {row.body_id for row in people}
    }
    assert counts.others == [sum(_matches(row, each) for row in people) for each in others]
    assert counts.page_size == 20


def _matches(row: Registration, filters: Filters) -> bool:
    return (
        filters.words in row.search_text
        and (not filters.place or row.place in filters.place)
        and (not filters.category or row.category in filters.category)
    )


@pytest.mark.parametrize("words", ["a_c", "a_c d"])
def test_a_low_line_in_a_word_is_no_wildcard(app: object, words: str) -> None:
    happening = an_event()
    found = a_registration(happening, function="A_C D")
    a_registration(happening, function="ABC D")
    assert participant_list.ids(happening, Filters(words=words)) == [found.id]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.postgresql_only
def test_the_statement_of_a_page_is_one_that_psycopg_keeps(app: object, order: Order) -> None:
    """It takes none apart anew that has at most so many signs and values. The more bodies on a page, the longer it is."""
    happening = an_event()
    many_registrations(happening, 600)
    settings.change("list_page_size", 10)
    filters = Filters(words="cebotari", status=(Status.CONFIRMED, Status.SUBMITTED))
    with asked() as told:
        participant_list.page(happening, filters, Sorting(order), 1, BodyDirectory("en"), "en")
    (page,) = [(text, values) for text, values in told if "shown" in text]
    assert len(page[0]) <= MAX_CACHED_STATEMENT_LENGTH
    assert len(page[1]) <= MAX_CACHED_STATEMENT_PARAMS


@contextmanager
def asked() -> Iterator[list[tuple[str, Sized]]]:
    """What the database is asked meanwhile: each statement with its values."""
    told: list[tuple[str, Sized]] = []

    def note(_connection: object, _cursor: object, text: str, values: Sized, *_: object) -> None:
        told.append((text, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _plan(database: str, text: str, values: object) -> str:
    connection = db.session.connection()
    if database == "postgresql":
        connection.exec_driver_sql("ANALYZE registration")
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
    explain = "EXPLAIN QUERY PLAN " if database == "sqlite" else "EXPLAIN "
    rows = connection.exec_driver_sql(explain + text, values)  # type: ignore[arg-type]
    return "\n".join(str(row[-1]) for row in rows)
