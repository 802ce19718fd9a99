"""The statements behind the list: the positions of the waiting list, the windows of the order, the indexes they use."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select

from app.extensions import db
from app.models import Place, Registration
from app.services import participant_list, participant_order, places, settings
from app.services.body_directory import BodyDirectory
from app.services.participant_filters import Filters
from app.services.participant_order import Order, Sorting
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations


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
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, text: str, values: object, *_: object) -> None:
        asked.append((text, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        participant_list.page(happening, Filters(), Sorting(order, down), 1, BodyDirectory("en"), "en")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    plans = [_plan(database, text, values) for text, values in asked if "FROM registration" in text]
    assert len(plans) == 2
    assert not any("SCAN registration" in plan or "Seq Scan on registration" in plan for plan in plans), plans
    if database == "sqlite":
        assert "COVERING INDEX ix_registration_event_body" in plans[0]
    if order is not Order.BODY:
        names = {Order.NAME: "ix_registration_event_sort", Order.SINCE: "ix_registration_event_created"}
        assert names[order] in plans[1]
    elif database == "sqlite":
        assert "ix_registration_event_body (event_id=? AND body_id=?)" in plans[1]


def _plan(database: str, text: str, values: object) -> str:
    connection = db.session.connection()
    if database == "postgresql":
        connection.exec_driver_sql("ANALYZE registration")
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
    explain = "EXPLAIN QUERY PLAN " if database == "sqlite" else "EXPLAIN "
    rows = connection.exec_driver_sql(explain + text, values)  # type: ignore[arg-type]
    return "\n".join(str(row[-1]) for row in rows)
