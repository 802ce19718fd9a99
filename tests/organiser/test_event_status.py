"""Publishing, closing, archiving and cancelling, as an organiser does it."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Admission, Event, EventStatus, JobState, Letter, Mode, Registration, Status
from app.services import jobs
from tests import kept
from tests.factories.attendance import a_head_count
from tests.factories.events import a_quota, a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.pages import Visitor


def status_of(event: Event) -> EventStatus:
    db.session.expire_all()
    return event.status


def test_publishing_shows_first_what_happens(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT)
    page = organiser.visit(f"/organiser/events/{event.slug}").follow("Publish…")

    assert f"/events/{event.slug}" in page.text
    assert status_of(event) is EventStatus.DRAFT  # looking changes nothing
    page = page.submit()
    assert "The event is published." in page.text
    assert status_of(event) is EventStatus.PUBLISHED


def test_publishing_says_until_when_and_for_how_many(organiser: Visitor) -> None:
    event = an_event(
        status=EventStatus.DRAFT,
        mode=Mode.HYBRID,
        capacity_in_person=180,
        closes_at=moment(20, 18),
        nominations_until=moment(10, 18),
    )
    said = organiser.visit(f"/organiser/events/{event.slug}/publish").all_text("main .one > ul li")
    assert said[3].startswith("Registration closes on ")
    assert "Correspondents nominate until " in said[3]
    assert said[4:] == [
        "180 places, in person: whoever comes later waits.",
        "There is no limit on places, online.",
    ]


def test_publishing_says_that_it_stays_open(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT, closes_at=None, capacity_in_person=1)
    said = organiser.visit(f"/organiser/events/{event.slug}/publish").all_text("main .one > ul li")
    assert said[3] == "Registration stays open until the event is over."
    assert "One place, in person: whoever comes later waits." in said


def test_publishing_says_what_is_missing(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT, title_en="")
    page = organiser.visit(f"/organiser/events/{event.slug}/publish")

    assert "the title in English" in page.text
    answer = organiser.post(f"/organiser/events/{event.slug}/publish", data=page.fields("header form"))
    assert answer.status_code == 409
    assert status_of(event) is EventStatus.DRAFT


def test_closing_early_and_reopening(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(f"/organiser/events/{event.slug}")
    page = page.submit(form=f'form[action$="{event.slug}/close"]')
    assert status_of(event) is EventStatus.CLOSED
    page.submit(form=f'form[action$="{event.slug}/reopen"]')
    assert status_of(event) is EventStatus.PUBLISHED


def test_a_second_tab_that_closes_again_is_told(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(f"/organiser/events/{event.slug}")
    page.submit(form=f'form[action$="{event.slug}/close"]')
    assert page.submit(form=f'form[action$="{event.slug}/close"]').status == 409


def test_cancelling_asks_for_both_languages_and_tells_the_number(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED)
    a_registration(event)
    page = organiser.visit(f"/organiser/events/{event.slug}").follow("Cancel the event…")
    assert "2 registrations are cancelled with it" in page.text

    page = page.submit(reason_en="The hall burnt down")
    assert page.status == 422
    assert page.all_text(".problem li") == ["Say in French why the event is cancelled"]
    assert page.fields()["reason_en"] == "The hall burnt down"
    page = page.submit(reason_fr="La salle a brûlé")
    assert "2 letters are on their way." in page.text
    assert "The hall burnt down" in page.text
    assert status_of(event) is EventStatus.CANCELLED
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 2


def test_archiving(organiser: Visitor) -> None:
    event = an_event(starts_at=moment(-10))
    organiser.visit(f"/organiser/events/{event.slug}").follow("Archive…").submit()

    assert status_of(event) is EventStatus.ARCHIVED
    home = organiser.visit(f"/organiser/events/{event.slug}")
    assert not home.soup.select('a[href$="/edit"]')
    documents = organiser.visit(f"/organiser/events/{event.slug}/documents")
    assert documents.soup.select('a[href$="/documents/new"]')  # the report comes afterwards


def test_a_draft_is_thrown_away(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT)
    a_head_count(a_session(event), 58)
    a_quota(event, 3, kind="member_state")
    a_list_that_was_made(event)
    organiser.visit(f"/organiser/events/{event.slug}").follow("Delete the draft…").submit()

    assert db.session.scalars(select(Event)).all() == []
    assert db.session.scalars(select(Admission)).all() == []
    assert kept.contents() == {}


def a_list_that_was_made(event: Event) -> None:
    """Of those who come: nobody yet, and yet somebody asked for it."""
    job = jobs.ask("list", event, a_user())
    job.state, job.attempts = JobState.RUNNING, 1
    db.session.flush()
    assert jobs.finish(job.id, 1, "list.xlsx", io.BytesIO(b"names"))
    assert kept.all_contents() == [b"names"]


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.PUBLISHED])
def test_what_somebody_is_registered_for_is_not_thrown_away(organiser: Visitor, status: EventStatus) -> None:
    event = an_event(status=status)
    a_registration(event)
    page = organiser.visit(f"/organiser/events/{event.slug}/discard").submit()

    assert page.status == 409
    assert db.session.scalars(select(Registration)).one()
