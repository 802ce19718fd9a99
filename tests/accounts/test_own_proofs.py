"""Changing what opens the own account asks once more who one is, ends the other sessions, and is told by letter."""

from __future__ import annotations

import pyotp
import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib import password_hash
from app.models import AuditEntry, Letter, LinkPurpose, RecoveryCode, User
from app.services import access_links
from tests.accounts.attempts import PASSWORD, attempt, is_in, show
from tests.factories.second_factors import SEED, recovery_codes_of, the_next_code_counts
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

NEW = "eleven barges under the old bridge"


@pytest.fixture
def inside(client: Visitor, agent: User) -> Visitor:
    return sign_in(client, agent)


@pytest.fixture
def elsewhere(client: Visitor, agent: User) -> Visitor:
    """The same person in another browser."""
    other: Visitor = client.application.test_client()  # type: ignore[assignment]
    return sign_in(other, agent)


def told() -> list[object]:
    return [letter.facts["what"] for letter in db.session.scalars(select(Letter).order_by(Letter.id))]


def recorded() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def another_app(page: Page) -> pyotp.TOTP:
    return pyotp.TOTP(page.one(".key-text").get_text().replace(" ", "").strip())


def test_the_password_is_changed_and_other_sessions_end(
    inside: Visitor, agent: User, elsewhere: Visitor
) -> None:
    with inside.session_transaction() as cookie:
        before = dict(cookie)
    page = inside.visit("/account/password").submit(present_password=PASSWORD, password=NEW)
    assert page.address == "/account"
    assert "Your password is changed." in page.text
    db.session.refresh(agent)
    assert password_hash.matches(agent.password_hash or "", NEW)
    assert is_in(inside)
    assert not is_in(elsewhere)
    assert (told(), recorded()) == (["password_set"], ["user.password_changed"])
    with inside.session_transaction() as cookie:
        cookie.clear()
        cookie.update(before)
    assert not is_in(inside), "who has copied the cookie is out as well"


def test_links_of_before_set_no_password_any_more(inside: Visitor, agent: User) -> None:
    token = access_links.mint_for_user(agent, LinkPurpose.SET_PASSWORD)
    db.session.commit()
    inside.visit("/account/password").submit(present_password=PASSWORD, password=NEW)
    assert inside.get(f"/set-password/{token}").status_code == 410


