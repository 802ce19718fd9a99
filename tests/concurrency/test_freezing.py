"""Two people who freeze at the same moment: one version, and whoever comes second is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask

from app.extensions import db
from app.models import Event, Status, User
from app.services.statistics import snapshots
from app.services.statistics.figure_errors import NothingChanged
from tests.factories.attendance import a_check_in
from tests.factories.figures import a_past_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser

ROUNDS = 4
Step = Callable[[Event, User], object]


def freeze(event: Event, user: User) -> object:
    """Freeze, as the page does."""
    return snapshots.freeze(event, user, "both at once")


def test_two_who_freeze_make_one_version(stage: Flask) -> None:
    for _ in range(ROUNDS):
        event = a_past_event()
        a_check_in(a_registration(event, Status.CONFIRMED))
        event_id = event.id
        refused = at_once(stage, freeze, event_id)
        assert [type(error) for error in refused] == [NothingChanged]
        assert [one.version for one in snapshots.versions(event_id)] == [1]
        db.session.commit()


def at_once(app: Flask, step: Step, event_id: int) -> list[Exception]:
    """Two people take the step at the same moment; what was refused."""
    users = [an_organiser().id for _ in range(2)]
    db.session.commit()
    ready, refused = threading.Barrier(2), list[Exception]()

    def act(user_id: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                step(db.session.get_one(Event, event_id), db.session.get_one(User, user_id))
                db.session.commit()
            except NothingChanged as error:
                db.session.rollback()
                refused.append(error)

    threads = [threading.Thread(target=act, args=(user_id,)) for user_id in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused
