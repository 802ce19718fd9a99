"""The board in a real browser: fresh within a moment, honest when it has lost the network, on every screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from app.extensions import db
from app.models import Event, Registration, Status
from tests.browser.served_here import served_here, sign_in
from tests.factories import users
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event, moment
from tests.factories.figures import the_member_states
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(starts_at=moment(0, 0), ends_at=moment(1, 20), slug="conference", quorum=1)
    the_member_states()
    a_session(
        event,
        starts_at=moment(0, 0),
        ends_at=moment(1, 0),
        title_en="Plenary on a subject that is long to name",
    )
    return event


@pytest.fixture
def person(event: Event) -> Registration:
    return a_registration(event, Status.CONFIRMED, body=a_body("GE"), family_name="BERIDZE")


@pytest.fixture
def board(app: Flask, event: Event, person: Registration, page: Page) -> Iterator[Page]:
    agent = users.a_desk_agent(event)
    db.session.commit()
    with served_here(app) as address:
        sign_in(app, page.context, address, agent)
        page.goto(f"{address}/check-in/conference/board")
        expect(page.locator("[data-when=live]")).to_be_visible()
        yield page


def test_a_check_in_shows_by_itself(board: Page, person: Registration) -> None:
    board.evaluate("window.sameSince = true")
    expect(board.locator(".huge")).to_contain_text("0")
    expect(board.locator(".hall-quorum.no")).to_be_visible()
    a_check_in(person)
    db.session.commit()
    expect(board.locator(".huge")).to_contain_text("1")
    expect(board.locator(".tile.s-arr b")).to_have_text("GE")
    expect(board.locator(".hall-quorum.yes")).to_be_visible()
    expect(board.locator("#said")).to_have_text("Quorum of 1 reached")
    assert board.evaluate("window.sameSince"), "the page was never left"
    assert "BERIDZE" not in board.content()


def test_it_says_when_it_has_lost_the_network_and_goes_on_when_it_is_back(
    board: Page, person: Registration
) -> None:
    board.context.set_offline(True)
    expect(board.locator("[data-when=lost]")).to_be_visible()
    expect(board.locator("[data-when=live]")).to_be_hidden()
    a_check_in(person)
    db.session.commit()
    board.context.set_offline(False)
    expect(board.locator("[data-when=live]")).to_be_visible()
    expect(board.locator(".huge")).to_contain_text("1")


def test_it_says_when_somebody_has_signed_out(board: Page) -> None:
    board.context.clear_cookies()
    expect(board.locator("[data-when=out]")).to_be_visible()
    expect(board.locator("[data-when=out]")).to_contain_text("signed out")


def test_what_has_not_changed_is_not_sent_again(board: Page) -> None:
    answers: list[int] = []

    def pass_on(route: Route) -> None:
        answer = route.fetch()
        answers.append(answer.status)
        route.fulfill(response=answer)

    board.route("**/board/now*", pass_on)
    while len(answers) < 2:
        board.wait_for_timeout(100)
    assert set(answers) == {304}


@pytest.mark.sqlite_only
def test_a_board_that_nobody_sees_asks_for_nothing(board: Page) -> None:
    seen = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); }"
    board.evaluate(seen, True)
    board.wait_for_timeout(1500)  # what was under way has been answered
    asked: list[str] = []
    board.on("request", lambda request: asked.append(request.url))
    board.wait_for_timeout(2500)
    assert asked == []
    board.evaluate(seen, False)
    with board.expect_response("**/board/now*"):
        board.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("width", [1920, 1280, 768, 375, 320])
@pytest.mark.sqlite_only
def test_it_fits_every_screen(board: Page, width: int) -> None:
    height = {1920: 1080, 1280: 720}.get(width, 900)
    board.set_viewport_size({"width": width, "height": height})
    assert board.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    if width >= 1280:
        assert board.evaluate("document.querySelector('.hall').scrollHeight") <= height, (
            "all of it at one look"
        )


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1366, 768)])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.sqlite_only
def test_a_fictional_event_with_long_titles_fits_under_its_band(
    board: Page, event: Event, width: int, height: int, language: str
) -> None:
    event.fictional = True
    event.title_en = (
        "Policing in the digital age, how new technologies can help to better police our societies"
    )
    event.title_fr = (
        "La police à l’ère numérique, comment les nouvelles technologies peuvent aider à mieux maintenir l’ordre"
        " dans nos sociétés modernes"
    )
    session = event.sessions[0]
    db.session.commit()
    board.set_viewport_size({"width": width, "height": height})
    board.goto(f"{board.url}?for={session.id}&lang={language}")
    lowest = "Math.max(...[...document.querySelectorAll('.hall, .hall *')].map((e) => e.getBoundingClientRect().bottom))"
    assert board.evaluate(lowest) <= height, "the last line is not cut off"
