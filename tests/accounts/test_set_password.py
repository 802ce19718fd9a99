"""Choosing a password by a link: opening it changes nothing, it works once, and then everything else of the account ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from app.extensions import db
from app.lib import password_hash
from app.lib.clock import now
from app.models import AccessLink, AuditEntry, Letter, LetterKind, LinkPurpose, LoginSession, User
from app.services import access_links
from app.services.accounts import login_sessions, passwords
from app.services.errors import LinkExpired
from tests.factories import users
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.second_factors import an_app_of
from tests.pages import Visitor
from tests.signing_in import sign_in

PASSWORD = "seven grey herons by the canal"


@pytest.fixture
def agent(app: Flask) -> User:
    return users.a_desk_agent(email="desk@secretariat.example", name="Helena Marchetti")


@pytest.fixture
def link(agent: User) -> str:
    return f"/set-password/{access_links.mint_for_user(agent, LinkPurpose.SET_PASSWORD)}"


def test_opening_the_link_changes_nothing(client: Visitor, agent: User, link: str) -> None:
    for method in ("GET", "HEAD", "GET"):
        assert client.open(link, method=method).status_code == 200
    assert db.session.scalars(select(AccessLink.used_at)).one() is None
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 0
    assert "desk@secretariat.example" in client.visit(link).text


def test_a_password_is_set_and_one_sets_up_the_second_factor(client: Visitor, agent: User, link: str) -> None:
    page = client.visit(link)
    assert page.one(".prog [aria-current]").get_text() == "1 of 3 · Password"
    page = page.submit(password=PASSWORD)
    assert page.address == "/second-factor", "the secret has left the address, and nothing private is open"
    assert "Your password is set" in page.text
    assert client.get("/check-in/").status_code == 302
    db.session.refresh(agent)
    assert password_hash.matches(agent.password_hash or "", PASSWORD)
    assert db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all() == [
        "user.password_set",
        "user.password_accepted",
    ]


def test_the_link_takes_nobody_past_the_second_factor(client: Visitor, agent: User, link: str) -> None:
    app_of_agent = an_app_of(agent)
    before = agent.second_factor
    page = client.visit(link).submit(password=PASSWORD)
    assert page.address == "/sign-in/code"
    assert client.visit("/second-factor").address == "/sign-in/code", "nor is there another one to set up"
    assert client.get("/check-in/").status_code == 302
    db.session.refresh(agent)
    assert agent.second_factor == before
    assert page.submit(code=app_of_agent.now()).address == "/check-in/"


def test_the_owner_is_told_of_a_password_that_replaces_another(
    client: Visitor, agent: User, link: str
) -> None:
    client.visit(link).submit(password=PASSWORD)
    assert _letters() == [], "the first one is no news"
    again = access_links.mint_for_user(agent, LinkPurpose.SET_PASSWORD)
    client.visit(f"/set-password/{again}").submit(password=PASSWORD + " again")
    assert _letters() == [(LetterKind.ACCOUNT_CHANGED, "password_set")]


def _letters() -> list[tuple[LetterKind, object]]:
    return [(letter.kind, letter.facts["what"]) for letter in db.session.scalars(select(Letter))]


def test_the_link_works_once(client: Visitor, agent: User, link: str) -> None:
    page = client.visit(link)
    fields = page.fields()
    page.submit(password=PASSWORD)
    for answer in (client.get(link), client.post(link, data={**fields, "password": PASSWORD + " again"})):
        assert answer.status_code == 410
        assert "This link was used already." in answer.text
    db.session.refresh(agent)
    assert password_hash.matches(agent.password_hash or "", PASSWORD)


def test_of_two_at_once_one_is_too_late(app: Flask, agent: User, link: str) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from app.services.errors import DomainError

    token = link.rpartition("/")[2]
    db.session.commit()
    ready = Barrier(2)

    def one(number: int) -> str:
        with app.app_context():
            ready.wait()
            try:
                passwords.choose(token, f"{PASSWORD} {number}")
                db.session.commit()
            except DomainError as error:
                return error.code
            finally:
                db.session.remove()
            return "set"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(one, range(2))) == ["link_used", "set"]


@pytest.mark.parametrize("step", ["revoked", "closed"])
def test_a_link_that_ends_while_the_password_is_looked_at_sets_none(
    app: Flask, agent: User, link: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(password: str) -> str:
        ending = update(AccessLink).values(revoked_at=now())
        if step == "closed":
            ending = update(User).where(User.id == agent.id).values(active=False, closed_at=now())
        db.session.execute(ending, execution_options={"synchronize_session": False})
        return f"made of {password}"

    monkeypatch.setattr(password_hash, "made", meanwhile)
    with pytest.raises(LinkExpired):
        passwords.choose(link.rpartition("/")[2], PASSWORD)
    assert db.session.scalar(select(User.password_hash)) is None


def test_a_link_lives_over_a_weekend(client: Visitor, agent: User) -> None:
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        token = access_links.mint_for_user(agent, LinkPurpose.SET_PASSWORD)
        clock.shift(timedelta(hours=72))
        answer = client.get(f"/set-password/{token}")
    assert answer.status_code == 410
    assert "no longer valid" in answer.text


def test_an_unknown_link_is_not_found(client: Visitor, app: Flask) -> None:
    page = client.visit("/set-password/invented")
    assert page.status == 404
    assert "This link is not known" in page.text
    assert "ask an administrator for a new link" in page.text


def test_a_delegates_link_sets_no_password(client: Visitor, app: Flask) -> None:
    token = access_links.mint_for_registration(a_registration(an_event()), LinkPurpose.MY_REGISTRATION)
    assert client.get(f"/set-password/{token}").status_code == 404


def test_the_link_of_a_closed_account_opens_nothing(client: Visitor, agent: User, link: str) -> None:
    agent.active = False
    assert client.get(link).status_code == 410


def test_other_sessions_and_other_links_end(client: Visitor, agent: User, link: str) -> None:
    other_link = access_links.mint_for_user(agent, LinkPurpose.SET_PASSWORD)
    elsewhere = client.application.test_client()
    sign_in(elsewhere, agent)  # type: ignore[arg-type]
    assert elsewhere.get("/check-in/").status_code == 200
    client.visit(link).submit(password=PASSWORD)
    assert elsewhere.get("/check-in/").status_code == 302
    assert client.get("/second-factor").status_code == 200
    assert client.get(f"/set-password/{other_link}").status_code == 410


def test_the_session_of_somebody_else_in_this_browser_ends(client: Visitor, agent: User, link: str) -> None:
    other = users.an_organiser()
    sign_in(client, other)
    with client.session_transaction() as cookie:
        before = cookie["login"]
    client.visit(link).submit(password=PASSWORD)
    assert login_sessions.find(before) is None
    with client.session_transaction() as cookie:
        found = login_sessions.find(cookie["login"])
    assert found is not None
    assert found.user.id == agent.id


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "Enter a new password"),
        ("short and good", "Use 15 characters or more"),
        ("passwordpassword1", "easily guessed"),
        ("Helena Marchetti 1", "easily guessed"),
        ("correct horse " * 15, "Use 200 characters at most"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays(
    client: Visitor, agent: User, link: str, password: str, said: str
) -> None:
    page = client.visit(link).submit(password=password)
    assert page.status == 422
    assert said in page.one("#password-error").get_text()
    assert page.one("title").get_text().startswith("Error:")
    assert not page.one("#password").get("value")
    assert client.visit(link).submit(password=PASSWORD).status == 200


@pytest.mark.parametrize("length", [15, 64, 200])
def test_long_passwords_are_taken_whole(client: Visitor, agent: User, link: str, length: int) -> None:
    password = ("bakelite otters whisk jam; " * 9)[:length]
    assert client.visit(link).submit(password=password).address == "/second-factor"
    db.session.refresh(agent)
    assert password_hash.matches(agent.password_hash or "", password)
    assert not password_hash.matches(agent.password_hash or "", password[:-1])


def test_extra_fields_change_nothing(client: Visitor, agent: User, link: str) -> None:
    fields = client.visit(link).fields().to_dict()
    client.post(
        link, data={**fields, "password": PASSWORD, "role": "administrator", "user_id": "1", "email": "x@y.z"}
    )
    db.session.refresh(agent)
    assert (agent.role, agent.email) == ("desk_agent", "desk@secretariat.example")


def test_a_form_of_another_site_sets_nothing(client: Visitor, agent: User, link: str) -> None:
    answer = client.post(link, data={"password": PASSWORD})
    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    db.session.refresh(agent)
    assert agent.password_hash is None
