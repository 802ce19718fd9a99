"""Counting attempts in the database, so that all processes and hosts share one count.

Each step is a short transaction of its own and stands whatever becomes of the request. Call them while no other
unit of work of this request is open: on SQLite there is one writer at a time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Delete, Update

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.transaction_kind import writing
from app.models import RateCount


class Count(NamedTuple):
    """How many attempts were counted, this one included, and when the count begins anew."""

    number: int
    until: datetime


def key(what: str, *whose: str) -> str:
    """The key of a count: what is limited, and for whom, as a digest."""
    return f"{what}:" + tokens.digest("\n".join(whose))


def add(key: str, period: timedelta) -> Count:
    """Count one attempt; the first of a period begins it. Of two at once each gets a number of its own."""
    at = now()
    over = RateCount.until <= at
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(RateCount)
        .values(key=key, number=1, until=at + period)
        .on_conflict_do_update(
            index_elements=[RateCount.key],
            set_={
                "number": case((over, 1), else_=RateCount.number + 1),
                "until": case((over, at + period), else_=RateCount.until),
            },
        )
        .returning(RateCount.number, RateCount.until)
    )
    with writing(), Session(db.engine) as own:
        number, until = own.execute(statement).one()
        own.execute(delete(RateCount).where(RateCount.key.in_(_spent(at))))
        own.commit()
    return Count(number, until)


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


def _spent(at: datetime) -> Select[str]:
    """The counts that are over; whoever else removes some at the same moment is not waited for."""
    return select(RateCount.key).where(RateCount.until <= at).with_for_update(skip_locked=True)


def _change(statement: Update | Delete) -> None:
    with writing(), Session(db.engine) as own:
        own.execute(statement)
        own.commit()
