"""The pages about accounts: for administrators alone; invite, change, close, open again, help; never the last administrator."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Event, Letter, LetterKind, User, UserRole
from app.services import heartbeats
from app.services.accounts import login_sessions
from tests.factories import users as factory
from tests.factories.events import an_event
from tests.pages import Page, Visitor
from tests.received_mail import Mailboxes
from tests.signing_in import sign_in
from tests.statement_count import Statements

NORA = {"name": "Nora Lindqvist", "email": "Nora@desk.example", "language": "en"}


@pytest.fixture
def boss(app: Flask) -> User:
    return factory.an_administrator(name="Ada Boss", email="ada@secretariat.example", password_hash="x")


@pytest.fixture
def administrator(client: Visitor, boss: User) -> Visitor:
    heartbeats.beat()
    return sign_in(client, boss)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(title_en="Trust and Oversight", title_fr="Confiance et contrôle")


def invite(visitor: Visitor, **answers: object) -> Page:
    return visitor.visit("/users/invite").submit("#account", **{**NORA, **answers})


def of(user: User, step: str = "") -> str:
    return f"/users/{user.id}{step and '/'}{step}"


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_somebody_is_invited_and_comes_in(administrator: Visitor, event: Event, mailbox: Mailboxes) -> None:
    page = invite(administrator, role="desk_agent", events=[str(event.id)])
    assert page.one("h1").get_text() == "Nora Lindqvist"
    assert "A letter with a link is on its way to Nora@desk.example." in page.text
    assert "Invited, no password yet" in page.text
    assert "Trust and Oversight" in page.text
    user = db.session.scalars(select(User).where(User.email_key == "nora@desk.example")).one()
    assert (user.role, user.all_events, [row.event_id for row in user.events]) == (
        UserRole.DESK_AGENT,
        False,
        [event.id],
    )
    assert "/set-password/" in str(mailbox.last_to("Nora@desk.example").get_body(("plain",)))
    assert actions() == ["user.invited"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"role": "desk_agent"}, "Choose at least one event."),
        ({"role": "desk_agent", "scope": "all"}, "Choose at least one event."),
        ({"role": "organiser", "scope": "some"}, "Choose at least one event."),
        ({"role": "organiser"}, "Choose with which events"),
        ({"role": "statistics_reader"}, "Choose with which events"),
        ({"role": "chief", "scope": "all"}, "Choose from the list"),
        ({"scope": "all"}, "Choose a role"),
        ({"role": "organiser", "scope": "all", "email": "nora"}, "This is not an e-mail address"),
        ({"role": "organiser", "scope": "all", "name": ""}, "Enter the person’s name"),
        (
            {"role": "organiser", "scope": "all", "email": "ADA@secretariat.example"},
            "There is an account with this",
        ),
        ({"role": "organiser", "scope": "some", "events": ["999999"]}, "Choose from the list"),
        ({"role": "organiser", "scope": "some", "events": ["x"]}, "Choose from the list"),
    ],
)
def test_a_wrong_invitation_keeps_what_was_typed(
    administrator: Visitor, event: Event, answers: dict[str, object], words: str
) -> None:
    page = invite(administrator, **answers)
    assert page.status in {409, 422}
    assert words in page.text
    assert page.one("#email")["value"] == answers.get("email", NORA["email"])
    assert len(db.session.scalars(select(User)).all()) == 1


def test_what_is_missing_is_told_in_the_order_of_the_form(administrator: Visitor) -> None:
    page = invite(administrator, name="", email="", role=None)
    assert [words.split()[-1] for words in page.all_text(".problem li")] == [
        "name",
        "name@example.org",
        "role",
    ]


def test_the_list_says_who_can_do_what(administrator: Visitor, event: Event) -> None:
    factory.a_desk_agent(event, name="Dora Desk", password_hash="x", second_factor="sealed")
    page = administrator.visit("/users")
    assert page.one("h1").get_text() == "2 people can sign in"
    assert "Times are by the clocks of Strasbourg." in page.text
    rows = page.all_text("main tbody tr")
    assert rows[0].startswith("Ada Boss (you) ada@secretariat.example Administrator All events Open")
    assert "Dora Desk" in rows[1]
    assert (
        "Desk agent Trust and Oversight (2027) Open" in rows[1] or "Desk agent Trust and Oversight" in rows[1]
    )
    assert "Second factor : Set up" in rows[1] or "set up" in rows[1].lower()
    assert page.one("header nav a[aria-current]").get_text() == "Accounts"


def test_the_number_of_statements_does_not_grow(
    administrator: Visitor, event: Event, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    def asked() -> int:
        with statements() as found:
            administrator.get("/users")
        return len(found)

    administrator.get("/users")
    before = asked()
    for _ in range(5):
        factory.a_desk_agent(event, an_event())
    assert asked() == before


def test_a_role_is_changed_and_its_owner_told(
    administrator: Visitor, event: Event, mailbox: Mailboxes
) -> None:
    user = factory.an_organiser(name="Otto", email="otto@secretariat.example")
    page = administrator.visit(of(user)).follow("Change role or events")
    assert page.one("input[name=role][checked]")["value"] == "organiser"
    page = page.submit("#account", role="statistics_reader", scope="some", events=[str(event.id)])
    assert "The owner of the account is told by letter." in page.text
    db.session.expire_all()
    assert (user.role, [row.event_id for row in user.events]) == (UserRole.STATISTICS_READER, [event.id])
    letter = mailbox.last_to("otto@secretariat.example")
    assert letter["Subject"] == "A change in your account for the events of the Police Network"
    assert "Statistics reader" in str(letter.get_body(("plain",)))
    assert page.follow("Change role or events").submit("#account").text.count("Nothing was changed.") == 1


def test_what_was_open_follows_the_new_role(administrator: Visitor, app: Flask) -> None:
    user = factory.an_organiser(password_hash="x")
    theirs = sign_in(app.test_client(), user)  # type: ignore[arg-type]
    assert theirs.get("/organiser/").status_code == 200
    administrator.visit(of(user, "change")).submit("#account", role="statistics_reader", scope="all")
    assert theirs.get("/organiser/").status_code == 403
    assert theirs.get("/organiser/statistics").status_code == 200


def test_the_own_account_is_another_administrators_matter(administrator: Visitor, boss: User) -> None:
    factory.an_administrator(password_hash="x")
    page = administrator.visit(of(boss))
    assert "another administrator changes what it can do" in page.text
    assert not page.soup.select(f"main form, main a[href='{of(boss, 'close')}']")
    page = administrator.visit(of(boss, "change")).submit("#account", role="organiser", scope="all")
    assert page.status == 409
    assert "another administrator has to do this" in page.text
    for step in ("close", "reset-second-factor"):
        assert administrator.visit(of(boss, step)).submit().status == 409
    db.session.expire_all()
    assert (boss.role, boss.active) == (UserRole.ADMINISTRATOR, True)


def test_closed_and_opened_again(administrator: Visitor, app: Flask) -> None:
    user = factory.an_organiser(password_hash="x", name="Otto", second_factor="sealed")
    theirs = sign_in(app.test_client(), user)  # type: ignore[arg-type]
    page = administrator.visit(of(user)).follow("Close the account…")
    assert page.one("h1").get_text() == "Close this account?"
    page = page.submit()
    assert "The account is closed." in page.text
    assert theirs.get("/organiser/").location.startswith("/sign-in")
    assert administrator.visit("/users?show=closed").all_text("main tbody th a") == ["Otto"]
    page = page.submit("section form")
    assert "A letter with a link is on its way" in page.text
    assert "Invited, no password yet" in page.text
    assert actions() == ["user.closed", "user.reopened"]


def test_a_lost_telephone(administrator: Visitor, app: Flask) -> None:
    user = factory.an_organiser(password_hash="x", second_factor="sealed")
    theirs = sign_in(app.test_client(), user)  # type: ignore[arg-type]
    page = administrator.visit(of(user)).follow("Reset the second factor…").submit()
    assert "The second factor is reset." in page.text
    assert theirs.get("/organiser/").location.startswith("/sign-in")
    db.session.expire_all()
    assert user.second_factor is None
    kinds = [(row.kind, row.facts.get("what")) for row in db.session.scalars(select(Letter))]
    assert kinds == [(LetterKind.ACCOUNT_CHANGED, "second_factor_reset")]


def test_sessions_of_somebody_else_are_ended(administrator: Visitor, app: Flask) -> None:
    user = factory.an_organiser(password_hash="x")
    theirs = sign_in(app.test_client(), user)  # type: ignore[arg-type]
    page = administrator.visit(of(user))
    page = page.submit(f"form[action='{of(user, 'end-sessions')}']")
    assert "All sessions of this account have ended." in page.text
    assert theirs.get("/organiser/").location.startswith("/sign-in")
    assert not login_sessions.living(user.id)


def test_the_link_is_sent_again(administrator: Visitor, mailbox: Mailboxes) -> None:
    user = factory.an_organiser(email="otto@secretariat.example")
    page = administrator.visit(of(user)).submit(f"form[action='{of(user, 'invite-again')}']")
    assert "A letter with a new link is on its way to otto@secretariat.example." in page.text
    assert "Queued" in page.text
    assert mailbox.last_to("otto@secretariat.example")["Subject"].startswith("Your account")


def test_extra_fields_change_nothing(administrator: Visitor) -> None:
    user = factory.an_organiser(email="otto@secretariat.example", password_hash="x")
    page = administrator.visit(of(user, "change"))
    values = page.fields("#account")
    values.update(
        {"email": "evil@else.example", "active": "", "password_hash": "y", "second_factor": "z", "id": "1"}
    )
    assert administrator.post(of(user, "change"), data=values).status_code == 303
    db.session.expire_all()
    assert (user.email, user.active, user.password_hash, user.second_factor) == (
        "otto@secretariat.example",
        True,
        "x",
        None,
    )


def test_accounts_that_are_not_there(administrator: Visitor) -> None:
    for step in ("", "change", "close", "reset-second-factor"):
        assert administrator.get(f"/users/99999{step and '/'}{step}").status_code == 404
    page = administrator.visit("/users")
    token = page.fields("header form")["csrf_token"]
    for step in ("invite-again", "end-sessions", "reopen", "close", "reset-second-factor"):
        assert administrator.post(f"/users/99999/{step}", data={"csrf_token": token}).status_code == 404


def test_a_hostile_name_is_inert(administrator: Visitor) -> None:
    user = factory.an_organiser(name='<script>alert(1)</script>{{ 7*7 }}"')
    for address in ("/users", of(user), of(user, "change"), of(user, "close")):
        answer = administrator.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "49" not in Page(administrator, answer).one("h1").get_text()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_in_both_languages(administrator: Visitor, event: Event, language: str) -> None:
    user = factory.a_desk_agent(event, password_hash="x", second_factor="sealed")
    pages = ["/users", "/users?show=closed", "/users/invite"]
    pages += [of(user, step) for step in ("", "change", "close", "reset-second-factor")]
    for address in pages:
        page = administrator.visit(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert page.status == 200, address
        assert ("Comptes" if language == "fr" else "Accounts") in page.text


def test_an_erased_account_is_a_page_without_a_name(administrator: Visitor) -> None:
    user = factory.an_organiser(active=False, name="")
    user.email = ""
    page = administrator.visit(of(user))
    assert page.one("h1").get_text() == "Erased account"
    assert "Invite the person anew." in page.text
    assert not page.soup.select("main form")
    token = page.fields("header form")["csrf_token"]
    assert administrator.post(of(user, "reopen"), data={"csrf_token": token}).status_code == 409
    assert "Erased account" not in administrator.visit("/users?show=closed").text
