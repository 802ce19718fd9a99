"""Long work is done by one worker at a time, again by the next if that one dies, and its file is kept for a while."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.lib.clock import now
from app.models import Job, JobState
from app.services import jobs
from app.services.accounts import roles
from app.services.errors import NotFound
from app.worker.working import do_jobs
from tests import kept
from tests.factories.events import an_event
from tests.factories.users import a_user


def a_job(kind: str = "participants_workbook", **parameters: object) -> Job:
    asked = {"filters": {}, "sorting": "name", "language": "en", **parameters}
    job = jobs.ask(kind, an_event(), a_user(), **asked)
    db.session.commit()
    return job


def again(job_id: int) -> Job:
    """The job as it stands now; a worker's unit leaves no object of the test's session."""
    return db.session.get_one(Job, job_id, populate_existing=True)


def claimed() -> Job:
    job = jobs.claim()
    db.session.commit()
    assert job is not None
    return job


def let_the_lease_end() -> None:
    db.session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()


def test_a_claim_is_a_lease(app: Flask) -> None:
    first = a_job()
    assert jobs.one_waits()
    assert claimed().id == first.id
    assert not jobs.one_waits()
    assert jobs.claim() is None


def test_the_oldest_goes_first(app: Flask) -> None:
    first, second = a_job(), a_job()
    assert [claimed().id, claimed().id] == [first.id, second.id]


def test_whoever_dies_leaves_it_to_the_next(app: Flask) -> None:
    a_job()
    first = claimed()
    job_id, attempt = first.id, first.attempts
    let_the_lease_end()
    second = claimed()
    assert (second.id, second.attempts) == (job_id, attempt + 1)
    assert not jobs.report(job_id, attempt, 1, 2)
    assert not jobs.finish(job_id, attempt, "late.xlsx", io.BytesIO(b"late"))
    db.session.commit()
    assert kept.contents() == {}
    assert jobs.finish(job_id, attempt + 1, "list.xlsx", io.BytesIO(b"made"))
    db.session.commit()
    assert kept.all_contents() == [b"made"]


def test_progress_prolongs_the_lease(app: Flask) -> None:
    a_job()
    job = claimed()
    let_the_lease_end()
    assert jobs.report(job.id, job.attempts, 500, 2000)
    db.session.commit()
    db.session.refresh(job)
    assert (job.done, job.total) == (500, 2000)
    assert jobs.claim() is None


def test_what_kills_its_workers_is_given_up(app: Flask) -> None:
    job = a_job()
    for _ in range(jobs.ATTEMPTS):
        claimed()
        let_the_lease_end()
    assert jobs.claim() is None
    db.session.commit()
    db.session.refresh(job)
    assert (job.state, job.failure_code) == (JobState.FAILED, jobs.INTERRUPTED)


def test_a_worker_that_stops_leaves_the_job(app: Flask) -> None:
    job_id = a_job().id
    assert do_jobs(app, is_stopping=lambda: True) == 0
    assert again(job_id).state is JobState.QUEUED


def test_work_of_an_unknown_kind_fails(app: Flask) -> None:
    job_id = a_job("nothing that anybody knows").id
    assert do_jobs(app) == 1
    job = again(job_id)
    assert (job.state, job.failure_code) == (JobState.FAILED, jobs.FAILED)


def test_the_file_goes_with_the_event(app: Flask) -> None:
    event, user = an_event(), a_user()
    job = jobs.ask("participants_workbook", event, user)
    assert jobs.of_user(job.id, user) is job
    with pytest.raises(NotFound):
        jobs.of_user(job.id, a_user())
    roles.limit(user, [an_event().id])
    db.session.flush()
    with pytest.raises(NotFound):
        jobs.of_user(job.id, user)
    roles.limit(user, [event.id])
    db.session.flush()
    assert jobs.of_user(job.id, user) is job
