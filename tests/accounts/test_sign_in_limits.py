"""Guessing passwords: limited per account and address, and per address; nobody else is locked out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import password_hash
from app.models import AuditEntry, RateCount, User
from app.services.accounts import signing_in
from app.services.accounts.sign_in_errors import WrongCredentials
from tests.accounts.attempts import PASSWORD, attempt, enter, is_in
from tests.factories import users
from tests.pages import Visitor


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
        assert enter(client, agent).status == 303
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


def test_of_a_flood_the_first_refusal_is_on_record(client: Visitor, agent: User) -> None:
    for _ in range(9):
        attempt(client, agent.email, "wrong" * 3)
    assert _refused() == 5 + 1


def test_a_flood_over_many_accounts_leaves_nothing_behind_beyond_the_limit(
    client: Visitor, agent: User
) -> None:
    from app.services import settings

    settings.change("sign_in_attempts_per_address_per_hour", 10)
    for number in range(14):
        assert attempt(client, f"nobody{number}@else.example", "x").status == (422 if number < 10 else 429)
    assert _refused() == 10 + 1
    assert db.session.scalar(select(func.count()).select_from(RateCount)) == 11 + 1, (
        "accounts, and the address"
    )
    assert attempt(client, agent.email, PASSWORD).status == 429, "whoever it is"


def _refused() -> int | None:
    db.session.rollback()
    lines = select(func.count()).where(AuditEntry.action == "user.sign_in_refused")
    return db.session.scalar(lines)


def test_a_password_that_is_being_changed_begins_no_session(app: Flask, agent: User) -> None:
    """Who changes it ends all sessions; one that began a moment before the change is committed would stay."""
    email, user_id = agent.email, agent.id
    db.session.commit()
    verified = signing_in.verify(email, PASSWORD, "192.0.2.7")

    def begun() -> str:
        with app.app_context():
            try:
                signing_in.begin(verified, PASSWORD, None)
                db.session.commit()
            except WrongCredentials as error:
                return error.code
            return "in"

    with ThreadPoolExecutor(1) as threads, Session(db.engine) as changing:
        changing.execute(update(User).where(User.id == user_id).values(password_hash="another"))
        answer = threads.submit(begun)
        wait([answer], timeout=0.5)
        changing.commit()
        assert answer.result() == "wrong_credentials"
