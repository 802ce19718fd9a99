"""Who waits for a decision, the newest first: a few names and bodies, as everybody may see them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, Select, bindparam, case, func, or_, select

from app.extensions import db
from app.models import Body, Event, Registration
from app.services import mandates
from app.services.shown_names import ShownName, Viewer, shown_name
from app.services.today import tasks
from app.services.today.tasks import Task

SHOWN = 3


class Newcomer(NamedTuple):
    """Somebody who waits, and whom the person represents."""

    id: int
    name: ShownName
    body: str


def of_event(event: Event, language: str) -> dict[Task, list[Newcomer]]:
    """The newest of those who wait for each of the secretariat's decisions at an event, in one statement."""
    values = {"event": event.id, "day": mandates.today()}
    found: dict[Task, list[Newcomer]] = {}
    rows: Iterable[Any] = db.session.connection().execute(_statement(), values)
    for row in rows:
        body = (row.name_fr if language == "fr" else row.name_en) or row.body_text or ""
        newcomer = Newcomer(row.id, shown_name(row, Viewer.OTHERS, language), body)
        found.setdefault(Task(row.task), []).append(newcomer)
    return found


@cache
def _statement() -> Select[Any]:
    row = Registration
    day: Any = bindparam("day", type_=Date)
    met = {
        task: tasks.condition(task, lambda column: column == bindparam("event", type_=Integer), day)
        for task in tasks.DECISIONS
    }
    task = case((met[Task.CONFIRM], Task.CONFIRM.value), else_=Task.VALIDATE.value)
    since = func.coalesce(row.registered_at, row.created_at).desc()
    nth = func.row_number().over(partition_by=task, order_by=(since, row.id.desc()))
    # What is shown is taken along, so that nobody is looked up a second time.
    shown = (row.given_name, row.family_name, row.own_script_name, row.discreet, row.body_text, row.body_id)
    waiting = (
        select(row.id, *shown, task.label("task"), nth.label("nth"))
        # The status is said once more by itself, because an index knows it.
        .where(
            row.event_id == bindparam("event", type_=Integer), row.status.in_(tasks.OPEN), or_(*met.values())
        )
        .subquery()
    )
    return (
        select(waiting, Body.name_en, Body.name_fr)
        .outerjoin(Body, Body.id == waiting.c.body_id)
        .where(waiting.c.nth <= SHOWN)
        .order_by(waiting.c.nth)
    )
