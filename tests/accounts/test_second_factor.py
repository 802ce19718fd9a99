"""The second factor at the sign-in: nothing private before it, each code once, the sixth wrong one blocked."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, LinkPurpose, RecoveryCode, User
from app.services import access_links, settings
from app.services.accounts import second_factor
from app.services.actors import SYSTEM
from tests.accounts.attempts import PASSWORD, attempt, enter, is_in, show
from tests.factories import users
from tests.factories.second_factors import SEED, an_app_of, recovery_codes_of
from tests.pages import Page, Visitor

WRONG = "This code is not right, or was used already."


@pytest.fixture
def app_of_agent(agent: User) -> pyotp.TOTP:
    return pyotp.TOTP(SEED)


def test_the_password_alone_opens_no_private_page(client: Visitor, agent: User) -> None:
    page = attempt(client, agent.email, PASSWORD)
    assert (page.status, page.response.location) == (303, "/sign-in/code")
    for address in ("/check-in/", "/organiser/", "/account", "/account/password"):
        assert client.get(address).location.startswith("/sign-in?next="), address
    assert client.get("/sign-in").location == "/sign-in/code", "the next step, not the first again"
    assert agent.name not in client.visit("/sign-in/code").text


def test_a_post_to_a_private_page_is_refused_halfway(client: Visitor, agent: User) -> None:
    page = Page(client, client.get(attempt(client, agent.email, PASSWORD).response.location))
    token = page.fields()["csrf_token"]
    answer = client.post("/account", data={"csrf_token": token, "name": "X", "language": "fr"})
    assert answer.status_code == 401
    db.session.refresh(agent)
    assert agent.name != "X"


@pytest.mark.parametrize("address", ["/sign-in/code", "/second-factor"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_pages_of_the_second_factor_are_for_who_has_shown_the_password(
    client: Visitor, agent: User, address: str, method: str
) -> None:
    assert client.open(address, method=method).location == "/sign-in"


def test_the_session_gets_a_new_secret_with_the_code(
    client: Visitor, agent: User, app_of_agent: pyotp.TOTP
) -> None:
    attempt(client, agent.email, PASSWORD)
    with client.session_transaction() as cookie:
        half = dict(cookie)
    assert show(client, app_of_agent.now()).response.location == "/check-in/"
    assert is_in(client)
    with client.session_transaction() as cookie:
        assert cookie["login"] != half["login"]
        cookie.clear()
        cookie.update(half)
    assert not is_in(client), "who knows the cookie of before has nothing"
    assert client.get("/sign-in/code").location == "/sign-in"


def test_each_code_works_once(client: Visitor, agent: User, app_of_agent: pyotp.TOTP) -> None:
    with time_machine.travel("2027-06-09T06:00:05Z", tick=False) as clock:
        code = app_of_agent.at(now())
        attempt(client, agent.email, PASSWORD)
        assert show(client, code).status == 303
        elsewhere = client.application.test_client()
        attempt(elsewhere, agent.email, PASSWORD)  # type: ignore[arg-type]
        again = show(elsewhere, code)  # type: ignore[arg-type]
        assert again.status == 422
        assert WRONG in again.text
        before = show(elsewhere, app_of_agent.at(now() - timedelta(seconds=30)))  # type: ignore[arg-type]
        assert before.status == 422, "nor does an earlier one that nobody has used"
        clock.shift(timedelta(seconds=30))
        assert show(elsewhere, app_of_agent.at(now())).status == 303  # type: ignore[arg-type]


def test_of_two_at_once_with_the_same_code_one_is_too_late(
    app: Flask, agent: User, app_of_agent: pyotp.TOTP
) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from app.services.accounts import proving
    from app.services.errors import DomainError
    from app.web.sealing import safe

    agent_id, code, recovery = agent.id, app_of_agent.now(), recovery_codes_of(agent)[0]
    db.session.commit()

    def one(typed: str, ready: Barrier) -> str:
        with app.app_context():
            user = db.session.get(User, agent_id)
            assert user is not None
            db.session.rollback()
            ready.wait()
            try:
                used = proving.use_code(user, typed, safe())
                db.session.commit()
            except DomainError as error:
                return error.code
            finally:
                db.session.remove()
            return used

    for typed, word in ((code, "code"), (recovery, "recovery_code")):
        ready = Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            answers = sorted(threads.map(one, (typed, typed), (ready, ready)))
        assert answers == sorted([word, "wrong_code"])


def test_a_recovery_code_opens_once(client: Visitor, agent: User) -> None:
    first, *others = recovery_codes_of(agent)
    page = client.visit(attempt(client, agent.email, PASSWORD).response.location)
    page = page.follow("Use a recovery code instead")
    assert page.submit(code=f"  {first.lower().replace('-', ' ')} ").address == "/check-in/"
    fields = db.session.scalars(select(AuditEntry.fields).where(AuditEntry.action == "user.signed_in")).one()
    assert fields == ["recovery_code"]
    elsewhere = client.application.test_client()
    attempt(elsewhere, agent.email, PASSWORD)  # type: ignore[arg-type]
    assert show(elsewhere, first).status == 422  # type: ignore[arg-type]
    assert show(elsewhere, others[0]).status == 303  # type: ignore[arg-type]


def test_a_recovery_code_of_somebody_else_opens_nothing(client: Visitor, agent: User) -> None:
    others = recovery_codes_of(users.an_administrator())
    attempt(client, agent.email, PASSWORD)
    assert show(client, others[0]).status == 422


def test_codes_are_kept_as_digests_and_the_seed_is_sealed(client: Visitor, agent: User) -> None:
    codes = recovery_codes_of(agent)
    stored = db.session.scalars(select(RecoveryCode.digest)).all()
    assert not {code.replace("-", "") for code in codes} & set(stored)
    assert SEED not in str(agent.second_factor)
    other = users.an_administrator()
    other.second_factor = agent.second_factor
    from app.services.accounts import proving
    from app.services.errors import Invalid
    from app.web.sealing import safe

    with pytest.raises(Invalid):
        proving.use_code(other, pyotp.TOTP(SEED).now(), safe())


def test_the_sixth_wrong_code_is_blocked_wherever_it_comes_from(
    client: Visitor, agent: User, app_of_agent: pyotp.TOTP
) -> None:
    with time_machine.travel("2027-06-09T06:00:05Z", tick=False) as clock:
        for number in range(5):
            visitor = client.application.test_client()
            attempt(visitor, agent.email, PASSWORD, f"192.0.2.{number}")  # type: ignore[arg-type]
            assert show(visitor, "000000").status == 422  # type: ignore[arg-type]
        attempt(client, agent.email, PASSWORD)
        page = show(client, app_of_agent.at(now()))
        assert page.status == 429
        assert 0 < int(page.response.headers["Retry-After"]) <= 15 * 60
        assert "You can try again in 15 min." in page.text
        assert not is_in(client)
        other = users.a_desk_agent(password_hash=agent.password_hash)
        an_app_of(other)
        assert enter(client.application.test_client(), other).status == 303  # type: ignore[arg-type]
        clock.shift(timedelta(minutes=15))
        assert show(client, app_of_agent.at(now())).status == 303


def test_guessing_over_days_is_limited_too(client: Visitor, agent: User, app_of_agent: pyotp.TOTP) -> None:
    with time_machine.travel("2027-06-09T06:00:05Z", tick=False) as clock:
        settings.change("second_factor_attempts_per_day", 10)
        for _ in range(2):
            attempt(client, agent.email, PASSWORD)
            assert [show(client, "000000").status for _ in range(5)] == [422] * 5
            clock.shift(timedelta(minutes=16))
        attempt(client, agent.email, PASSWORD)
        assert show(client, app_of_agent.at(now())).status == 429
        clock.shift(timedelta(days=1))
        attempt(client, agent.email, PASSWORD)
        assert show(client, app_of_agent.at(now())).status == 303


@pytest.mark.parametrize("help_", ["another link", "a reset"])
def test_who_was_locked_out_by_a_stranger_gets_in_with_help(
    client: Visitor, agent: User, app_of_agent: pyotp.TOTP, help_: str
) -> None:
    stranger: Visitor = client.application.test_client()  # type: ignore[assignment]
    attempt(stranger, agent.email, PASSWORD)
    assert [show(stranger, "000000").status for _ in range(6)] == [422] * 5 + [429]
    if help_ == "a reset":
        second_factor.reset(agent, SYSTEM)
        page = client.visit(attempt(client, agent.email, PASSWORD).response.location)
        app = pyotp.TOTP(page.one(".key-text").get_text().replace(" ", "").strip())
        assert page.submit(new_code=app.now()).status == 200
    else:
        token = access_links.mint_for_user(agent, LinkPurpose.SET_PASSWORD)
        page = client.visit(f"/set-password/{token}").submit(password=PASSWORD + " again")
        assert page.submit(code=app_of_agent.now()).status == 200
    assert is_in(client)
    assert not is_in(stranger)


def test_who_gets_in_begins_to_be_counted_anew(client: Visitor, agent: User) -> None:
    with time_machine.travel("2027-06-09T06:00:05Z", tick=False) as clock:
        for _ in range(3):
            visitor = client.application.test_client()
            attempt(visitor, agent.email, PASSWORD)  # type: ignore[arg-type]
            assert [show(visitor, "000000").status for _ in range(4)] == [422] * 4  # type: ignore[arg-type]
            clock.shift(timedelta(seconds=60))
            assert show(visitor, pyotp.TOTP(SEED).at(now())).status == 303  # type: ignore[arg-type]


def test_a_refused_code_is_on_record(client: Visitor, agent: User) -> None:
    attempt(client, agent.email, PASSWORD)
    show(client, "000000")
    lines = db.session.execute(select(AuditEntry.action, AuditEntry.subject_id).order_by(AuditEntry.id))
    assert lines.all() == [("user.password_accepted", agent.id), ("user.proof_refused", agent.id)]


@pytest.mark.parametrize(
    "typed", ["", "12345", "\0" * 6, "x" * 10_000, "' OR 1=1 --", "<script>alert(1)</script>", "١٢٣٤٥٦"]
)
def test_strange_codes_get_an_answer(client: Visitor, agent: User, typed: str) -> None:
    attempt(client, agent.email, PASSWORD)
    assert show(client, typed).status == 422
    assert not is_in(client)


@pytest.mark.parametrize(("typed", "kept"), [("000 000", ""), ("ABCD-EFGH-JKLM-NPQR", "ABCD-EFGH-JKLM-NPQR")])
def test_six_digits_are_typed_anew_and_a_slip_is_put_right(
    client: Visitor, agent: User, typed: str, kept: str
) -> None:
    attempt(client, agent.email, PASSWORD)
    assert show(client, typed).fields()["code"] == kept


def test_a_form_of_another_site_shows_no_code(client: Visitor, agent: User, app_of_agent: pyotp.TOTP) -> None:
    attempt(client, agent.email, PASSWORD)
    assert client.post("/sign-in/code", data={"code": app_of_agent.now()}).status_code == 422
    assert not is_in(client)


def test_halfway_one_may_sign_in_as_somebody_else(client: Visitor, agent: User) -> None:
    page = client.visit(attempt(client, agent.email, PASSWORD).response.location)
    page = page.submit('form[action="/sign-out"]')
    assert page.address == "/sign-in"
    assert client.get("/sign-in/code").location == "/sign-in"


def test_halfway_lasts_for_half_an_hour(client: Visitor, agent: User, app_of_agent: pyotp.TOTP) -> None:
    with time_machine.travel("2027-06-09T06:00:05Z", tick=False) as clock:
        attempt(client, agent.email, PASSWORD)
        page = client.visit("/sign-in/code")
        clock.shift(timedelta(minutes=30))
        answer = client.post("/sign-in/code", data={**page.fields(), "code": app_of_agent.at(now())})
        assert answer.location == "/sign-in"
