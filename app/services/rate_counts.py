"""Counting attempts in the database, so that all processes and hosts share one count.

Each step is one statement in a transaction of its own, and stands whatever becomes of the request. Call them while no other
unit of work of this request is open: on SQLite there is one writer at a time. Counts that are over are removed by the worker.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, Table, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Delete, ReturningInsert, Update

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.transaction_kind import reading, writing
from app.models import RateCount
from app.services import settings
from app.services.errors import TooManyAttempts

HOUR = timedelta(hours=1)


class Count(NamedTuple):
    """How many attempts were counted, this one included, and when the count begins anew."""

    number: int
    until: datetime


def key(what: str, *whose: str) -> str:
    """The key of a count: what is limited, and for whom, as a digest."""
    return f"{what}:" + tokens.digest("\n".join(whose))


def add(key: str, period: timedelta) -> Count:
    """Count one attempt; the first of a period begins it. Of two at once each gets a number of its own."""
    number, until = _added(key, period)
    return Count(number, until)


def add_at_most(limit: int, key: str, period: timedelta) -> None:
    """Count one attempt, and refuse it if it is more than `limit` in the period.

    Raises:
        TooManyAttempts: says when the count begins anew, and whether one was refused before.
    """
    count = add(key, period)
    if count.number > limit:
        raise TooManyAttempts.until(count.until, repeated=count.number > limit + 1)


def add_within(limit: str, key: str, period: timedelta = HOUR) -> None:
    """Count one attempt, if the setting `limit` allows one more in the period.

    Raises:
        TooManyAttempts: it does not; says when the count begins anew.
    """
    number, until, changed = _added(key, period, limit)
    if number > settings.effective(limit, changed):
        raise TooManyAttempts.until(until)


def refuse_more_than(limit: str, key: str) -> None:
    """Count nothing, but refuse where as many attempts were counted as the setting `limit` allows.

    Raises:
        TooManyAttempts: says when the count begins anew.
    """
    query = select(RateCount.number, RateCount.until, settings.changed_value(limit)).where(
        RateCount.key == key, RateCount.until > now()
    )
    with reading(), Session(db.engine) as glance:
        row = glance.execute(query).one_or_none()
    if row is not None and row[0] >= settings.effective(limit, row[2]):
        raise TooManyAttempts.until(row[1])


def remove_spent() -> int:
    """Remove the counts that are over; returns how many. What somebody else counts at this moment is left."""
    spent = select(RateCount.key).where(RateCount.until <= now()).with_for_update(skip_locked=True)
    return _change(delete(RateCount).where(RateCount.key.in_(spent)))


def take_back(key: str) -> None:
    """Count one attempt less: it turned out to be in order."""
    _change(
        update(RateCount)
        .where(RateCount.key == key, RateCount.number > 0)
        .values(number=RateCount.number - 1)
    )


def forget(key: str) -> None:
    """Begin a count anew."""
    _change(delete(RateCount).where(RateCount.key == key))


def _added(key: str, period: timedelta, limit: str | None = None) -> tuple[Any, ...]:
    """The number and the end of the count after this attempt, and what somebody has set as the limit, if one is named."""
    at = now()
    statement = _counting(db.engine.dialect.name, limit)
    with writing(), Session(db.engine) as own:
        row = own.execute(statement, {"counted": key, "at": at, "ends": at + period}).one()
        own.commit()
    return tuple(row)


@cache
def _counting(dialect: str, limit: str | None) -> ReturningInsert[Any]:
    """The statement that counts one attempt: put together once, because it comes before every registration."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    table = cast("Table", RateCount.__table__)
    at, ends = (bindparam(name, type_=table.c.until.type) for name in ("at", "ends"))
    over = table.c.until <= at
    return (
        insert(table)
        .values(key=bindparam("counted"), number=1, until=ends)
        .on_conflict_do_update(
            index_elements=[table.c.key],
            set_={
                "number": case((over, 1), else_=table.c.number + 1),
                "until": case((over, ends), else_=table.c.until),
            },
        )
        .returning(table.c.number, table.c.until, *([settings.changed_value(limit)] if limit else []))
    )


def _change(statement: Update | Delete) -> int:
    with writing(), Session(db.engine) as own:
        changed = cast("CursorResult[Any]", own.execute(statement)).rowcount
        own.commit()
    return changed
