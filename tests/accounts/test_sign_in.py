"""Signing in and out: alike for known and unknown, limited, in a new session each time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib import password_hash
from app.models import AuditEntry, LoginSession, User
from app.services import signing_in
from tests.factories import users
from tests.pages import Page, Visitor

PASSWORD = "seven grey herons by the canal"
WRONG = "The e-mail address or the password is not right"


@pytest.fixture
def agent(app: Flask) -> User:
    return users.a_desk_agent(email="Desk@secretariat.example", password_hash=password_hash.made(PASSWORD))


def attempt(client: Visitor, email: str, password: str, address: str = "192.0.2.7", **more: Any) -> Page:
    page = client.visit(more.pop("at", "/sign-in"))
    values = page.fields().to_dict() | {"email": email, "password": password} | more
    answer = client.post(page.address, data=values, environ_overrides={"REMOTE_ADDR": address})
    return Page(client, answer)


def is_in(client: Visitor) -> bool:
    return client.get("/check-in/").status_code == 200


def test_the_right_password_leads_to_the_place_of_the_role(client: Visitor, agent: User) -> None:
    page = attempt(client, agent.email, PASSWORD)
    assert (page.status, page.response.location) == (303, "/check-in/")
    assert is_in(client)


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


def test_the_password_that_nobody_has_opens_no_account(client: Visitor, app: Flask) -> None:
    users.a_desk_agent(email="new@secretariat.example")
    assert attempt(client, "new@secretariat.example", "x" * 15).status == 422


def test_the_sixth_attempt_is_blocked_even_with_the_right_password(client: Visitor, agent: User) -> None:
    for _ in range(5):
        assert attempt(client, agent.email, "wrong" * 3).status == 422
    page = attempt(client, agent.email, PASSWORD)
    assert page.status == 429
    assert 0 < int(page.response.headers["Retry-After"]) <= 15 * 60
    assert "You can try again in 15 min." in page.text
    assert not is_in(client)


def test_unknown_accounts_are_blocked_alike(client: Visitor, app: Flask) -> None:
    answers = [attempt(client, "nobody@else.example", PASSWORD).status for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_others_are_not_concerned(client: Visitor, agent: User) -> None:
    other = users.a_desk_agent(password_hash=password_hash.made(PASSWORD))
    for _ in range(6):
        attempt(client, agent.email, "wrong" * 3)
    assert attempt(client, other.email, PASSWORD).status == 303, "another account from the same address"
    assert attempt(client.application.test_client(), agent.email, PASSWORD, "192.0.2.8").status == 303  # type: ignore[arg-type]


def test_an_invented_forwarded_address_changes_nothing(client: Visitor, agent: User) -> None:
    for number in range(6):
        page = client.visit("/sign-in")
        answer = client.post(
            "/sign-in",
            data=page.fields().to_dict() | {"email": agent.email, "password": "wrong" * 3},
            headers={"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"},
        )
    assert answer.status_code == 429


def test_addresses_of_one_ipv6_customer_are_one(client: Visitor, agent: User) -> None:
    answers = [
        attempt(client, agent.email, "wrong" * 3, f"2001:db8:1:2::{number}").status for number in range(6)
    ]
    assert answers[-1] == 429
    assert attempt(client, agent.email, PASSWORD, "2001:db8:1:3::1").status == 303


def test_after_a_quarter_of_an_hour_one_may_try_again(client: Visitor, agent: User) -> None:
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        for _ in range(6):
            attempt(client, agent.email, "wrong" * 3)
        clock.shift(timedelta(minutes=15))
        assert attempt(client, agent.email, PASSWORD).status == 303


def test_who_gets_in_begins_to_be_counted_anew(client: Visitor, agent: User) -> None:
    for _ in range(3):
        for _ in range(4):
            attempt(client, agent.email, "wrong" * 3)
        assert attempt(client, agent.email, PASSWORD).status == 303
        client.post(
            "/sign-out", data={"csrf_token": client.visit("/check-in/").fields("header form")["csrf_token"]}
        )


def test_one_address_is_limited_over_all_accounts(client: Visitor, agent: User) -> None:
    from app.services import settings

    settings.change("sign_in_attempts_per_address_per_hour", 10)
    for number in range(10):
        assert attempt(client, f"nobody{number}@else.example", "x").status == 422
    assert attempt(client, "nobody@else.example", "x").status == 429
    assert attempt(client, agent.email, PASSWORD, "192.0.2.8").status == 303


def test_those_who_get_in_do_not_use_up_the_limit_of_their_address(client: Visitor, agent: User) -> None:
    from app.services import settings

    settings.change("sign_in_attempts_per_address_per_hour", 10)
    email, expected = agent.email, agent.id
    db.session.commit()
    for _ in range(12):
        assert signing_in.verify(email, PASSWORD, "192.0.2.7").user_id == expected


def test_many_attempts_at_once_are_as_many(app: Flask, agent: User) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from app.services.errors import DomainError

    email = agent.email
    db.session.commit()

    def one(_number: int) -> str:
        with app.app_context():
            try:
                signing_in.verify(email, "wrong" * 3, "192.0.2.7")
            except DomainError as error:
                return error.code
            return "in"

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(one, range(12)))
    assert sorted(answers) == ["too_many_attempts"] * 7 + ["wrong_credentials"] * 5


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
    attempt(client, agent.email, PASSWORD)
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
    attempt(client, agent.email, PASSWORD)
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
    attempt(client, agent.email, PASSWORD)
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
    ],
)
def test_one_is_only_led_on_within_the_site(client: Visitor, agent: User, wanted: str, leads_to: str) -> None:
    from urllib.parse import urlencode

    page = attempt(client, agent.email, PASSWORD, at=f"/sign-in?{urlencode({'next': wanted})}")
    assert page.response.location == leads_to


def test_who_wanted_a_page_gets_it_after_signing_in(client: Visitor, agent: User) -> None:
    page = client.visit("/check-in/?past=1")
    assert page.address.startswith("/sign-in?next=")
    landed = page.submit(email=agent.email, password=PASSWORD)
    assert landed.address == "/check-in/?past=1"


def test_extra_fields_give_no_role(client: Visitor, agent: User) -> None:
    attempt(client, agent.email, PASSWORD, role="administrator", all_events="1", user_id="1")
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
    attempt(client, agent.email, PASSWORD)
    lines = [
        (line.action, line.subject_id, line.fields)
        for line in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]
    assert lines == [
        ("user.sign_in_refused", agent.id, []),
        ("user.sign_in_refused", None, []),
        ("user.signed_in", agent.id, []),
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
