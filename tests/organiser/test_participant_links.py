"""A private link in other hands: all links and visits end, a new link goes out, and only organisers can do it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import EventStatus, Letter, LetterKind, LinkPurpose, Registration, Status
from app.services import access_links
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.organiser.test_participant import address, audited, opened
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

BUTTON = "End the links and send a new one…"


def a_link(registration: Registration, purpose: LinkPurpose = LinkPurpose.MY_REGISTRATION) -> str:
    token = access_links.mint_for_registration(registration, purpose)
    db.session.commit()
    return f"/{'c' if purpose is LinkPurpose.CONFIRM_ADDRESS else 'r'}/{token}"


def asked(visitor: Visitor, registration: Registration) -> Page:
    return opened(visitor, registration).follow(BUTTON)


def test_all_links_and_visits_end_and_a_new_link_goes_out(app: Flask, organiser: Visitor) -> None:
    event = an_event()
    registration, other = a_registration(event, Status.CONFIRMED), a_registration(event, Status.CONFIRMED)
    links = [a_link(registration), a_link(registration, LinkPurpose.CONFIRM_ADDRESS)]
    spared = a_link(other)
    stranger = Visitor(app, app.response_class)
    assert stranger.visit(links[0]).submit("main form").status == 200
    assert registration.reference in stranger.visit("/my-registration").text
    page = asked(organiser, registration)
    assert "2 private links work now." in page.text
    assert access_links.number_working(registration) == 2, "opening the page has ended them"
    page = page.submit("#ending")
    assert "The links do not work any more." in page.one(".note.ok").get_text()
    assert "All links ended" in page.text
    assert [stranger.get(link).status_code for link in links] == [410, 410]
    assert registration.reference not in stranger.visit("/my-registration").text
    assert stranger.get(spared).status_code == 200
    letters = db.session.execute(select(Letter.kind, Letter.registration_id)).all()
    assert letters == [(LetterKind.PRIVATE_LINK, registration.id)]
    assert audited() == ["registration.links_ended"]
    assert registration.status is Status.CONFIRMED


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (Status.UNVERIFIED, LetterKind.CONFIRM_ADDRESS),
        (Status.NOMINATED, LetterKind.NOMINATION),
        (Status.WITHDRAWN, LetterKind.PRIVATE_LINK),
    ],
)
def test_the_new_link_is_that_with_which_the_person_goes_on(
    organiser: Visitor, status: Status, kind: LetterKind
) -> None:
    registration = a_registration(an_event(), status)
    page = asked(organiser, registration)
    assert "No private link works now." in page.text
    page.submit("#ending")
    assert list(db.session.scalars(select(Letter.kind))) == [kind]


def test_it_is_never_done_without_a_token(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    a_link(registration)
    assert organiser.post(f"{address(registration)}/links").status_code == 400
    assert access_links.number_working(registration) == 1
    assert audited() == []


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_of_an_event_that_is_over_they_end_and_nothing_is_sent(
    organiser: Visitor, status: EventStatus
) -> None:
    registration = a_registration(an_event(status=status), Status.CONFIRMED)
    a_link(registration)
    page = opened(organiser, registration)
    assert BUTTON not in page.text
    page = page.follow("End the links…")
    assert "No new one is sent, as the event is archived or cancelled." in page.text
    done = page.submit("#ending")
    assert "The links do not work any more." in done.text
    assert "on its way" not in done.text
    assert "All links ended" in done.text
    assert access_links.number_working(registration) == 0
    assert list(db.session.scalars(select(Letter.kind))) == []


def test_of_an_event_that_is_over_nothing_is_offered_where_nothing_works(organiser: Visitor) -> None:
    registration = a_registration(an_event(status=EventStatus.ARCHIVED), Status.CONFIRMED)
    page = opened(organiser, registration).follow("End the links…")
    assert page.one("h1").get_text() == "There is nothing to do here now"
    assert "No private link works now." in page.text
    assert page.soup.select("#ending") == []
    assert page.follow("Back").one("h1").get_text()


def test_who_organises_other_events_ends_nothing(client: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    visitor = sign_in(client, an_organiser(an_event()))
    assert visitor.get(f"{address(registration)}/links").status_code == 404