@pytest.mark.parametrize(
    ("present", "new", "field", "said"),
    [
        ("wrong" * 3, NEW, "present_password", "This is not your present password."),
        ("", NEW, "present_password", "Enter your present password"),
        (PASSWORD, "short", "password", "Use 15 characters or more"),
        (PASSWORD, "passwordpassword", "password", "easily guessed"),
        (PASSWORD, "", "password", "Enter a new password"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it_and_to_a_good_one(
    inside: Visitor, agent: User, elsewhere: Visitor, present: str, new: str, field: str, said: str
) -> None:
    page = inside.visit("/account/password").submit(present_password=present, password=new)
    assert page.status == 422
    assert said in page.one(f"#{field}-error").get_text()
    db.session.refresh(agent)
    assert password_hash.matches(agent.password_hash or "", PASSWORD)
    assert is_in(elsewhere)
    assert told() == []


def test_guessing_the_password_from_inside_is_limited(inside: Visitor, agent: User) -> None:
    page = inside.visit("/account/password")
    for _ in range(5):
        assert page.submit(present_password="wrong" * 3, password=NEW).status == 422
    blocked = page.submit(present_password=PASSWORD, password=NEW)
    assert blocked.status == 429
    assert int(blocked.response.headers["Retry-After"]) > 0
    assert page.submit(present_password=PASSWORD, password=NEW).status == 429
    assert recorded() == ["user.proof_refused"] * 6, "of the refusals by the limit the first"
    token = inside.visit("/account/recovery-codes").fields()["csrf_token"]
    other = {"csrf_token": token, "present_password": PASSWORD, "code": pyotp.TOTP(SEED).now()}
    assert inside.post("/account/recovery-codes", data=other).status_code == 429, "one count for all of it"


def test_the_app_is_exchanged(inside: Visitor, agent: User, elsewhere: Visitor) -> None:
    old_codes = recovery_codes_of(agent)
    page = inside.visit("/account/second-factor")
    app = another_app(page)
    shown = page.submit(new_code=app.now(), present_password=PASSWORD, code=pyotp.TOTP(SEED).now())
    codes = shown.all_text(".codes li")
    assert len(codes) == 10
    assert not set(codes) & set(old_codes)
    assert shown.follow("I have kept them").address == "/account"
    assert not is_in(elsewhere)
    assert (told(), recorded()) == (["second_factor_set"], ["user.second_factor_set"])
    db.session.refresh(agent)
    the_next_code_counts(agent)
    attempt(elsewhere, agent.email, PASSWORD)
    assert show(elsewhere, pyotp.TOTP(SEED).now()).status == 422, "the app of before is none any more"
    assert show(elsewhere, old_codes[0]).status == 422
    assert show(elsewhere, app.now()).status == 303
    again = another_app(inside.visit("/account/second-factor"))
    assert again.secret != app.secret


@pytest.mark.parametrize("wrong", ["new_code", "present_password", "code"])
def test_the_app_is_exchanged_only_by_who_shows_both(
    inside: Visitor, agent: User, elsewhere: Visitor, wrong: str
) -> None:
    before = agent.second_factor
    page = inside.visit("/account/second-factor")
    right = {
        "new_code": another_app(page).now(),
        "present_password": PASSWORD,
        "code": pyotp.TOTP(SEED).now(),
    }
    refused = page.submit(**{**right, wrong: "000000"})
    assert refused.status == 422
    assert refused.one(f"#{wrong}-error")
    assert PASSWORD not in str(refused.soup)
    db.session.refresh(agent)
    assert agent.second_factor == before
    assert is_in(elsewhere)
    assert told() == []
    assert another_app(refused).secret == another_app(page).secret, "the picture stays"


def test_a_recovery_code_stands_in_for_the_app_that_is_lost(inside: Visitor, agent: User) -> None:
    recovery = recovery_codes_of(agent)[4]
    page = inside.visit("/account/second-factor")
    shown = page.submit(new_code=another_app(page).now(), present_password=PASSWORD, code=recovery)
    assert len(shown.all_text(".codes li")) == 10


def test_new_recovery_codes_end_those_of_before(inside: Visitor, agent: User, elsewhere: Visitor) -> None:
    old = recovery_codes_of(agent)
    page = inside.visit("/account/recovery-codes")
    sent = {"present_password": PASSWORD, "code": pyotp.TOTP(SEED).now()}
    shown = page.submit(**sent)
    codes = shown.all_text(".codes li")
    assert len(set(codes) - set(old)) == 10
    assert len(db.session.scalars(select(RecoveryCode)).all()) == 10
    assert (told(), recorded()) == (["recovery_codes_made"], ["user.recovery_codes_made"])
    assert is_in(elsewhere), "nothing that opens an account has changed hands"
    assert page.submit(**sent).status == 422, "what was sent is not sent twice"


def test_codes_are_not_kept_by_the_browser(inside: Visitor, agent: User) -> None:
    page = inside.visit("/account/recovery-codes")
    shown = page.submit(present_password=PASSWORD, code=pyotp.TOTP(SEED).now())
    assert shown.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["/account/password", "/account/second-factor", "/account/recovery-codes"]
)
def test_a_form_of_another_site_changes_nothing(inside: Visitor, agent: User, address: str) -> None:
    sent = {"present_password": PASSWORD, "password": NEW, "code": pyotp.TOTP(SEED).now()}
    answer = inside.post(address, data={**sent, "new_code": "000000"})
    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    db.session.refresh(agent)
    assert password_hash.matches(agent.password_hash or "", PASSWORD)
    assert told() == []
