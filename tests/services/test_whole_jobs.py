"""Work on many that is done whole or not at all: nothing half, nothing twice, nothing that names people left in the job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.extensions import db
from app.lib.clock import now
from app.models import (
    CheckIn,
    Event,
    EventStatus,
    Job,
    JobState,
    Letter,
    Registration,
    Status,
    User,
    UserEvent,
)
from app.services import jobs, whole_jobs
from app.services.attendance import presence_import, sealed_report
from app.services.attendance.presence_lines import Question
from app.services.attendance.sealed_report import Carried
from app.services.earlier_years import looking, sealed_list, taking_over
from app.services.whole_jobs import Outcome
from app.web.sealing import safe
from app.worker.working import do_jobs
from tests.factories.earlier_years import NAMED, an_earlier_event, imported, long_ago, sheet_of
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.reports import a_report
from tests.factories.users import an_organiser
from tests.services.attendance.presence_told import ANA, a_hybrid_event, both


def a_list(event: Event, text: str = NAMED, user: User | None = None) -> Job:
    """A list that was looked at and is to be taken over."""
    sheet = sheet_of(event, text)
    outlook = looking.look(sheet).outlook
    assert outlook is not None
    said = {"handed": sealed_list.seal(sheet, safe()), "seen": outlook.mark}
    job = whole_jobs.ask(whole_jobs.EARLIER_LIST, event, user or an_organiser(), len(outlook.people), **said)
    db.session.commit()
    return job


def again(job_id: int) -> Job:
    return db.session.get_one(Job, job_id, populate_existing=True)


def counted() -> tuple[int, int]:
    people = db.session.scalar(select(func.count()).select_from(Registration))
    came = db.session.scalar(select(func.count()).select_from(CheckIn))
    return people or 0, came or 0


def let_the_lease_end() -> None:
    db.session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()


def refused(job: Job) -> str:
    outcome = Outcome.of(job, "en")
    assert outcome is not None
    return outcome.refused or ""


def test_a_list_is_taken_over_by_the_worker(app: Flask) -> None:
    job_id = a_list(an_earlier_event()).id
    assert "CEBOTARI" not in str(again(job_id).parameters), "it is sealed while it waits"
    db.session.commit()
    assert do_jobs(app) == 1
    job, outcome = again(job_id), Outcome.of(again(job_id), "en")
    assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)
    assert outcome is not None
    assert (outcome.told["new"], outcome.told["known"], outcome.told["without_name"]) == (5, 0, 0)
    assert counted() == (5, 3)
    assert set(job.parameters) == {"told"}, "what was handed in goes with the end"


def test_what_was_left_out_is_told_with_its_reason(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, "\n".join(NAMED.splitlines()[:3]))
    first = a_list(event).id
    second = a_list(long_ago()).id
    assert do_jobs(app) == 2
    known, nameless = Outcome.of(again(first), "en"), Outcome.of(again(second), "en")
    assert known is not None
    assert nameless is not None
    assert (known.told["new"], known.told["known"]) == (3, 2)
    assert (nameless.told["new"], nameless.told["without_name"], nameless.told["names_kept"]) == (5, 5, 0)


def test_a_worker_that_dies_in_the_middle_has_done_nothing_and_the_next_does_all(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the registrations, before those who came: as when the process is killed."""
    job_id = a_list(an_earlier_event()).id
    with monkeypatch.context() as patched:
        patched.setattr(taking_over, "_add_check_ins", _die)
        with pytest.raises(KeyboardInterrupt):
            do_jobs(app)
    db.session.rollback()
    assert counted() == (0, 0)
    assert again(job_id).state is JobState.RUNNING
    db.session.commit()
    assert do_jobs(app) == 0, "its lease holds still"
    let_the_lease_end()
    assert do_jobs(app) == 1
    assert again(job_id).state is JobState.DONE
    assert counted() == (5, 3)


def _die(*_given: object) -> None:
    raise KeyboardInterrupt


def test_a_worker_whose_lease_has_ended_does_nothing_any_more(app: Flask) -> None:
    event = an_earlier_event()
    job_id = a_list(event).id
    first = jobs.claim()
    assert first is not None
    attempt = first.attempts
    db.session.commit()
    let_the_lease_end()
    second = jobs.claim()
    assert second is not None
    db.session.commit()
    assert not whole_jobs.do(job_id, event.id, attempt, safe())
    assert counted() == (0, 0)
    assert whole_jobs.do(job_id, event.id, attempt + 1, safe())
    db.session.commit()
    assert not whole_jobs.do(job_id, event.id, attempt + 1, safe()), "what is done is done"
    assert counted() == (5, 3)


def test_asked_for_twice_it_is_one_job(app: Flask) -> None:
    event, user = an_earlier_event(), an_organiser()
    said = {"reason_en": "Storm", "reason_fr": "Tempête"}
    first = whole_jobs.ask(whole_jobs.CANCELLING, event, user, 300, **said)
    assert whole_jobs.ask(whole_jobs.CANCELLING, event, user, 300, **said) is first
    assert whole_jobs.ask(whole_jobs.CANCELLING, event, an_organiser(), 300, **said) is not first


