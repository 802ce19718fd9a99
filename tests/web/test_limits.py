"""What comes from one address is limited: a page says when it works again and keeps what was typed; nobody else is concerned."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib.clock import SEAT, now
from app.models import Category, Event, LinkPurpose, LinkRequest, RateCount, Registration, Status
from app.services import access_links, settings
from app.web import access, limits
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

LEAST = 10
ASKING = ("/find-my-registration", "/delegation/sign-in")
GUESSES = ("/r/{}", "/c/{}", "/i/{}", "/delegation/enter/{}", "/set-password/{}")


@pytest.fixture(autouse=True)
def _few(app: Flask) -> None:
    """Ten of each an hour."""
    for name in settings.DEFINITIONS:
        if name.endswith("_per_address_per_hour") and "letters" not in name and "sign_in" not in name:
            settings.change(name, LEAST)
    db.session.commit()


@pytest.fixture
def event(app: Flask) -> Event:
    made = an_event([Category.GUEST], slug="trust")
    db.session.commit()
    return made


def typed(number: int, **changes: str) -> dict[str, str]:
    return {
        "category": "guest", "body_text": "University", "mode": "in_person", "given_name": "Ana",
        "family_name": f"PERSON {number}", "email": f"p{number}@ministry.example", "language": "en", **changes,
    }  # fmt: skip


def registered(client: Visitor, number: int, address: str = "192.0.2.7") -> Page:
    checked = client.visit("/events/trust/register").submit("#registration", **typed(number))
    fields = checked.fields("#answers")
    return Page(
        client,
        client.post("/events/trust/register/send", data=fields, environ_overrides={"REMOTE_ADDR": address}),
    )


def ask(client: Visitor, path: str, number: int, **how: str) -> Page:
    values = client.visit(path).fields("main form").to_dict() | {"email": f"p{number}@ministry.example"}
    return Page(client, client.post(path, data=values, headers=how))


def count(kind: type) -> int:
    found = db.session.scalar(select(func.count()).select_from(kind)) or 0
    db.session.rollback()
    return found


def test_the_eleventh_registration_from_an_address_has_to_wait(client: Visitor, event: Event) -> None:
    begun = now().replace(second=0, microsecond=0)
    over = (begun + timedelta(hours=1)).astimezone(SEAT)
    with time_machine.travel(begun, tick=False) as clock:
        for number in range(LEAST):
            assert registered(client, number).status == 303
        clock.shift(timedelta(minutes=20, seconds=10))
        late = registered(client, LEAST)
        assert late.status == 429
        assert late.response.headers["Retry-After"] == str(39 * 60 + 50)
        assert "It works again in 40 min" in late.text.replace("\xa0", " ")
        assert late.one("time")["datetime"] == over.isoformat(timespec="minutes")
        assert f"at {over:%H:%M}, Strasbourg time" in late.text
        assert count(Registration) == LEAST
        clock.shift(timedelta(minutes=39, seconds=50))
        again = late.submit("#again")
        assert "/registered" in again.address
        assert count(Registration) == LEAST + 1


def test_what_was_typed_is_kept(client: Visitor, event: Event) -> None:
    for number in range(LEAST):
        registered(client, number)
    kept = registered(client, 77).fields("#again").to_dict()
    assert kept.items() >= {"family_name": "PERSON 77", "email": "p77@ministry.example"}.items()


def test_changing_the_language_loses_nothing(client: Visitor, event: Event) -> None:
    for number in range(LEAST):
        registered(client, number)
    page = registered(client, 77).submit("#again", button="lang=fr")
    assert page.status == 200
    assert page.fields("#answers")["family_name"] == "PERSON 77"
    assert page.one("html")["lang"] == "fr"
    assert count(Registration) == LEAST


def test_another_address_is_not_concerned(client: Visitor, event: Event) -> None:
    for number in range(LEAST + 1):
        registered(client, number)
    assert registered(client, 50, "192.0.2.8").status == 303
    assert [registered(client, n, f"2001:db8:1:2::{n}").status for n in range(60, 72)] == [303] * 10 + [
        429
    ] * 2
    assert registered(client, 80, "2001:db8:1:3::1").status == 303


def test_correcting_and_changing_the_language_is_not_counted(client: Visitor, event: Event) -> None:
    checked = client.visit("/events/trust/register").submit("#registration", **typed(1))
    for button in ("change=email", "lang=fr") * LEAST:
        assert checked.submit("#answers", button=button).status == 200
    assert count(RateCount) == 0


def test_the_page_speaks_french(client: Visitor, event: Event) -> None:
    for number in range(LEAST):
        ask(client, ASKING[0], number)
    page = ask(client, ASKING[0] + "?lang=fr", 50)
    assert page.status == 429
    assert page.one("html")["lang"] == "fr"
    assert "heure de Strasbourg" in page.text
    assert "Rien de ce que vous avez saisi n’est perdu" in page.text


@pytest.mark.parametrize("path", ASKING)
def test_links_are_asked_for_so_many_times_an_hour(client: Visitor, app: Flask, path: str) -> None:
    assert [ask(client, path, number).status for number in range(LEAST + 2)] == [200] * LEAST + [429] * 2
    assert count(LinkRequest) == LEAST
    assert client.get(path).status_code == 200, "opening the page is not counted"


def test_asking_is_counted_together(client: Visitor, app: Flask) -> None:
    for number in range(LEAST):
        ask(client, ASKING[number % 2], number)
    assert [ask(client, path, 50).status for path in ASKING] == [429, 429]


def test_forms_that_another_site_sends_use_nothing_up(client: Visitor, event: Event) -> None:
    for number in range(LEAST + 2):
        assert ask(client, ASKING[0], number, **{"Sec-Fetch-Site": "cross-site"}).status == 400
        assert ask(client, ASKING[0], number, Origin="https://evil.example").status == 400, "an older browser"
        answer = client.post("/events/trust/register/send", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 400
    assert count(RateCount) == count(LinkRequest) == 0


@pytest.mark.parametrize("path", GUESSES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_opens_links_that_do_not_exist_is_stopped(
    client: Visitor, app: Flask, path: str, method: str
) -> None:
    token = client.visit("/find-my-registration").fields("main form")["csrf_token"]
    sent = {"csrf_token": token} if method == "POST" else {}
    answers = [client.open(path.format(f"guess{n}"), method=method, data=sent) for n in range(LEAST + 2)]
    assert [answer.status_code for answer in answers] == [404] * LEAST + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) <= 3600
    assert "Open it again then" in answers[-1].text


def test_a_form_of_nobody_knows_whom_is_not_sent_back_to_a_letter(client: Visitor, app: Flask) -> None:
    """A browser that says of no page that it sent the form: nothing is carried on, and there is no link that stays valid."""
    pages = [ask(client, ASKING[0], number, **{"Sec-Fetch-Site": "none"}) for number in range(LEAST + 1)]
    assert pages[-1].status == 429
    assert "Open the form again then" in pages[-1].text
    assert "@ministry.example" not in pages[-1].text


def test_no_password_is_carried_over(client: Visitor, app: Flask) -> None:
    for number in range(LEAST):
        client.get(f"/set-password/guess{number}")
    answer = client.post("/set-password/guess", data={"password": "seven grey herons"})
    assert answer.status_code == 429
    assert "herons" not in answer.text


@pytest.mark.sqlite_only
def test_a_guess_is_answered_although_the_database_is_busy(
    client: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> None:
        raise OperationalError("", {}, Exception("database is locked"))

    monkeypatch.setattr("app.web.limits.rate_counts.add", busy)
    assert client.get("/r/guess").status_code == 404


def test_a_right_link_does_not_open_for_who_has_guessed(client: Visitor, event: Event) -> None:
    registration = a_registration(event, Status.CONFIRMED)
    token = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    for number in range(LEAST):
        client.get(f"/r/guess{number}")
    assert client.get(f"/r/{token}").status_code == 429
    other = client.get(f"/r/{token}", environ_overrides={"REMOTE_ADDR": "192.0.2.8"})
    assert other.status_code == 200


def test_right_links_are_opened_as_often_as_one_likes(client: Visitor, event: Event) -> None:
    registration = a_registration(event, Status.CONFIRMED)
    token = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    assert {client.get(f"/r/{token}").status_code for _ in range(LEAST * 2)} == {200}
    assert count(RateCount) == 0


def test_a_link_costs_one_statement_more(
    client: Visitor, app: Flask, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    with statements() as asked:
        client.get("/r/guess")
    asked.within(3)  # what was guessed, the link, the guess


def test_what_staff_do_is_not_limited(client: Visitor, app: Flask) -> None:
    sign_in(client, an_administrator())
    limited = {
        rule.endpoint for rule in app.url_map.iter_rules() if limits.limit_of(rule.endpoint) is not None
    }
    assert limited
    with app.test_request_context():
        assert {access.rule_of(endpoint) for endpoint in limited} == {access.ANYONE, access.PRIVATE_LINK}


def test_every_address_with_a_secret_is_guarded(app: Flask) -> None:
    secret = [rule.endpoint for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert len(secret) >= 10
    assert not [name for name in secret if (limit := limits.limit_of(name)) is None or not limit.guesses]
