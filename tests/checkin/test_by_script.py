"""What the open page's own script is answered: the panel alone, the rest alone, and never another page."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Event, EventStatus, Registration, Status
from tests.checkin.at_the_desk import BY_SCRIPT, lines
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


def root(answer: TestResponse) -> Tag:
    found = BeautifulSoup(answer.text, "html.parser").select("body > *")
    assert len(found) == 1, "one element takes the place of the last answer"
    return found[0]


def post(client: Visitor, desk: Page, path: str = "", **fields: str) -> TestResponse:
    data = {**desk.fields("form.scan").to_dict(), **fields}
    return client.post(f"/check-in/conference{path}", data=data, headers=BY_SCRIPT)


def test_an_answer_says_what_it_is_about(client: Visitor, desk: Page, person: Registration) -> None:
    panel = root(post(client, desk, code=person.badge_code))
    assert (panel["data-answer"], panel["data-sound"]) == ("welcome", "welcome")
    assert panel["data-registration"] == str(person.id)
    again = root(post(client, desk, code=person.badge_code, scan=str(panel["data-scan"])))
    assert (again["data-answer"], again["data-sound"]) == ("already_in", "again")
    undone = root(post(client, desk, "/undo", entry=str(panel["data-entry"])))
    assert (undone["data-answer"], undone["data-sound"]) == ("taken_back", "none")
    assert lines() == 2


@pytest.mark.parametrize(
    ("typed", "answer"), [("K7Q2M9ZZZZZZZZZZZZZZ", "unknown"), ("cebo", "matches"), ("nobody at all", "matches")]
)  # fmt: skip
def test_what_names_nobody_is_answered_alone_too(
    client: Visitor, desk: Page, typed: str, answer: str
) -> None:
    assert root(post(client, desk, code=typed))["data-answer"] == answer


def test_what_a_camera_reads_is_never_part_of_a_name(client: Visitor, desk: Page) -> None:
    assert root(post(client, desk, code="cebotari", camera="y"))["data-answer"] == "unknown"


def test_nothing_typed_and_another_day(client: Visitor, desk: Page) -> None:
    assert root(post(client, desk, code=" "))["data-answer"] == "ready"
    assert root(post(client, desk, code="x", **{"for": "2020-01-01"}))["data-answer"] == "wrong_day"


def test_who_is_discreet_stays_so_until_the_name_is_opened(client: Visitor, desk: Page, event: Event) -> None:
    hidden = a_registration(event, Status.CONFIRMED, family_name="SECRETMARK", discreet=True)
    assert "SECRETMARK" not in post(client, desk, code=hidden.badge_code).text
    assert "SECRETMARK" in post(client, desk, "/name", registration=str(hidden.id)).text


def test_a_refusal_is_a_panel_with_its_status(client: Visitor, desk: Page, event: Event) -> None:
    answer = post(client, desk, registration="999999")
    assert answer.status_code == 404
    assert root(answer)["data-answer"] == "refused"
    event.status = EventStatus.ARCHIVED
    db.session.commit()
    answer = post(client, desk, code="x")
    assert answer.status_code == 409
    assert root(answer)["data-sound"] == "stop"
    assert "archived" in answer.text


def test_the_rest_is_what_the_page_shows(client: Visitor, desk: Page, person: Registration) -> None:
    post(client, desk, code=person.badge_code)
    rest = client.visit("/check-in/conference/parts")
    page = client.visit("/check-in/conference")
    ids = [str(part["id"]) for part in rest.soup.select("[data-part]")]
    assert ids == ["desk-count", "desk-arrivals", "desk-presence"]
    token = re.compile(r'name="csrf_token" type="hidden" value="[^"]*"|value="[^"]{60,}"')
    for name in ids:
        assert token.sub("", str(rest.one(f"#{name}"))) == token.sub("", str(page.one(f"#{name}")))
    assert rest.one("body")["data-csrf"]


def test_the_rest_on_a_day_that_is_none_is_empty_and_whole(client: Visitor, desk: Page) -> None:
    rest = client.visit("/check-in/conference/parts?for=2020-01-01")
    assert rest.status == 200
    assert rest.one("#desk-presence").has_attr("hidden")
