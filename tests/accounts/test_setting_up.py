"""Setting the second factor up: before anything opens, with a code of its own, and never past one that stands."""

from __future__ import annotations

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LoginSession, RecoveryCode, User
from app.services.accounts import second_factor
from app.services.actors import SYSTEM
from tests.accounts.attempts import PASSWORD, attempt, enter, is_in, show
from tests.factories.second_factors import recovery_codes_of
from tests.pages import Page, Visitor


@pytest.fixture
def newcomer(app: Flask, agent: User) -> User:
    """Somebody who has a password and no app yet."""
    agent.second_factor = None
    return agent


def test_a_form_of_another_site_sets_nothing_up(client: Visitor, newcomer: User) -> None:
    attempt(client, newcomer.email, PASSWORD)
    app = pyotp.TOTP(client.visit("/second-factor").one(".key-text").get_text().replace(" ", "").strip())
    assert client.post("/second-factor", data={"new_code": app.now()}).status_code == 422
    assert not is_in(client)
    db.session.refresh(newcomer)
    assert newcomer.second_factor is None


def test_who_has_no_app_sets_one_up_before_anything_opens(client: Visitor, newcomer: User) -> None:
    page = attempt(client, newcomer.email, PASSWORD)
    assert page.response.location == "/second-factor"
    assert client.get("/sign-in/code").location == "/second-factor"
    key = client.visit("/second-factor?lang=fr").one(".key-text").get_text().replace(" ", "").strip()
    page = client.visit("/second-factor?lang=en")
    assert page.one(".key-text").get_text().replace(" ", "").strip() == key
    assert page.one("main img")["src"].startswith("data:image/svg+xml")
    app = pyotp.parse_uri(str(page.one("main a[href^=otpauth]")["href"]))
    assert (app.secret, app.name, app.issuer) == (key, newcomer.email, "Police Network")
    assert not is_in(client)
    wrong = page.submit(new_code="000000")
    assert wrong.status == 422
    assert not wrong.fields().get("new_code")
    assert "This is not the code of the entry just made" in wrong.one("#new_code-error").get_text()
    assert wrong.one(".key-text").get_text().replace(" ", "").strip() == key, "the picture stays"
    assert not is_in(client)
    shown = wrong.submit(new_code=app.now())
    codes = shown.all_text(".codes li")
    assert len(set(codes)) == 10
    assert not shown.soup.select("a[href*='lang='], a[href*='colours=']"), "what would lose the codes"
    assert shown.follow("I have kept them").address == "/check-in/"
    assert [letter.facts["what"] for letter in db.session.scalars(select(Letter))] == ["second_factor_set"]
    elsewhere = client.application.test_client()
    attempt(elsewhere, newcomer.email, PASSWORD)  # type: ignore[arg-type]
    assert show(elsewhere, codes[3]).status == 303  # type: ignore[arg-type]


def test_the_code_that_set_it_up_signs_nobody_in(client: Visitor, newcomer: User) -> None:
    with time_machine.travel("2027-06-09T06:00:05Z", tick=False):
        attempt(client, newcomer.email, PASSWORD)
        page = client.visit("/second-factor")
        code = pyotp.TOTP(page.one(".key-text").get_text().replace(" ", "").strip()).at(now())
        page.submit(new_code=code)
        elsewhere = client.application.test_client()
        attempt(elsewhere, newcomer.email, PASSWORD)  # type: ignore[arg-type]
        assert show(elsewhere, code).status == 422  # type: ignore[arg-type]


def test_who_has_an_app_cannot_set_up_another_with_the_password_alone(
    client: Visitor, newcomer: User
) -> None:
    """Two who know the password stand at the set-up; the first one's app stays, the second gets nowhere."""
    second = client.application.test_client()
    for visitor in (client, second):
        attempt(visitor, newcomer.email, PASSWORD)  # type: ignore[arg-type]
    late = Page(second, second.get("/second-factor"))  # type: ignore[arg-type]
    page = client.visit("/second-factor")
    page.submit(new_code=pyotp.TOTP(page.one(".key-text").get_text().replace(" ", "").strip()).now())
    db.session.refresh(newcomer)
    kept = newcomer.second_factor
    code = pyotp.TOTP(late.one(".key-text").get_text().replace(" ", "").strip()).now()
    assert second.post("/second-factor", data={**late.fields(), "new_code": code}).status_code in {303, 409}
    assert second.get("/check-in/").status_code == 302
    db.session.refresh(newcomer)
    assert newcomer.second_factor == kept


def test_a_post_past_the_page_exchanges_no_app(client: Visitor, agent: User) -> None:
    before = agent.second_factor
    attempt(client, agent.email, PASSWORD)
    token = client.visit("/sign-in/code").fields()["csrf_token"]
    with client.session_transaction() as cookie:
        secret = cookie["login"]
    from app.web.sealing import safe

    seed = second_factor.proposed(agent, secret, safe())
    answer = client.post("/second-factor", data={"csrf_token": token, "new_code": pyotp.TOTP(seed).now()})
    assert answer.status_code == 409
    assert not is_in(client)
    db.session.refresh(agent)
    assert agent.second_factor == before


def test_each_session_is_offered_a_key_of_its_own(client: Visitor, newcomer: User) -> None:
    keys = set()
    for _ in range(3):
        visitor = client.application.test_client()
        attempt(visitor, newcomer.email, PASSWORD)  # type: ignore[arg-type]
        keys.add(Page(visitor, visitor.get("/second-factor")).one(".key-text").get_text())  # type: ignore[arg-type]
    assert len(keys) == 3


def test_after_a_reset_all_sessions_end_and_another_app_is_set_up(client: Visitor, agent: User) -> None:
    recovery_codes_of(agent)
    enter(client, agent)
    second_factor.reset(agent, SYSTEM)
    assert not is_in(client)
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert db.session.scalars(select(LoginSession).where(LoginSession.ended_at.is_(None))).all() == []
    assert [letter.facts["what"] for letter in db.session.scalars(select(Letter))] == ["second_factor_reset"]
    assert attempt(client, agent.email, PASSWORD).response.location == "/second-factor"