def test_the_same_list_twice_counts_once(app: Flask) -> None:
    event = an_earlier_event()
    first, second = a_list(event).id, a_list(event).id  # sealed twice, these are two
    assert do_jobs(app) == 2
    assert again(first).state is JobState.DONE
    assert (again(second).state, again(second).failure_code) == (JobState.FAILED, "changed_since_shown")
    assert "nothing was done" in refused(again(second))
    assert counted() == (5, 3)


def test_what_has_changed_since_it_was_looked_at_is_refused_in_both_languages(app: Flask) -> None:
    event = an_earlier_event()
    job_id = a_list(event).id
    a_registration(event, Status.DECLINED)
    db.session.commit()
    assert do_jobs(app) == 1
    job = again(job_id)
    french = Outcome.of(job, "fr")
    assert job.failure_code == "people_of_our_own"
    assert french is not None
    assert french.refused
    assert french.refused != refused(job)
    assert set(job.parameters) == {"refused"}
    assert counted() == (1, 0)


def test_a_limit_is_told_and_nobody_is_there(app: Flask) -> None:
    job_id = a_list(an_earlier_event(capacity_in_person=4)).id
    assert do_jobs(app) == 1
    assert "4" in refused(again(job_id))
    assert counted() == (0, 0)


def test_what_opens_for_another_event_is_refused(app: Flask) -> None:
    job = a_list(an_earlier_event())
    job.parameters = {**job.parameters, "handed": a_list(an_earlier_event()).parameters["handed"]}
    job_id = job.id
    db.session.commit()
    do_jobs(app)
    assert again(job_id).failure_code == "changed_since_shown"


def _close(user: User) -> None:
    user.active = False


def _another_event(user: User) -> None:
    user.all_events, user.events = False, [UserEvent(event_id=an_event().id)]


@pytest.mark.parametrize("lose", [_close, _another_event])
def test_whoever_organises_the_event_no_more_has_nothing_done(
    app: Flask, lose: Callable[[User], None]
) -> None:
    job = a_list(an_earlier_event())
    job_id = job.id
    lose(db.session.get_one(User, job.user_id))
    db.session.commit()
    assert do_jobs(app) == 1
    job = again(job_id)
    assert (job.state, job.failure_code) == (JobState.FAILED, jobs.NOT_ALLOWED)
    assert not job.parameters["handed"]
    assert counted() == (0, 0)


def test_why_an_event_should_be_cancelled_goes_with_the_job_too(app: Flask) -> None:
    event, user = an_event(), an_organiser()
    said = {"reason_en": "Ana is ill", "reason_fr": "Ana est malade"}
    job_id = whole_jobs.ask(whole_jobs.CANCELLING, event, user, 300, **said).id
    user.active = False
    db.session.commit()
    assert do_jobs(app) == 1
    assert again(job_id).state is JobState.FAILED
    assert "Ana" not in str(again(job_id).parameters)


def test_what_kills_its_workers_is_given_up_and_keeps_no_list(app: Flask) -> None:
    job_id = a_list(an_earlier_event()).id
    for _ in range(jobs.ATTEMPTS):
        claimed = jobs.claim()
        assert claimed is not None
        db.session.commit()
        let_the_lease_end()
    assert jobs.claim() is None
    db.session.commit()
    assert again(job_id).failure_code == jobs.INTERRUPTED
    assert not again(job_id).parameters["handed"]


def test_presence_is_recorded_by_the_worker_once(app: Flask) -> None:
    event = a_hybrid_event()
    carried = Carried(
        a_report(event, (*ANA, 0, 60), ("Nobody Here", "", 0, 60)),
        a_question(event),
        {},
    )
    judged = presence_import.judge(carried.question, carried.report)
    said = {"handed": sealed_report.seal(carried, safe()), "anyway": [], "seen": judged.mark}
    job_id = whole_jobs.ask(whole_jobs.PRESENCE, event, an_organiser(), 1, **said).id
    db.session.commit()
    assert do_jobs(app) == 1
    outcome = Outcome.of(again(job_id), "en")
    assert outcome is not None
    assert outcome.told == {"people": 1, "strangers": 1, "others": 0}
    _people, recorded = counted()
    assert recorded == 2  # a session and the day
    db.session.commit()
    assert do_jobs(app) == 0
    assert counted()[1] == recorded


def a_question(event: Event) -> Question:
    return Question(event, tuple(both(event)), None, 10, corrects=False)


def test_an_event_is_cancelled_by_the_worker_with_a_letter_to_each(app: Flask) -> None:
    event = an_event()
    for _ in range(3):
        a_registration(event, Status.CONFIRMED)
    said = {"reason_en": "Storm", "reason_fr": "Tempête"}
    job_id, event_id = whole_jobs.ask(whole_jobs.CANCELLING, event, an_organiser(), 3, **said).id, event.id
    db.session.commit()
    assert do_jobs(app) == 1
    assert again(job_id).parameters == {"told": {"letters": 3}}
    assert db.session.get_one(Event, event_id, populate_existing=True).status is EventStatus.CANCELLED
    assert len(db.session.scalars(select(Letter)).all()) == 3
