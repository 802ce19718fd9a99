"""What was erased, read from the records: for the page, and for whoever has restored an older backup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib.clock import now
from app.models import ActorKind, Erasure, ErasureRule

_SHOWN = timedelta(days=100)
_WHO = ("registration", "person")


@dataclass(frozen=True)
class Erased:
    """What was erased on a day by a rule, by kinds of actors; `number` counts rows."""

    day: date
    rule: ErasureRule
    by: ActorKind
    number: int


def lately() -> list[Erased]:
    """What was erased in the last hundred days, a line for each day and rule, the latest first."""
    query = select(Erasure.at, Erasure.rule, Erasure.actor_kind, Erasure.number).where(
        Erasure.at > now() - _SHOWN
    )
    numbers: dict[tuple[date, ErasureRule, ActorKind], int] = {}
    for at, rule, by, number in db.session.execute(query.order_by(Erasure.id.desc())).tuples():
        key = (at.date(), rule, by)
        numbers[key] = numbers.get(key, 0) + number
    return [Erased(*key, number) for key, number in numbers.items()]


def subjects_since(moment: datetime, session: Session | None = None) -> list[str]:
    """Who was erased since a moment because somebody asked, in ids; what rules erase they erase again by themselves.

    Args:
        session: of another database, such as the one that a backup takes the place of.
    """
    query = select(Erasure.subjects).where(Erasure.rule == ErasureRule.REQUEST, Erasure.at >= moment)
    lists = (session or db.session).scalars(query.order_by(Erasure.id))
    return [subject for subjects in lists for subject in subjects if subject.partition(":")[0] in _WHO]
