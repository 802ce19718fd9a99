"""Whatever keeps figures waits for whoever changes them: the event stands still, and so does everybody at its desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.models import Event, Status, User
from app.services.statistics import public_figures, reporting, snapshots
from app.services.statistics.reporting import Entry
from tests.factories.attendance import a_check_in
from tests.factories.figures import a_past_event, the_conference_of_2024
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser

pytestmark = pytest.mark.postgresql_only
Verb = Callable[[Event, User], object]


def _report(event: Event, user: User) -> object:
    return reporting.change(event, {"registered": Entry(70, "own notes")}, user)


def _refused(verb: Verb, event: Event, user: User, held: str, row_id: int) -> None:
    """Somebody else holds a row, as whoever changes it does: the verb waits for it."""
    with db.engine.connect() as somebody_else:
        somebody_else.execute(text(f"SELECT 1 FROM {held} WHERE id = :id FOR NO KEY UPDATE"), {"id": row_id})
        db.session.execute(text("SET LOCAL lock_timeout = '100ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            verb(event, user)
        db.session.rollback()


@pytest.mark.parametrize(
    "verb",
    [snapshots.freeze, public_figures.publish, public_figures.withdraw, _report],
    ids=["freeze", "publish", "withdraw", "report"],
)
def test_it_waits_for_whoever_has_the_event(app: Flask, verb: Verb) -> None:
    event, user = the_conference_of_2024(), an_organiser()
    db.session.commit()
    _refused(verb, event, user, "event", event.id)


def test_freezing_waits_for_whoever_is_being_checked_in(app: Flask) -> None:
    """The desk locks the person, not the event: otherwise somebody could come between two of the counts."""
    event, user = a_past_event(), an_organiser()
    a_check_in(a_registration(event, Status.CONFIRMED))
    arriving = a_registration(event, Status.CONFIRMED)
    db.session.commit()
    _refused(snapshots.freeze, event, user, "registration", arriving.id)
    assert snapshots.freeze(event, user).version == 1
