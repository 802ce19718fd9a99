"""The same work asked for twice, and single clicks while the worker decides: each is decided once, and gets one letter."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Event, Job, JobState, Letter, LetterKind, Place, Registration, Status, User
from app.services import decision_jobs, jobs, long_work, registration_actions
from app.services.actors import staff
from app.services.bulk_deciding import Outcome
from app.services.decision_jobs import Decided
from app.services.errors import DecidedMeanwhile, DomainError, LinkSentMeanwhile
from app.services.registration_actions import Action
from app.worker.working import do_jobs
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser

NUMBER = 44


def people(event: Event, status: Status, number: int = NUMBER) -> list[int]:
    """Registrations that hold a place."""
    ids = [a_registration(event, status, place=Place.HELD).id for _ in range(number)]
    db.session.commit()
    return ids


def seen_by(action: Action, ids: list[int]) -> dict[int, str]:
    """As what each is shown now."""
    rows = db.session.scalars(select(Registration).where(Registration.id.in_(ids))).all()
    return registration_actions.marks(action, rows)


def at_once(app: Flask, *acts: Callable[[], object]) -> list[DomainError]:
    """Do all of it at the same moment, in a thread each; what was refused."""
    db.session.commit()  # an open transaction of the test would lock out the others
    ready, refused, broken = threading.Barrier(len(acts)), list[DomainError](), list[BaseException]()

    def do(act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait(30)
            try:
                act()
            except DomainError as error:
                refused.append(error)
            except Exception as error:  # told below, in the test's own thread
                broken.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    return refused


@pytest.mark.parametrize(
    ("action", "before", "after", "kind"),
    [
        (Action.CONFIRM, Status.VALIDATED, Status.CONFIRMED, LetterKind.CONFIRMED),
        (Action.CANCEL, Status.CONFIRMED, Status.CANCELLED, LetterKind.CANCELLED),
        (Action.SEND_LINK, Status.CONFIRMED, Status.CONFIRMED, LetterKind.PRIVATE_LINK),
    ],
)
def test_the_worker_and_single_clicks_decide_each_once(
    stage: Flask, action: Action, before: Status, after: Status, kind: LetterKind
) -> None:
    event, user = an_event(), an_organiser()
    ids = people(event, before)
    user_id, seen = user.id, seen_by(action, ids)
    job_id = decision_jobs.ask(event, seen, action, user, "Because", Outcome()).id
    db.session.commit()

    def click() -> None:
        """Press the button of every fourth, the last first, as their pages showed them before."""
        for number in ids[::-4]:
            actor = staff(db.session.get_one(User, user_id))
            try:
                row = db.session.get_one(Registration, number)
                registration_actions.refuse_unseen(action, row, seen[number])
                registration_actions.take(action, number, actor, "Because")
                db.session.commit()
                clicked.append(number)
            except (DecidedMeanwhile, LinkSentMeanwhile):
                db.session.rollback()

    clicked = list[int]()
    assert at_once(stage, lambda: do_jobs(stage), click, click) == []
    rows = db.session.scalars(select(Registration).where(Registration.id.in_(ids))).all()
    assert {row.status for row in rows} == {after}
    letters = select(Letter.registration_id).where(Letter.registration_id.in_(ids), Letter.kind == kind)
    assert Counter(db.session.scalars(letters)) == dict.fromkeys(ids, 1), "one letter each"
    decided = Decided.of(db.session.get_one(Job, job_id), "en")
    assert decided is not None
    assert decided.done + len(clicked) == NUMBER
    assert decided.left_alone.total() == len(clicked), "who was decided by a click is counted, and told"
    assert sum(row.place is Place.HELD for row in rows) == (0 if action is Action.CANCEL else NUMBER)
    db.session.commit()


@pytest.mark.parametrize("kind", [decision_jobs.DECISIONS, long_work.PARTICIPANTS_FILE, long_work.PAPER])
def test_a_double_click_asks_for_one_job(stage: Flask, kind: str) -> None:
    event, user = an_event(), an_organiser()
    ids = people(event, Status.CONFIRMED, 3)
    event_id, user_id, seen = event.id, user.id, seen_by(Action.SEND_LINK, ids)

    def ask() -> None:
        asked = db.session.get_one(Event, event_id), db.session.get_one(User, user_id)
        if kind == decision_jobs.DECISIONS:
            found.append(decision_jobs.ask(asked[0], seen, Action.SEND_LINK, asked[1], None, Outcome()).id)
        else:
            found.append(jobs.ask(kind, *asked, filters={"status": ["confirmed"]}, form="xlsx").id)
        db.session.commit()

    found = list[int]()
    at_once(stage, ask, ask, ask)
    assert len(set(found)) == 1
    db.session.get_one(Job, found[0]).state = JobState.DONE
    db.session.commit()
    at_once(stage, ask)
    assert len(set(found)) == 2, "what is done can be asked for again"
    db.session.execute(db.delete(Job))
    db.session.commit()


def test_of_two_tabs_the_second_sends_no_link_again(stage: Flask) -> None:
    event, user = an_event(), an_organiser()
    ids = people(event, Status.CONFIRMED, 3)
    event_id, user_id, seen = event.id, user.id, seen_by(Action.SEND_LINK, ids)
    done = []
    for _ in range(2):
        asked = db.session.get_one(Event, event_id), db.session.get_one(User, user_id)
        job_id = decision_jobs.ask(asked[0], seen, Action.SEND_LINK, asked[1], None, Outcome()).id
        db.session.commit()
        assert do_jobs(stage) == 1
        decided = Decided.of(db.session.get_one(Job, job_id), "en")
        assert decided is not None
        done.append((decided.done, decided.left_alone.total()))
    assert done == [(3, 0), (0, 3)]
    letters = select(Letter.registration_id).where(Letter.registration_id.in_(ids))
    assert len(db.session.scalars(letters).all()) == 3
    db.session.commit()
