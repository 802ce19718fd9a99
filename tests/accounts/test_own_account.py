"""The own account: name, language, sessions. Whatever is sent with the form, it is one's own row, and three fields of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, LoginSession, User, UserRole
from app.services.accounts import login_sessions
from tests.accounts.attempts import enter, is_in
from tests.factories import users
from tests.factories.second_factors import recovery_codes_of
from tests.pages import Visitor
from tests.signing_in import sign_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"


@pytest.fixture
def elsewhere(client: Visitor, agent: User) -> Visitor:
    """The same person in another browser."""
    other: Visitor = client.application.test_client()  # type: ignore[assignment]
    return sign_in(other, agent)


@pytest.mark.parametrize("role", list(UserRole))
def test_everybody_with_an_account_has_the_page(client: Visitor, app: Flask, role: UserRole) -> None:
    user = users.a_user(role, name="Nora Lindqvist")
    page = sign_in(client, user).visit("/account")
    assert page.status == 200
    assert user.email in page.text
    assert page.one("header .who a.lk:has(.name)")["href"] == "/account"


def test_name_and_language_are_changed(client: Visitor, agent: User) -> None:
    page = sign_in(client, agent).visit("/account")
    assert page.fields()["name"] == agent.name
    saved = page.submit(name="Nora Lindqvist", language="fr")
    assert (saved.address, saved.one("html")["lang"]) == ("/account", "fr")
    db.session.refresh(agent)
    assert (agent.name, agent.language) == ("Nora Lindqvist", "fr")
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.subject_id, line.fields) == (
        "user.details_changed",
        agent.id,
        ["name", "language"],
    )


def test_nothing_changed_is_nothing_on_record(client: Visitor, agent: User) -> None:
    sign_in(client, agent).visit("/account").submit()
    assert db.session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize("name", ["", "   ", "12345", "x" * 201])
def test_a_name_is_a_name(client: Visitor, agent: User, name: str) -> None:
    before = agent.name
    page = sign_in(client, agent).visit("/account").submit(name=name)
    assert page.status == 422
    assert page.one("#name-error")
    db.session.refresh(agent)
    assert agent.name == before


def test_extra_fields_change_nothing(client: Visitor, agent: User) -> None:
    other = users.an_administrator()
    page = sign_in(client, agent).visit("/account")
    more = {
        "role": "administrator",
        "email": "x@y.z",
        "id": str(other.id),
        "user_id": str(other.id),
        "active": "",
    }
    client.post("/account", data={**page.fields().to_dict(), **more, "name": "Nora"})
    db.session.refresh(agent)
    db.session.refresh(other)
    assert (agent.role, agent.email, agent.name) == ("desk_agent", "Desk@secretariat.example", "Nora")
    assert other.name != "Nora"


def test_a_form_of_another_site_changes_nothing(client: Visitor, agent: User) -> None:
    sign_in(client, agent)
    assert client.post("/account", data={"name": "Mallory", "language": "en"}).status_code == 422
    db.session.refresh(agent)
    assert agent.name != "Mallory"


def test_sessions_are_listed_with_device_and_times(client: Visitor, agent: User) -> None:
    with time_machine.travel("2027-06-09T06:00:05Z", tick=False) as clock:
        enter(client.application.test_client(), agent)  # type: ignore[arg-type]
        clock.shift(timedelta(minutes=5))
        client.environ_base["HTTP_USER_AGENT"] = FIREFOX
        enter(client, agent)
        page = client.visit("/account")
        rows = page.all_text("#sessions li")
    assert len(rows) == 2
    assert "Firefox on Windows" in rows[0]
    assert "This one" in rows[0]
    assert "Begun 9 June 2027, 08:05" in rows[0]
    assert "Times are by the clocks of Strasbourg." in page.text
    assert "This one" not in rows[1]


def test_sessions_that_are_over_or_halfway_are_not_listed(client: Visitor, agent: User) -> None:
    with time_machine.travel("2027-06-09T06:00:05Z", tick=False) as clock:
        sign_in(client.application.test_client(), agent)  # type: ignore[arg-type]
        clock.shift(timedelta(hours=3))
        login_sessions.begin(agent)
        sign_in(client, agent)
        assert len(client.visit("/account").all_text("#sessions li")) == 1


def test_one_session_is_ended(client: Visitor, agent: User, elsewhere: Visitor) -> None:
    page = sign_in(client, agent).visit("/account")
    page = page.submit("#sessions li form")
    assert "That session has ended." in page.text
    assert is_in(client)
    assert not is_in(elsewhere)


def test_all_others_are_ended(client: Visitor, agent: User, elsewhere: Visitor) -> None:
    half = login_sessions.begin(agent)
    page = sign_in(client, agent).visit("/account").submit('form[action="/account/sessions/end"]')
    assert "All other sessions have ended." in page.text
    assert is_in(client)
    assert not is_in(elsewhere)
    assert login_sessions.find(half) is None
    lines = db.session.scalars(select(AuditEntry.action)).all()
    assert lines == ["user.sessions_ended"]


def test_the_session_of_somebody_else_is_not_found(client: Visitor, agent: User) -> None:
    other: Visitor = client.application.test_client()  # type: ignore[assignment]
    sign_in(other, users.an_administrator())
    theirs = db.session.scalars(select(LoginSession.id)).one()
    token = sign_in(client, agent).visit("/account").fields()["csrf_token"]
    assert client.post(f"/account/sessions/{theirs}/end", data={"csrf_token": token}).status_code == 404
    assert client.post("/account/sessions/999999/end", data={"csrf_token": token}).status_code == 404
    assert other.get("/organiser/").status_code == 200


def test_few_recovery_codes_are_said(client: Visitor, agent: User) -> None:
    sign_in(client, agent)
    recovery_codes_of(agent)
    assert "10 unused" in client.visit("/account").text
    assert "Few recovery codes are left" not in client.visit("/account").text


def test_a_password_is_in_no_page_after_the_session_has_ended(client: Visitor, agent: User) -> None:
    page = sign_in(client, agent).visit("/account/password")
    login_sessions.end_all(agent.id)
    ended = page.submit(present_password="what only I know", password="what only I will know")  # noqa: S106
    assert ended.status == 401
    assert "what only I" not in str(ended.soup)
