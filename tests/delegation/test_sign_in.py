"""Correspondents come in by a link that works once; nobody else learns anything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AccessLink, Language, LinkRequest, Mandate, Person, RequestedLink
from app.services import access_links, link_requests, mandates
from app.services.accounts import login_sessions
from app.services.actors import SYSTEM
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_convocation, a_correspondent, a_mandate
from tests.factories.users import a_user
from tests.pages import Visitor
from tests.received_mail import Mailboxes, link_in
from tests.signing_in import sign_in
from tests.statement_count import Statements


def link_of(person: Person) -> str:
    token = access_links.mint_for_correspondent(person)
    db.session.commit()
    return f"/delegation/enter/{token}"


def end_mandates() -> None:
    for mandate in db.session.scalars(select(Mandate)):
        mandates.end_now(mandate, SYSTEM)
    db.session.commit()


def test_a_correspondent_asks_for_a_link_and_comes_in(
    client: Visitor, speaker: Person, mailbox: Mailboxes
) -> None:
    asked = client.visit("/").follow("For national correspondents").submit("#ask", email=" Ion@IGP.example ")
    assert "works once" in asked.text
    link_requests.answer()
    [mail] = mailbox.deliver()
    page = client.visit(link_in(mail, "/delegation/enter/")).submit("main form")
    assert page.address == "/delegation/"
    assert page.all_text("h1") == ["Republic of Moldova"]
    assert "I. MUNTEANU · National correspondent, Republic of Moldova" in page.text


def test_asking_answers_alike_for_every_address(client: Visitor, speaker: Person) -> None:
    known = client.visit("/delegation/sign-in").submit("#ask", email="ion@igp.example")
    unknown = client.visit("/delegation/sign-in").submit("#ask", email="bob@igp.example")
    assert known.text == unknown.text.replace("bob@", "ion@")
    assert known.status == unknown.status == 200
    requests = db.session.scalars(select(LinkRequest).order_by(LinkRequest.id)).all()
    assert [(row.email_key, row.opens) for row in requests] == [
        ("ion@igp.example", RequestedLink.DELEGATION),
        ("bob@igp.example", RequestedLink.DELEGATION),
    ]


def test_asking_takes_the_same_work_for_every_address(
    client: Visitor, speaker: Person, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    work = []
    for address in ("ion@igp.example", "bob@igp.example"):
        form = client.visit("/delegation/sign-in")
        with statements() as asked:
            form.submit("#ask", email=address)
        work.append(list(asked))
    assert work[0] == work[1]


def test_an_address_that_is_none_is_said_beside_the_field(client: Visitor) -> None:
    page = client.visit("/delegation/sign-in").submit("#ask", email="ion@")
    assert page.status == 422
    assert page.one("#email")["value"] == "ion@"
    assert "This is not an e-mail address" in page.all_text("#email-error")[0]
    assert db.session.scalars(select(LinkRequest)).all() == []


def test_opening_the_link_changes_nothing(client: Visitor, speaker: Person) -> None:
    row = a_convocation(an_event(), a_body("MD"))
    link = link_of(speaker)
    for _ in range(2):
        assert "Open my delegation" in client.visit(link).text
    assert db.session.scalars(select(AccessLink.used_at)).all() == [None]
    assert row.seen_at is None
    assert client.get("/delegation/").headers["Location"].endswith("/delegation/sign-in")


def test_coming_in_notes_that_the_convocations_were_seen(client: Visitor, speaker: Person) -> None:
    moldova, over = a_body("MD"), an_event(starts_at=now() - timedelta(days=9))
    own = a_convocation(an_event(), moldova)
    others = [a_convocation(over, moldova), a_convocation(own.event, a_body("DE"))]
    enter(client, speaker)
    db.session.expire_all()
    assert own.seen_at is not None
    assert [row.seen_at for row in others] == [None, None]


def test_what_was_seen_first_stays(client: Visitor, speaker: Person) -> None:
    seen = now() - timedelta(days=3)
    row = a_convocation(an_event(), a_body("MD"), seen_at=seen)
    enter(client, speaker)
    db.session.refresh(row)
    assert row.seen_at == seen


def test_a_used_link_says_so_and_offers_another(client: Visitor, app: Flask, speaker: Person) -> None:
    link = link_of(speaker)
    client.visit(link).submit("main form")
    assert client.visit(link).address == "/delegation/", "whoever is in with it goes on"
    client.visit("/delegation/").submit("header form")
    page = client.visit(link)
    assert page.status == 410
    assert "This link was used already." in page.text
    assert "works once" in page.submit("main form", email="ion@igp.example").text


def test_an_expired_link_says_so(client: Visitor, speaker: Person) -> None:
    link = link_of(speaker)
    with time_machine.travel(now() + timedelta(hours=3, minutes=1), tick=False):
        page = client.visit(link)
    assert (page.status, "This link is no longer valid." in page.text) == (410, True)
    assert page.soup.select("main form[action='/delegation/sign-in']")


def test_an_unknown_link_says_so(client: Visitor) -> None:
    page = client.visit("/delegation/enter/nonsense")
    assert page.status == 404
    assert "copy the whole line" in page.text
    assert page.soup.select("main form[action='/delegation/sign-in']")


def test_with_an_ended_mandate_one_is_sent_to_the_secretariat(client: Visitor, speaker: Person) -> None:
    link = link_of(speaker)
    end_mandates()
    for page in (client.visit(link), client.visit(link)):
        assert page.status == 410
        assert "tell the secretariat" in page.text
        assert not page.soup.select("main form")


def test_a_visit_ends_with_the_mandate(correspondent: Visitor) -> None:
    end_mandates()
    page = correspondent.visit("/delegation/")
    assert page.address == "/delegation/sign-in"
    assert "Your visit is over" in page.text


def test_a_visit_ends_after_three_hours(correspondent: Visitor) -> None:
    with time_machine.travel(now() + timedelta(hours=2, minutes=59), tick=False):
        assert correspondent.visit("/delegation/").address == "/delegation/"
    with time_machine.travel(now() + timedelta(hours=3, minutes=1), tick=False):
        assert correspondent.visit("/delegation/").address == "/delegation/sign-in"


def test_what_is_sent_after_the_end_is_not_lost(correspondent: Visitor) -> None:
    event = an_event()
    a_convocation(event, a_body("MD"))
    form = correspondent.visit(f"/delegation/{event.slug}/MD/refuse")
    end_mandates()
    page = form.submit("#refusal", reason="Nobody can be spared")
    assert page.status == 401
    assert page.fields("main form")["reason"] == "Nobody can be spared"
    assert page.soup.select("a[href='/delegation/sign-in']")


def test_the_button_ends_the_visit_for_every_copy_of_the_cookie(correspondent: Visitor, app: Flask) -> None:
    copied = dict(correspondent.get("/delegation/").request.cookies)
    page = correspondent.visit("/delegation/").submit("header form")
    assert "You have signed out" in page.text
    assert correspondent.get("/delegation/").status_code == 302
    for name, value in copied.items():
        correspondent.set_cookie(name, value)
    assert correspondent.get("/delegation/").status_code == 302


def test_nothing_of_an_earlier_session_survives(client: Visitor, speaker: Person) -> None:
    sign_in(client, a_user())
    with client.session_transaction() as cookie:
        cookie["planted"], secret = "x", cookie["login"]
    enter(client, speaker)
    with client.session_transaction() as cookie:
        assert not {"planted", "login"} & set(cookie)
    assert login_sessions.find(secret) is None
    assert client.get("/organiser/").status_code == 302


@pytest.mark.parametrize("planted", ["x", [1], 999, None, True, {"id": 1}])
def test_a_visit_that_was_never_begun_opens_nothing(client: Visitor, planted: object) -> None:
    with client.session_transaction() as cookie:
        cookie["delegation_visit"] = planted
    assert client.get("/delegation/").headers["Location"].endswith("/delegation/sign-in")


def test_a_staff_account_opens_no_delegation(client: Visitor) -> None:
    sign_in(client, a_user())
    assert client.get("/delegation/").headers["Location"].endswith("/delegation/sign-in")


def test_the_correspondents_language_comes_first_and_a_choice_wins(client: Visitor) -> None:
    person = a_correspondent(a_body("MD"), language=Language.FR)
    link = link_of(person)
    assert client.visit(link).one("html")["lang"] == "fr"
    client.visit(link).submit("main form")
    assert client.visit("/delegation/").one("html")["lang"] == "fr"
    assert client.visit("/delegation/?lang=en").one("html")["lang"] == "en"
    assert client.visit("/delegation/").one("html")["lang"] == "en"


def test_who_speaks_for_two_bodies_sees_both(client: Visitor, speaker: Person) -> None:
    a_mandate(a_body("INTERPOL"), speaker)
    page = enter(client, speaker)
    assert page.all_text("h1") == ["My delegations"]
    assert "I. MUNTEANU · 2 delegations" in page.text


@pytest.mark.parametrize("path", ["/delegation/sign-in", "/delegation/enter/nonsense"])
def test_the_band_names_nobody_before_the_visit(client: Visitor, path: str) -> None:
    assert "correspondent," not in client.visit(path).one("header").get_text()


def test_a_later_mandate_is_none_yet(client: Visitor) -> None:
    person = a_mandate(a_body("MD"), from_date=mandates.today() + timedelta(days=1)).person
    assert client.visit(link_of(person)).status == 410
