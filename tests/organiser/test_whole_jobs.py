"""What is done whole or not at all by the worker, as whoever asked for it sees it: waiting, done, left out, refused."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Event, EventStatus, Job, JobState, Registration, Status
from app.services import publishing
from app.services.attendance import presence_import
from app.services.earlier_years import taking_over
from app.worker.working import do_jobs
from tests.factories.earlier_years import NAMED, an_earlier_event
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.reports import written
from tests.factories.users import an_organiser
from tests.organiser.test_earlier_years import hand_in as hand_in_list
from tests.organiser.test_presence import ANA
from tests.organiser.test_presence import hand_in as hand_in_report
from tests.pages import Page, Visitor
from tests.services.attendance.presence_told import a_hybrid_event
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is few enough to be done at once."""
    for module in (taking_over, presence_import, publishing):
        monkeypatch.setattr(module, "AT_ONCE", 0)


def the_job() -> Job:
    return db.session.scalars(select(Job).execution_options(populate_existing=True)).one()


def address() -> str:
    return f"/organiser/jobs/{the_job().id}"


def notes(page: Page) -> list[str]:
    return page.all_text("#job .note")


def test_a_long_list_goes_to_the_worker_and_its_page_says_what_came_of_it(
    app: Flask, organiser: Visitor
) -> None:
    page = hand_in_list(organiser, an_earlier_event(), NAMED)
    waiting = page.submit("main form")
    assert "Waiting for its turn" in waiting.text
    assert waiting.one("[data-live][data-goes-on] progress")["max"] == "5"
    again = page.submit("main form")  # the button is pressed twice: the same job
    assert again.one("h1").get_text() == "Import a list of participants"
    assert do_jobs(app) == 1
    done = organiser.visit(address())
    assert notes(done) == ["5 people are imported."]
    assert not done.soup.select("progress, [data-goes-on]")
    assert done.follow("Statistics of the event").status == 200


def test_while_it_is_at_work_no_part_of_it_is_done(organiser: Visitor) -> None:
    hand_in_list(organiser, an_earlier_event(), NAMED).submit("main form")
    the_job().state = JobState.RUNNING
    page = organiser.visit(address())
    assert "At work: 5 people, all of them or nobody" in page.text
    assert "max" not in page.one("progress").attrs


def test_a_refusal_is_told_in_the_language_of_the_page_with_the_way_back(
    app: Flask, organiser: Visitor
) -> None:
    event = an_earlier_event()
    hand_in_list(organiser, event, NAMED).submit("main form")
    a_registration(event, Status.DECLINED)
    db.session.commit()
    assert do_jobs(app) == 1
    page = organiser.visit(address())
    assert notes(page) == ["People registered for this event here. A list would count them a second time."]
    assert page.one("[data-live-words]").get_text(strip=True) == "Not done"
    assert page.follow("Hand the list in again").status == 200
    assert "Work on many that was not done" in organiser.visit("/organiser/").text
    organiser.visit("/?lang=fr")
    page = organiser.visit(address())
    assert page.one("h1").get_text() == "Importer une liste de participants"
    assert "seconde fois" in notes(page)[0] or "deux fois" in notes(page)[0]


def test_what_was_done_long_ago_says_so(app: Flask, organiser: Visitor) -> None:
    hand_in_list(organiser, an_earlier_event(), NAMED).submit("main form")
    do_jobs(app)
    the_job().parameters = {}  # as the rule for files leaves it
    assert notes(organiser.visit(address())) == ["This was done some time ago."]


def test_the_page_is_nobody_elses(organiser: Visitor) -> None:
    hand_in_list(organiser, an_earlier_event(), NAMED).submit("main form")
    sign_in(organiser, an_organiser())
    assert organiser.get(address()).status_code == 404


def test_presence_of_many_goes_to_the_worker(app: Flask, organiser: Visitor) -> None:
    event = a_hybrid_event()
    report = written(event, (*ANA, 0, 60), ("Nobody Here", "nobody@example.org", 0, 60))
    waiting = hand_in_report(organiser, event, report).submit("main form")
    assert "Waiting for its turn" in waiting.text
    assert do_jobs(app) == 1
    assert notes(organiser.visit(address())) == [
        "Presence online is recorded for one person.",
        "One line of the report is left out: it is not known who that is.",
    ]


def test_an_event_with_many_is_cancelled_by_the_worker(app: Flask, organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.SUBMITTED)
    page = organiser.visit(f"/organiser/events/{event.slug}/cancel")
    waiting = page.submit("main form", reason_en="Storm", reason_fr="Tempête")
    assert "Waiting for its turn" in waiting.text
    assert db.session.scalars(select(Event.status)).one() is EventStatus.PUBLISHED
    assert do_jobs(app) == 1
    assert notes(organiser.visit(address())) == ["The event is cancelled. 2 letters are on their way."]
    assert set(db.session.scalars(select(Registration.status))) == {Status.CANCELLED}


def test_an_event_that_cannot_be_cancelled_is_refused_before(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED)
    page = organiser.visit(f"/organiser/events/{event.slug}/cancel")
    event.status = EventStatus.CANCELLED
    db.session.commit()
    assert page.submit("main form", reason_en="Storm", reason_fr="Tempête").status == 409
    assert not db.session.scalars(select(Job)).all()
