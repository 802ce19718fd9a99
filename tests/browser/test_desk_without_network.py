"""The desk while the network is down, in a real browser: it goes on, and what it queued is in the log once, whatever is lost.

It is one file although it is long: every test loses the network and looks into the log in the same few steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from app.extensions import db
from app.models import CheckIn, Event, LoginSession, Place, Registration, Status, User
from tests.browser.screens import watched
from tests.browser.served_here import served_here, sign_in
from tests.factories import users
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration

PEOPLE = 20
KEPT = "Object.entries(localStorage).filter(([key]) => key.startsWith('desk-queue/'))"


class Guest(NamedTuple):
    """Somebody who is expected, as plain facts: an object of the database would keep it locked."""

    id: int
    badge_code: str
    reference: str


class Scene(NamedTuple):
    """An event of today whose desk is served, and who is expected."""

    app: Flask
    address: str
    event: int
    people: list[Guest]
    agent: int

    def open_desk(self, page: Page, user: int | None = None) -> Page:
        """The desk of the event, opened by its agent or by somebody else."""
        sign_in(self.app, page.context, self.address, db.session.get_one(User, user or self.agent))
        db.session.rollback()
        return opened(page, self.address)


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    event = an_event(starts_at=moment(0, 9), slug="conference")
    rows = [
        a_registration(event, Status.CONFIRMED, given_name="Ana", family_name=f"CEBOTARI{number:02}")
        for number in range(PEOPLE)
    ]
    people = [Guest(row.id, row.badge_code, row.reference) for row in rows]
    made = event.id, people, users.a_desk_agent(event).id
    db.session.commit()
    with served_here(app) as address:
        yield Scene(app, address, *made)


def opened(page: Page, address: str, query: str = "") -> Page:
    """The desk, with its list."""
    with page.expect_response(re.compile("/people")) as answer:
        page.goto(f"{address}/check-in/conference{query}")
    answer.value.finished()
    return page


def scan(page: Page, typed: str, heading: str = "Welcome") -> None:
    before = page.locator("#desk-answer > *").element_handle()
    page.fill("[name=code]", typed)
    page.keyboard.press("Enter")
    page.wait_for_function("before => !before.isConnected", arg=before)
    expect(page.locator("#desk-answer h2")).to_have_text(heading)


class Line(NamedTuple):
    """A line of the log."""

    registration_id: int
    desk: str | None
    actor_id: int | None


def log() -> list[Line]:
    lines = select(CheckIn.registration_id, CheckIn.desk, CheckIn.actor_id).order_by(CheckIn.at, CheckIn.id)
    found = [Line(*row) for row in db.session.execute(lines)]
    db.session.rollback()
    return found


def lose_network(page: Page) -> None:
    page.context.set_offline(True)


def handed_in(page: Page) -> None:
    """The network is back; nothing waits any more."""
    page.context.set_offline(False)
    expect(page.locator("#offline-notice")).to_be_hidden()
    assert page.evaluate(KEPT) == []


def test_twenty_who_were_scanned_without_network_are_in_the_log_once(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    for person in scene.people:
        scan(page, person.badge_code)
    expect(page.locator("#offline-notice")).to_contain_text("20 check-ins wait for the network.")
    expect(page.locator("#desk-answer .foot-line")).to_contain_text("20 check-ins wait for the network.")
    assert log() == []
    handed_in(page)
    expect(page.locator("#desk-count")).to_contain_text("20 in")
    lines = log()
    assert [line.registration_id for line in lines] == [person.id for person in scene.people]
    assert {line.actor_id for line in lines} == {scene.agent}
    expect(page.locator("#offline-told")).to_be_hidden()


def test_a_delivery_whose_answer_is_lost_is_repeated_and_counts_once(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    for person in scene.people[:5]:
        scan(page, person.badge_code)
    arrived: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        arrived.append(route.fetch().status)
        if len(arrived) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/queue", lose_the_first_answer)
    handed_in(page)
    assert arrived[:2] == [200, 200]
    assert len(log()) == 5
    expect(page.locator("#offline-told")).to_be_hidden()


def test_a_scan_whose_answer_is_lost_counts_once(scene: Scene, page: Page) -> None:
    scene.open_desk(page)

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            lose_network(page)
            route.abort()
        else:
            route.continue_()

    page.route("**/check-in/conference", lose_the_answer)
    scan(page, scene.people[0].badge_code)
    expect(page.locator("#offline-notice")).to_contain_text("1 check-in waits for the network.")
    expect(page.locator("#desk-answer [data-offline-take-out]")).to_have_count(0)  # it may have arrived
    assert len(log()) == 1
    handed_in(page)
    assert len(log()) == 1
    expect(page.locator("#offline-told")).to_be_hidden()


def test_of_two_desks_with_one_badge_one_counts_and_the_other_is_told(scene: Scene, page: Page) -> None:
    other_window = page.context.browser.new_context(locale="en-GB")  # type: ignore[union-attr]
    for window, name in ((page.context, "Left"), (other_window, "Right")):
        window.add_cookies([{"name": "desk", "value": name, "url": scene.address}])
    first, second = scene.open_desk(page), scene.open_desk(watched(other_window.new_page()))
    for desk in (first, second):
        lose_network(desk)
        scan(desk, scene.people[0].badge_code)
    handed_in(first)
    handed_in(second)
    expect(second.locator("#offline-told li")).to_contain_text("Ana CEBOTARI00")
    expect(second.locator("#offline-told li")).to_contain_text(
        re.compile(r"Was already in at \d\d:\d\d, Left")
    )
    expect(first.locator("#offline-told")).to_be_hidden()
    assert [line.desk for line in log()] == ["Left"]
    opened(second, scene.address)
    expect(second.locator("#offline-told li")).to_have_count(1)  # until it is dismissed
    second.click("[data-offline-dismiss]")
    expect(second.locator("#offline-told")).to_be_hidden()
    opened(second, scene.address)
    expect(second.locator("#offline-told")).to_be_hidden()
    other_window.close()


def test_what_waits_survives_a_reload_and_holds_no_names(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    for person in scene.people[:3]:
        scan(page, person.reference)
    kept = str(page.evaluate("JSON.stringify(localStorage)"))
    assert "CEBOTARI" not in kept
    assert "Moldova" not in kept
    assert scene.people[0].badge_code not in kept
    page.context.set_offline(False)
    page.route("**/queue", lambda route: route.abort())
    page.on("dialog", lambda dialog: dialog.accept())
    opened(page, scene.address)
    expect(page.locator("#offline-notice")).to_contain_text("3 check-ins wait for the network.")
    page.unroute("**/queue")
    handed_in(page)
    assert len(log()) == 3


def test_who_is_signed_out_loses_the_list_and_nothing_that_waits(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    scan(page, scene.people[0].badge_code)
    for session in db.session.scalars(select(LoginSession)):
        db.session.delete(session)
    db.session.commit()
    page.context.set_offline(False)
    expect(page.locator("#offline-notice")).to_contain_text("You are signed out.")
    expect(page.locator("#offline-notice")).to_contain_text("1 check-in waits")
    page.click("#offline-notice summary")
    expect(page.locator("#offline-waiting")).to_contain_text("not in the list any more")
    expect(page.locator("#offline-waiting")).not_to_contain_text("CEBOTARI")
    assert log() == []
    another = users.a_desk_agent(db.session.get_one(Event, scene.event)).id
    scene.open_desk(page, another)
    handed_in(page)
    assert [line.actor_id for line in log()] == [another]


def test_signing_out_while_something_waits_is_asked_about(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    scan(page, scene.people[0].badge_code)
    page.context.set_offline(False)
    page.route("**/queue", lambda route: route.abort())
    page.route("**/people", lambda route: route.abort())
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("form[action$='/sign-out'] button")
    expect(page.locator("#offline-leaving")).to_contain_text("Sign out while check-ins wait?")
    page.click("#offline-leaving [value=stay]")
    expect(page).to_have_url(re.compile("/check-in/conference"))
    page.click("form[action$='/sign-out'] button")
    page.click("#offline-leaving [value=leave]")
    expect(page).to_have_url(re.compile("/sign-in"))
    assert len(page.evaluate(KEPT)) == 1


def test_the_page_answers_as_the_server_would(scene: Scene, page: Page) -> None:
    event = db.session.get_one(Event, scene.event)
    a_registration(event, Status.SUBMITTED, given_name="Şebnem", family_name="YILDIRIM", badge_code="N" * 20)
    a_registration(
        event,
        Status.CONFIRMED,
        given_name="Paul",
        family_name="SECRET",
        badge_code="D" * 20,
        discreet=True,
    )
    scene.open_desk(page)
    scan(page, scene.people[0].badge_code)
    lose_network(page)
    panel = page.locator("#desk-answer")
    scan(page, "Z" * 20, "Unknown code")
    scan(page, scene.people[0].badge_code, "Already in")
    scan(page, scene.people[1].reference.lower().replace("-", " "))
    scan(page, scene.people[1].badge_code, "Already in")
    scan(page, "D" * 20)
    expect(panel.locator(".nm")).to_have_text("Representative")
    scan(page, "paul secret", "Nobody found")
    scan(page, "N" * 20, "Not confirmed")
    expect(panel).to_contain_text("Registration: submitted")
    panel.locator("[data-offline-anyway]").click()
    expect(panel.locator("h2")).to_have_text("Welcome")
    scan(page, "yildirim sebnem", "One person may be meant")
    expect(panel.locator("li .flag")).to_contain_text(re.compile(r"in \d\d:\d\d"))
    expect(panel.locator("li button")).to_have_count(0)
    scan(page, "CÉBOTARI ana", "20 people may be meant")
    expect(panel.locator("li button")).to_have_count(18)
    panel.locator("[data-offline-mark]").first.click()
    expect(panel.locator("h2")).to_have_text("Welcome")
    expect(page.locator("#offline-notice")).to_contain_text("4 check-ins wait")
    handed_in(page)
    assert len(log()) == 5
    expect(page.locator("#offline-told")).to_be_hidden()


def test_one_that_waits_can_be_taken_out(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    scan(page, scene.people[0].badge_code)  # sent, and lost
    scan(page, scene.people[1].badge_code)
    page.click("#desk-answer [data-offline-take-out]")
    expect(page.locator("#desk-answer h2")).to_have_text("Taken back")
    scan(page, scene.people[1].badge_code)
    scan(page, scene.people[2].badge_code)
    page.click("#offline-notice summary")
    expect(page.locator("#offline-waiting li")).to_have_count(3)
    page.locator("#offline-waiting li").first.locator("button").click()
    expect(page.locator("#offline-waiting li")).to_have_count(2)
    handed_in(page)
    assert [line.registration_id for line in log()] == [person.id for person in scene.people[:2]]


def test_who_withdrew_meanwhile_is_counted_and_shown(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    scan(page, scene.people[0].badge_code)
    scan(page, scene.people[1].badge_code)
    gone = db.session.get_one(Registration, scene.people[1].id)
    gone.status, gone.place = Status.CANCELLED, Place.NONE
    db.session.commit()
    handed_in(page)
    assert len(log()) == 2
    expect(page.locator("#offline-told li")).to_have_count(1)
    expect(page.locator("#offline-told li")).to_contain_text("Ana CEBOTARI01")
    expect(page.locator("#offline-told li")).to_contain_text("not confirmed any more")


def test_after_the_event_the_list_is_forgotten_and_the_queue_is_not(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    scan(page, scene.people[0].badge_code)
    page.clock.set_system_time(moment(3, 9))
    scan(page, scene.people[1].badge_code, "Not possible")
    page.click("#offline-notice summary")
    expect(page.locator("#offline-waiting")).not_to_contain_text("CEBOTARI")
    assert len(page.evaluate(KEPT)) == 1


def test_it_speaks_french(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    opened(page, scene.address, "?lang=fr")
    lose_network(page)
    scan(page, scene.people[0].badge_code, "Bienvenue")
    expect(page.locator("#offline-notice")).to_contain_text("Pas de réseau")
    expect(page.locator("#desk-answer")).to_contain_text("République de Moldova")


@pytest.mark.parametrize("waiting", [1, 12])
def test_that_it_is_down_stays_in_sight_on_a_phone(scene: Scene, page: Page, waiting: int) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    scene.open_desk(page)
    lose_network(page)
    for person in scene.people[:waiting]:
        scan(page, person.badge_code)
    notice = page.locator("#offline-notice")
    notice.locator("summary").click()
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(notice.get_by_text("No network.")).to_be_in_viewport()
    place = notice.bounding_box()
    assert place is not None
    assert place["y"] >= 0
    assert place["height"] <= 350, "half of the page is left for the work"


def test_a_browser_that_keeps_nothing_says_so(scene: Scene, page: Page) -> None:
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    scene.open_desk(page)
    lose_network(page)
    scan(page, scene.people[0].badge_code, "Not possible")
    expect(page.locator("#desk-answer")).to_contain_text("This browser keeps nothing on this device")
    expect(page.locator("#desk-answer .nm")).to_contain_text("CEBOTARI00")


def test_the_list_of_desks_says_where_something_waits(scene: Scene, page: Page) -> None:
    scene.open_desk(page)
    lose_network(page)
    scan(page, scene.people[0].badge_code)
    page.context.set_offline(False)
    page.route("**/queue", lambda route: route.abort())
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{scene.address}/check-in/")
    expect(page.locator("[data-waiting-of=conference]")).to_contain_text(
        "1 check-in of this event waits on this device."
    )
