"""A form of one's own registration that is sent after the visit has ended: nothing typed is lost, nothing is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Registration, Status
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.public.test_my_registration import own_page
from tests.public.test_registration import event

__all__ = ["event"]  # a fixture


@pytest.fixture
def registration(event: Event) -> Registration:
    return a_registration(event, Status.CONFIRMED)


def opened_again(client: Visitor, registration: Registration) -> None:
    """In another window, by the link of the mail."""
    own_page(client, registration)


def check(page: Page, client: Visitor, registration: Registration) -> None:
    registration_id = registration.id
    assert page.status == 401
    assert page.one("h1").get_text() == "Please open your registration again"
    assert page.soup.select("a[href='/find-my-registration'][target=_blank]")
    assert page.fields("main form")["function"] == "Inspector"
    assert db.session.get_one(Registration, registration_id).function != "Inspector"
    opened_again(client, registration)
    assert page.submit("main form").one("h1").get_text() == "Your place is confirmed"
    db.session.expire_all()
    assert db.session.get_one(Registration, registration_id).function == "Inspector"


def test_by_time(client: Visitor, registration: Registration) -> None:
    own_page(client, registration)
    form = client.visit("/my-registration/change")
    with time_machine.travel(now() + timedelta(hours=5), tick=False):
        check(form.submit("#change", function="Inspector"), client, registration)


def test_without_the_cookie(client: Visitor, registration: Registration) -> None:
    """The token went with the cookie: sent again as the page says, the way to the link is told, and it is all still there."""
    own_page(client, registration)
    form = client.visit("/my-registration/change")
    client.delete_cookie("session")
    again = form.submit("#change", function="Inspector")
    assert (again.status, again.fields("main form")["function"]) == (400, "Inspector")
    check(again.submit("main form"), client, registration)
