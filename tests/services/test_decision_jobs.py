"""A decision on many: portion by portion, each committed with the note that it is done; nothing twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Event, Job, JobState, Letter, Registration, Status, User, UserEvent, UserRole
from app.services import decision_jobs, jobs
from app.services.bulk_deciding import Outcome
from app.services.decision_jobs import Decided
from app.services.registration_actions import Action
from app.worker.working import do_jobs
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser


def asked(event: Event, number: int = 45) -> Job:
    people = [a_registration(event, Status.VALIDATED) for _ in range(number)]
    user = an_organiser()
    job = decision_jobs.ask(
        event, {row.id: "validated" for row in people}, Action.DECLINE, user, "Ana is not invited", Outcome()
    )
    db.session.commit()
    return job


def statuses() -> list[Status]:
    return list(db.session.scalars(select(Registration.status)))


def test_a_worker_that_dies_leaves_the_rest_to_the_next(app: Flask) -> None:
    event = an_event()
    job = asked(event)
    claimed = jobs.claim()
    assert claimed is not None
    assert decision_jobs.step(job.id, event.id, claimed.attempts)
    db.session.commit()
    assert (job.done, job.total) == (20, 45)
    job.state = JobState.QUEUED  # as when the lease has ended
    again = jobs.claim()
    assert again is not None
    assert not decision_jobs.step(job.id, event.id, again.attempts - 1), (
        "the first worker does nothing any more"
    )
    assert statuses().count(Status.DECLINED) == 20
    while decision_jobs.step(job.id, event.id, again.attempts):
        db.session.commit()
    db.session.commit()
    assert statuses() == [Status.DECLINED] * 45
    assert len(db.session.scalars(select(Letter)).all()) == 45, "nobody is written to twice"
    decided = Decided.of(job, "en")
    assert decided is not None
    assert (decided.done, decided.left_alone.total(), job.done) == (45, 0, 45)
    assert "Ana" not in str(job.parameters)


def test_who_changed_meanwhile_is_counted_in_both_languages(app: Flask) -> None:
    event = an_event()
    job = asked(event, 3)
    row = db.session.scalars(select(Registration)).first()
    assert row is not None
    row.status = Status.CONFIRMED
    db.session.commit()
    job_id = job.id
    assert do_jobs(app) == 1
    job = db.session.get_one(Job, job_id, populate_existing=True)
    english, french = Decided.of(job, "en"), Decided.of(job, "fr")
    assert english is not None
    assert french is not None
    assert (english.done, english.left_alone.total(), french.left_alone.total()) == (2, 1, 1)
    assert "confirmed" in next(iter(english.left_alone))
    assert next(iter(french.left_alone)) != next(iter(english.left_alone))


def _close(user: User) -> None:
    user.active = False


def _only_the_desk(user: User) -> None:
    user.role = UserRole.DESK_AGENT


def _another_event(user: User) -> None:
    user.all_events, user.events = False, [UserEvent(event_id=an_event().id)]


@pytest.mark.parametrize("lose", [_close, _only_the_desk, _another_event])
def test_whoever_may_decide_no_more_decides_nothing_more(app: Flask, lose: Callable[[User], None]) -> None:
    event = an_event()
    job = asked(event)
    job_id, event_id = job.id, event.id
    claimed = jobs.claim()
    assert claimed is not None
    assert decision_jobs.step(job_id, event_id, claimed.attempts)
    lose(db.session.get_one(User, job.user_id))
    job.state = JobState.QUEUED  # as when the lease has ended
    db.session.commit()
    assert do_jobs(app) == 1
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert (job.state, job.failure_code, job.done) == (JobState.FAILED, jobs.NOT_ALLOWED, 0)
    assert (statuses().count(Status.DECLINED), statuses().count(Status.VALIDATED)) == (20, 25)
    assert "Ana" not in str(job.parameters)


def test_the_reason_goes_from_a_job_that_was_given_up(app: Flask) -> None:
    job_id = asked(an_event(), 2).id
    for _ in range(jobs.ATTEMPTS):
        claimed = jobs.claim()
        assert claimed is not None
        claimed.state = JobState.QUEUED  # as when the worker has died
        db.session.commit()
    assert jobs.claim() is None
    db.session.commit()
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert (job.state, job.failure_code) == (JobState.FAILED, jobs.INTERRUPTED)
    assert "Ana" not in str(job.parameters)
    decided = Decided.of(job, "en")
    assert decided is not None
    assert decided.done == 0
