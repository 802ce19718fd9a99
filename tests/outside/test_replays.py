"""What worked once is sent again: links, cookies, codes. And a link that a mail program opens beforehand."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AccessLink, LinkPurpose, Registration, Status
from app.services import access_links
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.signing_in import sign_in

PASSWORD = "violet otter under nine bridges"


def stands(registration_id: int) -> tuple[Status, bool]:
    db.session.rollback()
    row = db.session.execute(
        select(Registration.status, Registration.verified_at).where(Registration.id == registration_id)
    ).one()
    db.session.rollback()
    return row[0], row[1] is not None


def test_a_scanner_that_opens_every_link_changes_nothing(
    app: Flask, running: Running, outsider: Outsider
) -> None:
    person = a_registration(an_event(), Status.UNVERIFIED)
    speaker, user, number = a_correspondent(a_body("MD")), an_administrator(), person.id
    links = [
        "/c/" + access_links.mint_for_registration(person, LinkPurpose.CONFIRM_ADDRESS),
        "/r/" + access_links.mint_for_registration(person, LinkPurpose.MY_REGISTRATION),
        "/delegation/enter/" + access_links.mint_for_correspondent(speaker),
        "/set-password/" + access_links.mint_for_user(user, LinkPurpose.SET_PASSWORD),
    ]
    db.session.commit()
    for link in links:
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
            headers = {"Sec-Purpose": "prefetch", "X-HTTP-Method-Override": "POST"}
            assert outsider.open(method, f"{link}?_method=POST", headers=headers).status_code < 500
    assert stands(number) == (Status.UNVERIFIED, False)
    used = select(AccessLink.id).where(
        AccessLink.used_at.is_not(None), AccessLink.user_id.is_not(None) | AccessLink.person_id.is_not(None)
    )
    of_these = used.where((AccessLink.user_id == user.id) | (AccessLink.person_id == speaker.id))
    assert db.session.scalars(of_these).all() == []
    db.session.rollback()


def test_the_link_of_a_correspondent_works_once(app: Flask, running: Running, outsider: Outsider) -> None:
    token = access_links.mint_for_correspondent(a_correspondent(a_body("MD")))
    db.session.commit()
    page = outsider.visit(f"/delegation/enter/{token}")
    typed = page.fields("#main form")
    assert outsider.post(f"/delegation/enter/{token}", typed).location == "/delegation/"
    held = dict(outsider.cookies)
    again = Outsider(running)
    typed = again.visit("/delegation/sign-in").fields("#main form")
    assert again.post(f"/delegation/enter/{token}", typed).status_code == 410
    assert again.get("/delegation/").status_code == 302
    token_of_form = outsider.visit("/delegation/").one("header form input[name=csrf_token]")["value"]
    outsider.post("/delegation/sign-out", {"csrf_token": str(token_of_form)})
    again.cookies = held  # the cookie that somebody kept
    assert again.get("/delegation/").status_code == 302


def test_the_link_that_sets_a_password_works_once(app: Flask, running: Running, outsider: Outsider) -> None:
    token = access_links.mint_for_user(an_administrator(), LinkPurpose.SET_PASSWORD)
    db.session.commit()
    address = f"/set-password/{token}"
    typed = outsider.visit(address).fields("#main form")
    typed["password"] = PASSWORD
    assert outsider.post(address, typed).status_code == 303
    again = Outsider(running)
    typed = again.visit("/sign-in").fields("#main form")
    typed["password"] = PASSWORD + " again"
    assert again.post(address, typed).status_code == 410
    assert again.get(address).status_code == 410


def test_an_address_is_confirmed_once(app: Flask, running: Running, outsider: Outsider) -> None:
    person = a_registration(an_event(), Status.UNVERIFIED)
    number = person.id
    token = access_links.mint_for_registration(person, LinkPurpose.CONFIRM_ADDRESS)
    db.session.commit()
    typed = outsider.visit(f"/c/{token}").fields("#main form")
    assert outsider.post(f"/c/{token}", typed).status_code == 303
    first = stands(number)
    assert first == (Status.SUBMITTED, True)
    page = outsider.visit("/my-registration/withdraw")
    assert page.submit("#main form").address == "/my-registration"
    assert outsider.post(f"/c/{token}", typed).status_code in {303, 409, 410}
    assert stands(number) == (Status.WITHDRAWN, True)


def test_a_revoked_link_ends_what_it_opened(app: Flask, running: Running, outsider: Outsider) -> None:
    person = a_registration(an_event(), Status.CONFIRMED)
    token = access_links.mint_for_registration(person, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    outsider.visit(f"/r/{token}").submit("#main form")
    assert outsider.get("/my-registration").status_code == 200
    access_links.revoke_all(person)
    db.session.commit()
    assert outsider.get("/my-registration").status_code == 302
    assert outsider.get(f"/r/{token}").status_code == 410


def test_the_cookie_of_a_session_that_was_ended_opens_nothing(
    app: Flask, running: Running, outsider: Outsider
) -> None:
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    token = outsider.visit("/organiser/").one("header form input[name=csrf_token]")["value"]
    thief = Outsider(running)
    thief.cookies = dict(outsider.cookies)
    assert thief.get("/organiser/").status_code == 200
    outsider.post("/sign-out", {"csrf_token": str(token)})
    assert thief.get("/organiser/").status_code == 302
    assert outsider.get("/organiser/").status_code == 302


def test_a_cookie_that_nobody_signed_opens_nothing(app: Flask, running: Running, outsider: Outsider) -> None:
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    name = running.cookie
    content, _, signature = outsider.cookies[name].rpartition(".")
    for forged in (
        content,
        f"{content}.",
        f"{content}.{signature[:-2]}",
        f"{content[::-1]}.{signature}",
        "e30.x.y",
        "\xff",
    ):
        outsider.cookies[name] = forged
        assert outsider.get("/organiser/").status_code == 302
