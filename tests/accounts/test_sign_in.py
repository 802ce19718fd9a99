"""Signing in and out: alike for known and unknown, limited, in a new session each time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib import password_hash
from app.models import AuditEntry, LoginSession, User, UserRole
from tests.accounts.attempts import PASSWORD, WRONG, attempt, enter, is_in
from tests.factories import users
from tests.factories.second_factors import SEED, an_app_of
from tests.pages import Page, Visitor
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


def test_password_and_code_lead_to_the_place_of_the_role(client: Visitor, agent: User) -> None:
    page = enter(client, agent)
    assert (page.status, page.response.location) == (303, "/check-in/")
    assert is_in(client)


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (UserRole.ADMINISTRATOR, "/organiser/"),
        (UserRole.ORGANISER, "/organiser/"),
        (UserRole.DESK_AGENT, "/check-in/"),
        (UserRole.STATISTICS_READER, "/organiser/statistics"),
    ],
)
def test_each_role_begins_where_its_work_is(client: Visitor, app: Flask, role: UserRole, home: str) -> None:
    user = users.a_user(role, password_hash=password_hash.made(PASSWORD))
    an_app_of(user)
    assert enter(client, user).response.location == home
    assert client.get(home).status_code == 200
    assert client.get("/sign-in").location == home, "whoever is in already goes on"


@pytest.mark.parametrize("email", ["desk@secretariat.example", "  DESK@Secretariat.example "])
def test_an_address_is_compared_as_people_write_it(client: Visitor, agent: User, email: str) -> None:
    assert attempt(client, email, PASSWORD).status == 303


def test_a_wrong_password_leads_nowhere(client: Visitor, agent: User) -> None:
    page = attempt(client, agent.email, PASSWORD + ".")
    assert page.status == 422
    assert WRONG in page.text
    assert page.one("#email")["value"] == agent.email, "what was typed is there again"
    assert not page.one("#password").get("value")
    assert not is_in(client)


def test_known_and_unknown_accounts_are_answered_alike(
    client: Visitor, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    compare = password_hash.matches
    monkeypatch.setattr(
        password_hash, "matches", lambda *arguments: compared.append(arguments[0]) or compare(*arguments)
    )
    users.a_desk_agent(email="new@secretariat.example")  # without a password yet
    users.a_desk_agent(
        email="gone@secretariat.example", active=False, password_hash=password_hash.made(PASSWORD)
    )
    answers = {
        (page.status, page.text.replace(email, ""))
        for email in (
            agent.email,
            "nobody@else.example",
            "new@secretariat.example",
            "gone@secretariat.example",
        )
        for page in [attempt(client, email, PASSWORD + "?" if email == agent.email else PASSWORD)]
    }
    assert len(answers) == 1
    assert len(compared) == 4, "each attempt takes the time of a comparison"
    assert not any(password_hash.is_outdated(stored) for stored in compared)


def test_known_and_unknown_accounts_cost_the_same_statements(
    client: Visitor, agent: User, statements: Counted
) -> None:
    costs = []
    for email in (agent.email, "nobody@else.example"):
        page = client.visit("/sign-in")
        typed = page.fields().to_dict() | {"email": email, "password": "wrong" * 3}
        with statements() as asked:
            assert client.post("/sign-in", data=typed).status_code == 422
        costs.append(list(asked))
    assert costs[0] == costs[1]


def test_the_password_that_nobody_has_opens_no_account(client: Visitor, app: Flask) -> None:
    users.a_desk_agent(email="new@secretariat.example")
    assert attempt(client, "new@secretariat.example", "x" * 15).status == 422


def test_the_session_before_is_not_the_session_after(client: Visitor, agent: User) -> None:
    """Session fixation: whatever an attacker has put into the cookie beforehand is gone."""
    client.visit("/sign-in")
    with client.session_transaction() as cookie:
        cookie["login"], cookie["planted"] = "known to the attacker", "yes"
        token = cookie["csrf_token"]
    attempt(client, agent.email, PASSWORD)
    with client.session_transaction() as cookie:
        assert cookie["login"] != "known to the attacker"
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != token
        secret = cookie["login"]
    stored = db.session.scalars(select(LoginSession.token_digest)).one()
    assert stored != secret, "only the digest is kept"


def test_signing_in_again_ends_the_session_of_this_browser(client: Visitor, agent: User) -> None:
    enter(client, agent)
    with client.session_transaction() as cookie:
        first = dict(cookie)
    page = Page(client, client.get("/check-in/"))
    client.post(
        "/sign-in",
        data={
            "csrf_token": page.fields("header form")["csrf_token"],
            "email": agent.email,
            "password": PASSWORD,
        },
    )
    with client.session_transaction() as cookie:
        assert cookie["login"] != first["login"]
        cookie["login"] = first["login"]
    assert not is_in(client)


def test_signing_out_ends_the_session_in_the_database(client: Visitor, agent: User) -> None:
    enter(client, agent)
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    page = client.visit("/check-in/").submit("header form")
    assert page.address == "/sign-in"
    assert "You have signed out." in page.text
    assert not is_in(client)
    with client.session_transaction() as cookie:
        cookie.update(stolen)
    assert not is_in(client), "the old cookie opens nothing any more"


def test_a_link_signs_nobody_out(client: Visitor, agent: User) -> None:
    enter(client, agent)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400, "nor does a form of another site"
    assert is_in(client)


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/check-in/some-event", "/check-in/some-event"),
        ("https://evil.example/", "/check-in/"),
        ("//evil.example/", "/check-in/"),
        ("/\\evil.example", "/check-in/"),
        ("javascript:alert(1)", "/check-in/"),
        ("/\tevil", "/check-in/"),
        ("/\t/[", "/check-in/"),
    ],
)
def test_one_is_only_led_on_within_the_site(client: Visitor, agent: User, wanted: str, leads_to: str) -> None:
    from urllib.parse import urlencode

    page = enter(client, agent, at=f"/sign-in?{urlencode({'next': wanted})}")
    assert page.response.location == leads_to


def test_who_wanted_a_page_gets_it_after_signing_in(client: Visitor, agent: User) -> None:
    page = client.visit("/check-in/?past=1")
    assert page.address.startswith("/sign-in?next=")
    asked = page.submit(email=agent.email, password=PASSWORD)
    assert asked.address.startswith("/sign-in/code?next=")
    assert asked.submit(code=pyotp.TOTP(SEED).now()).address == "/check-in/?past=1"


def test_extra_fields_give_no_role(client: Visitor, agent: User) -> None:
    enter(client, agent, role="administrator", all_events="1", user_id="1")
    db.session.refresh(agent)
    assert agent.role == "desk_agent"
    assert client.get("/organiser/").status_code in {403, 404}


def test_a_form_that_was_open_too_long_keeps_the_address(client: Visitor, agent: User) -> None:
    answer = client.post("/sign-in", data={"email": agent.email, "password": PASSWORD, "csrf_token": "old"})
    page = Page(client, answer)
    assert page.status == 422
    assert page.one("#email")["value"] == agent.email
    assert PASSWORD not in answer.text
    assert page.submit(email=agent.email, password=PASSWORD).status == 200


def test_what_happened_is_on_record_without_values(client: Visitor, agent: User) -> None:
    attempt(client, agent.email, "wrong" * 3)
    attempt(client, "nobody@else.example", "wrong" * 3)
    enter(client, agent)
    lines = [
        (line.action, line.subject_id, line.fields)
        for line in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]
    assert lines == [
        ("user.sign_in_refused", agent.id, []),
        ("user.sign_in_refused", None, []),
        ("user.password_accepted", agent.id, []),
        ("user.signed_in", agent.id, ["code"]),
    ]


@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize(
    "value", ["", "\0", "x" * 10_000, "\ud800", "' OR 1=1 --", "<script>alert(1)</script>"]
)
def test_strange_input_gets_an_answer(client: Visitor, agent: User, field: str, value: str) -> None:
    page = attempt(
        client,
        **{"email": agent.email, "password": PASSWORD, field: value.encode("utf-8", "replace").decode()},
    )  # type: ignore[arg-type]
    assert page.status == 422


def test_an_old_hash_is_brought_up_to_date(client: Visitor, agent: User) -> None:
    from argon2 import PasswordHasher

    agent.password_hash = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    assert attempt(client, agent.email, PASSWORD).status == 303
    db.session.refresh(agent)
    assert not password_hash.is_outdated(agent.password_hash or "")
