"""A whole journey, with real values and hostile ones: nothing that was typed, and no secret, stands in any line of the log."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, LetterKind, Notice, Registration, Status, UserRole
from app.services import access_links, outbox
from app.services.accounts import users
from app.services.actors import SYSTEM
from app.worker.delivering import Deliverer
from app.worker.sealing import seal_all
from app.worker.tasks import answer_requests, expire_due_holds
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator
from tests.pages import Visitor
from tests.received_mail import Mailboxes
from tests.signing_in import sign_in

MARK = "zqx"  # stands in whatever is typed, so that one search finds all of it
VALUES = {
    "real": "Zqxcebotari",
    "markup": "<script>zqx</script>",
    "formula": "=zqx()",
    "lines": "zqx\r\nBcc: zqx@evil.example",
    "template": "{{ zqx }}",
    "backwards": "\u202ezqx\u202c",
    "long": "zqx" * 3000,
    "nothing": "zqx\0zqx",
}
_TOKEN = re.compile(r"/(?:r|c|enter|set-password|sign-in)/([A-Za-z0-9_-]{20,})")


class Journey:
    """What was done, and which secrets it brought to light."""

    def __init__(self, visitor: Visitor, mailbox: Mailboxes) -> None:
        self.visitor, self.mailbox = visitor, mailbox
        self.secrets: set[str] = set()

    def read_mail(self) -> None:
        """Deliver what is due, and remember the secrets of all links."""
        self.mailbox.deliver()
        self.secrets |= {token for mail in self.mailbox.mails for token in _TOKEN.findall(mail.as_string())}

    def remember_cookies(self) -> None:
        """The secrets of the browser's session."""
        with self.visitor.session_transaction() as session:
            self.secrets |= {str(value) for name, value in session.items() if name in {"csrf_token", "login"}}


@pytest.fixture
def journey(client: Visitor, mailbox: Mailboxes) -> Journey:
    return Journey(client, mailbox)


@pytest.fixture
def event(app: Flask) -> Event:
    made = an_event([Category.MEMBER_STATE_DELEGATE], slug="trust")
    db.session.add(Notice(number=7, text_en="Notice", text_fr="Notice", published_at=now()))
    a_body("MD")
    db.session.commit()
    return made


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """All that was logged; also what others than ours would log of requests."""
    logging.getLogger().setLevel(logging.INFO)
    yield lambda: capsys.readouterr().err
    logging.getLogger().setLevel(logging.WARNING)


def clean(log: str, secrets: set[str]) -> None:
    """Fail with the line if a value, an address or a secret stands in the log, or a line is not JSON."""
    assert log, "nothing was logged: this proves nothing"
    assert secrets, "no secret was met: this proves nothing"
    for line in log.splitlines():
        assert isinstance(json.loads(line), dict)
        assert MARK not in line.lower(), line
        assert "@" not in line, line
        assert not [secret for secret in secrets if secret in line], line


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_registration_from_the_form_to_its_end(
    journey: Journey, event: Event, said: Callable[[], str], value: str
) -> None:
    visitor = journey.visitor
    typed: dict[str, object] = {
        "category": "member_state_delegate",
        "body": str(a_body("MD").id),
        "mode": "in_person",
        "given_name": value,
        "family_name": value,
        "function": value,
        "access": value,
        "email": "zqx@igp.example",
        "language": "en",
    }
    page = visitor.visit("/events/trust/register").submit("#registration", **typed)
    if page.soup.select("#answers"):
        page.submit("#answers", button="step=send")
        journey.read_mail()
        visitor.visit(journey.mailbox.link_to("zqx@igp.example", "/c/")).submit("main form")
        journey.read_mail()
        visitor.visit("/my-registration")
    journey.remember_cookies()
    journey.visitor.visit("/find-my-registration").submit("#main form", email="zqx@igp.example")
    visitor.get(f"/events/{quote(value[:200])}?from={quote(value[:200])}")
    visitor.get("/nowhere", headers={"Referer": "https://zqx.example/zqx", "User-Agent": "zqx"})
    visitor.post("/events/trust/register", data={"csrf_token": value, "family_name": value})
    clean(said(), journey.secrets)


@pytest.mark.parametrize(
    "value", [VALUES[name] for name in ("real", "lines", "nothing")], ids=["real", "lines", "nothing"]
)
def test_the_secretariat_and_what_it_types(
    journey: Journey, event: Event, said: Callable[[], str], value: str
) -> None:
    visitor = journey.visitor
    for address in ("zqx@secretariat.example", value):
        visitor.visit("/sign-in?next=/zqx").submit(
            "#main form", email=address, password=f"{value} and more words"
        )
    invited = users.invite("zqx2@secretariat.example", "Zqx", UserRole.ADMINISTRATOR, SYSTEM)
    journey.read_mail()
    visitor.visit(journey.mailbox.link_to(invited.email, "/set-password/")).submit(
        "main form", password="zqx correct horse battery staple"
    )
    journey.remember_cookies()
    sign_in(visitor, an_administrator(name="Zqx"))
    journey.remember_cookies()
    registration = a_registration(event, Status.SUBMITTED, family_name="Zqx", discreet=True)
    base = "/organiser/events/trust/participants"
    visitor.visit(base).submit("form[role=search]", q="zqx")
    page = visitor.visit(f"{base}/{registration.id}")
    token = page.fields("form")["csrf_token"]
    for path, sent in {
        f"{base}/{registration.id}/name": {},
        f"{base}/{registration.id}/needs": {},
        f"{base}/{registration.id}/decline": {"reason": value[:300]},
        f"{base}/export": {"format": "csv"},
        "/organiser/correspondents": {"q": value[:100]},
        "/organiser/privacy": {"q": "zqx@igp.example"},
        "/organiser/audit/export?who=zqx": {"format": "csv"},
    }.items():
        visitor.post(path, data={**sent, "csrf_token": token})
    clean(said(), journey.secrets)


def test_a_correspondent_and_a_delegation(journey: Journey, event: Event, said: Callable[[], str]) -> None:
    visitor, moldova = journey.visitor, a_body("MD")
    person = a_correspondent(moldova, email="zqx@igp.example", family_name="Zqx")
    a_convocation(event, moldova)
    visitor.visit("/delegation/sign-in").submit("main form", email="zqx@igp.example")
    token = access_links.mint_for_correspondent(person)
    journey.secrets.add(token)
    db.session.commit()
    page = visitor.visit(f"/delegation/enter/{token}").submit("main form")
    assert page.address == "/delegation/", page.text[:300]
    visitor.get(f"/delegation/enter/{token}")
    journey.remember_cookies()
    clean(said(), journey.secrets)


def test_the_worker(app: Flask, journey: Journey, event: Event, said: Callable[[], str]) -> None:
    registration = a_registration(
        event, Status.UNVERIFIED, email="zqx@igp.example", family_name="Zqx", hold_until=now()
    )
    outbox.put(LetterKind.CONFIRM_ADDRESS, registration)
    number = registration.id
    db.session.commit()
    Deliverer(app).run()
    answer_requests()
    expire_due_holds()
    seal_all()
    mails = "".join(
        file.read_text() for file in app.extensions["config"].mailbox_path.rglob("*") if file.is_file()
    )
    journey.secrets |= set(_TOKEN.findall(mails.replace("=\n", "")))
    assert db.session.get_one(Registration, number).status is Status.EXPIRED
    clean(said(), journey.secrets)
