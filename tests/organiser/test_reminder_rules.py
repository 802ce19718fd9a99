"""The page of what goes out by itself: announced before it goes, made, suggested and removed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Category, Event, EventStatus, ReminderAbout, ReminderRule, Status
from app.services import reminder_rules
from app.worker import tasks
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.many_registrations import many_bodies, many_registrations
from tests.factories.registrations import a_registration
from tests.factories.reminders import a_rule
from tests.pages import Page, Visitor
from tests.statement_count import Statements

SILENT, PRACTICAL = ReminderAbout.SILENT, ReminderAbout.PRACTICAL
LONG_AGO = timedelta(days=40)


@pytest.fixture
def event(organiser: Visitor) -> Event:
    """An event in sixty days for which nominations end in thirty."""
    return an_event(nominations_until=moment(30, 18))


def page_of(visitor: Visitor, event: Event) -> Page:
    return visitor.visit(f"/organiser/events/{event.slug}/reminders")


def silent(event: Event, code: str, correspondents: int = 1) -> None:
    body = a_body(code)
    for _ in range(correspondents):
        a_correspondent(body)
    a_convocation(event, body, invited_at=now() - LONG_AGO)


def lines(page: Page) -> list[str]:
    return page.all_text("main .two > div .rows > li")


def made(event: Event) -> list[tuple[ReminderAbout, int]]:
    db.session.expire_all()
    return [(rule.about, rule.days_before) for rule in reminder_rules.of_event(event)]


def test_none_by_default_and_the_usual_ones_with_one_click(organiser: Visitor, event: Event) -> None:
    page = page_of(organiser, event)
    assert "No reminder goes out by itself" in page.text
    assert made(event) == []
    page = page.submit('form[action$="/usual"]')
    assert "5 reminders are set." in page.text
    assert sorted(made(event)) == sorted(reminder_rules.USUAL)
    assert not page.soup.select('form[action$="/usual"]')


def test_a_rule_is_announced_before_it_goes(organiser: Visitor, event: Event) -> None:
    silent(event, "MD", 2)
    silent(event, "DE")
    a_convocation(event, a_body("AT"), invited_at=now() - LONG_AGO)
    page = page_of(organiser, event).submit("#new form", about="silent", days_before="14")
    assert page.status == 200
    due = event.local(moment(16, 9))
    (line,) = lines(page)
    assert "Delegations that have not answered 14 days before nominations end" in line
    assert (
        f"Goes out on {due:%A} {due.day} {due:%B} {due.year}, 09:00, to 3 correspondents of 2 delegations"
        in line
    )
    assert "No correspondent: Austria" in line
    assert f"The next reminder goes out on {due:%A} {due.day} {due:%B}" in page.text
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reminder_rule.added"))
    assert entry.fields == ["about=silent", "days=14"]


def test_a_moment_that_has_passed_goes_out_within_a_minute(organiser: Visitor, event: Event) -> None:
    silent(event, "MD")
    page = page_of(organiser, event).submit("#new form", about="silent", days_before="31")
    assert "Goes out within a minute, to one correspondent of one delegation." in page.text
    db.session.commit()
    assert tasks.send_reminders() == 1
    (line,) = lines(page_of(organiser, event))
    assert ": one letter." in line
    assert "Went out on" in line
    log = organiser.visit(f"/organiser/events/{event.slug}/letters")
    assert "Reminder" in log.text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"about": "silent", "days_before": ""}, "days_before", "Enter a number of days"),
        ({"about": "silent", "days_before": "many"}, "days_before", "Enter a whole number from 0 to 365"),
        ({"about": "silent", "days_before": "366"}, "days_before", "Enter a whole number from 0 to 365"),
        ({"about": "nonsense", "days_before": "3"}, "about", "Choose from the list"),
        ({"about": None, "days_before": "3"}, "about", "Choose what goes out"),
        ({"about": "practical", "days_before": "0"}, "days_before", "it would be too late"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    organiser: Visitor, event: Event, typed: dict[str, Any], field: str, said: str
) -> None:
    page = page_of(organiser, event).submit("#new form", **typed)
    assert page.status == 422
    assert said in page.one(f"#{field}-error").get_text()
    assert page.one("#days_before")["value"] == typed["days_before"]
    assert made(event) == []


def test_without_a_deadline_nothing_can_be_counted(organiser: Visitor) -> None:
    event = an_event()
    page = page_of(organiser, event).submit("#new form", about="silent", days_before="7")
    assert page.status == 422
    assert "No deadline for nominations is set" in page.one("#about-error").get_text()
    assert "no deadline is set" in page.text
    assert page_of(organiser, event).submit("#new form", about="practical", days_before="7").status == 200


def test_twice_the_same_and_after_the_deadline(organiser: Visitor, event: Event) -> None:
    a_rule(event, SILENT, 14)
    page = page_of(organiser, event).submit("#new form", about="silent", days_before="14")
    assert page.status == 409
    assert "This reminder is there already." in page.one("#days_before-error").get_text()
    event.nominations_until = now() - timedelta(hours=1)
    page = page_of(organiser, event).submit("#new form", about="unanswered", days_before="14")
    assert page.status == 409
    assert "The deadline for nominations has passed" in page.text


def test_who_gets_it_and_the_letter_in_both_languages(organiser: Visitor, event: Event) -> None:
    silent(event, "DE", 2)
    rule = a_rule(event, SILENT, 14)
    page = page_of(organiser, event).follow("Delegations that have not answered")
    assert page.all_text("aside li .sub") == ["Germany", "Germany"]
    assert "We have not heard from you yet" in page.text
    assert "Germany" in page.text
    frames = [str(frame["src"]) for frame in page.soup.select("iframe")]
    assert len(frames) == 2
    for frame in frames:
        answer = hypertext(organiser, frame)
        assert answer.status_code == 200
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert "/delegation/enter/" not in answer.get_data(as_text=True)
    assert str(rule.id) in frames[0]


def test_the_order_is_that_of_the_language(organiser: Visitor, event: Event) -> None:
    for code in ("AT", "DE"):
        silent(event, code)
    rule = a_rule(event, SILENT, 14)
    address = f"/organiser/events/{event.slug}/reminders/{rule.id}"
    assert organiser.visit(address).all_text("aside li .sub") == ["Austria", "Germany"]
    assert organiser.visit(f"{address}?lang=fr").all_text("aside li .sub") == ["Allemagne", "Autriche"]


def test_the_summary_is_shown_with_what_is_open(organiser: Visitor, event: Event) -> None:
    silent(event, "DE")
    for _ in range(3):
        nominated = {"body": a_body("DE"), "created_at": now() - LONG_AGO}
        a_registration(event, Status.NOMINATED, **nominated)
    rule = a_rule(event, ReminderAbout.OPEN_POINTS, 14)
    page = organiser.visit(f"/organiser/events/{event.slug}/reminders/{rule.id}")
    assert "3 nominated persons have not answered yet." in page.text
    assert "waits for your validation" not in page.text


def test_discreet_persons_have_no_name_here(organiser: Visitor, event: Event) -> None:
    a_registration(event, Status.CONFIRMED, family_name="SECRET", discreet=True)
    a_registration(event, Status.CONFIRMED, family_name="OPEN")
    rule = a_rule(event, PRACTICAL, 7)
    page = organiser.visit(f"/organiser/events/{event.slug}/reminders/{rule.id}")
    assert "OPEN" in page.text
    assert "Representative" in page.text
    assert "SECRET" not in page.text
    assert "no practical information" in page.text


@pytest.mark.parametrize("about", ReminderAbout)
def test_each_kind_has_its_page(organiser: Visitor, event: Event, about: ReminderAbout) -> None:
    rule = a_rule(event, about, 7)
    for language in ("en", "fr"):
        page = organiser.visit(f"/organiser/events/{event.slug}/reminders/{rule.id}?lang={language}")
        assert page.status == 200
        assert len(page.soup.select("iframe")) == 2


def test_a_rule_is_removed_after_a_question(organiser: Visitor, event: Event) -> None:
    a_rule(event, SILENT, 14)
    page = page_of(organiser, event).follow("Remove")
    assert "Remove this reminder?" in page.text
    assert made(event) == [(SILENT, 14)], "nothing yet"
    page = page.submit()
    assert "The reminder is removed." in page.text
    assert made(event) == []


def test_anothers_rule_is_nowhere(organiser: Visitor, event: Event) -> None:
    other = a_rule(an_event(nominations_until=moment(30)), SILENT, 14).id
    here = f"/organiser/events/{event.slug}/reminders/{other}"
    assert organiser.visit(here).status == 404
    assert organiser.visit(f"{here}/letter/en").status == 404
    assert organiser.visit(f"{here}/remove").status == 404
    token = page_of(organiser, event).fields("#new form")["csrf_token"]
    assert organiser.post(f"{here}/remove", data={"csrf_token": token}).status_code == 404
    assert db.session.get(ReminderRule, other, populate_existing=True) is not None


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_an_event_that_is_over_or_called_off_changes_no_more(
    organiser: Visitor, event: Event, status: EventStatus
) -> None:
    rule = a_rule(event, SILENT, 14)
    token = page_of(organiser, event).fields("#new form")["csrf_token"]
    event.status = status
    page = page_of(organiser, event)
    assert not page.soup.select("main form")
    assert "Does not go out any more" in page.text
    base = f"/organiser/events/{event.slug}/reminders"
    for address, typed in [
        (base, {"about": "silent", "days_before": "3"}),
        (f"{base}/usual", {}),
        (f"{base}/{rule.id}/remove", {}),
    ]:
        assert organiser.post(address, data={"csrf_token": token, **typed}).status_code == 409
    assert made(event) == [(SILENT, 14)]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (EventStatus.DRAFT, "if the event is published by then"),
        (EventStatus.CLOSED, "Rests: registration is closed."),
    ],
)
def test_a_rule_that_rests_says_why(organiser: Visitor, event: Event, status: EventStatus, said: str) -> None:
    a_rule(event, SILENT, 14)
    event.status = status
    assert said in page_of(organiser, event).text


def hypertext(organiser: Visitor, address: str) -> TestResponse:
    """A letter for a frame; it is no page of ours, and not held to what our pages are."""
    db.session.commit()
    return Context().run(FlaskClient.open, organiser, address, buffered=True)


Counting = Callable[[], AbstractContextManager[Statements]]


def test_the_same_number_of_statements_with_five_and_five_hundred(
    organiser: Visitor, statements: Counting
) -> None:
    bodies = sorted(many_bodies(), key=lambda body: body.id)
    counted = []
    for number in (5, 500):
        event = an_event(nominations_until=moment(30, 18))
        for body in bodies[: 2 if number == 5 else 40]:
            a_correspondent(body)
            a_convocation(event, body, invited_at=now() - LONG_AGO)
        many_registrations(event, number)
        nominated = {
            "status": Status.NOMINATED,
            "category": Category.MEMBER_STATE_DELEGATE,
            "body_id": bodies[0].id,
        }
        many_registrations(
            event, number, place="held", waiting_since=None, confirmed_at=None, role=None, **nominated
        )
        for about in ReminderAbout:
            a_rule(event, about, 7)
        db.session.commit()
        with statements() as asked:
            assert page_of(organiser, event).status == 200
        counted.append(asked)
    few, many = counted
    assert len(few) == len(many), f"{few}\n\n{many}"
    many.within(20)
