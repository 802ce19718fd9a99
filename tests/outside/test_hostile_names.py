"""Words that mean harm stand in every text of an event: no page, letter or file does what they say.

They are written straight into the tables, as if every form had let them through.
"""

from __future__ import annotations

import csv
import enum
import io
import json
import unicodedata
import zipfile
from email.message import EmailMessage
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import String, Text, select

from app.extensions import Base, db
from app.models import Campaign, Category, LinkPurpose, Registration
from app.services import access_links
from app.services.registering import set_search_text
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.users import an_administrator
from tests.outside.crawling import crawled
from tests.outside.estate import Estate, an_estate
from tests.outside.running import Running
from tests.outside.visitor import FORM, Outsider
from tests.received_mail import Mailboxes
from tests.signing_in import sign_in

# A formula, the end of an attribute, an element, an expression of a template, letters that run backwards.
WORDS = "=1+1\"'><b class=harm onclick=harm()>\u202e{{7*191}}${7*191}{%raw%}"
_CODES = {
    "slug", "short_code", "ical_uid", "reference", "badge_code", "identity_key", "email_key", "time_zone", "country_iso2",
    "stored_name", "media_type", "token_digest", "client_id", "dedupe_key", "message_id", "name_key", "languages", "place",
    "email", "address", "recipient", "online_link", "mail_sender", "mail_reply_to", "mail_return_path", "iso2", "code",
    "file_name", "kind", "search_text", "sort_name", "name", "text", "html", "to", "sender", "filter_key", "server_said",
}  # fmt: skip
_BOUND = {"reason", "body_text", "cancelled_reason_en", "cancelled_reason_fr", "plain_name", "failure_code"}


def poisoned(row: Base) -> int:
    """Write the words into every text of a row that people type, as many times as there is room; how many texts."""
    number = 0
    for column in row.__table__.columns:
        typed = isinstance(column.type, String | Text) and not getattr(column.type, "enum_class", None)
        if not typed or column.key in _CODES or column.foreign_keys or column.primary_key:
            continue
        if isinstance(getattr(row, column.key), enum.Enum) or isinstance(row, Campaign):
            continue
        if column.key in _BOUND and getattr(row, column.key) is None:
            continue
        long = column.type.length or 10_000
        setattr(row, column.key, (WORDS * (long // len(WORDS) if long > 300 else 1))[:long])
        number += 1
    if isinstance(row, Registration):
        set_search_text(row)
    return number


@pytest.fixture
def estate(running: Running, outsider: Outsider) -> Estate:
    """An event full of them, and the outsider signed in as its administrator."""
    user = an_administrator(name=WORDS)
    made = an_estate(running, user)
    assert sum(map(poisoned, [*made.rows, made.speaker])) > 40
    db.session.commit()
    sign_in(outsider, user)  # type: ignore[arg-type]
    return made


def harmless(page: BeautifulSoup, where: str) -> None:
    """Nothing of the words has become an element, an attribute or a result."""
    assert page.select(".harm, [onclick], [onerror], script:not([src])") == [], where
    addresses = [
        str(link.get("href") or link.get("action") or "") for link in page.select("[href], [action]")
    ]
    assert [
        address for address in addresses if "javascript:" in address or "evil.example" in address
    ] == [], where
    assert "1337" not in page.get_text(), where


@pytest.mark.sqlite_only
def test_every_page_of_the_event(estate: Estate, outsider: Outsider) -> None:
    slug, seen = estate.slug, 0
    beginnings = [
        "/",
        f"/events/{slug}",
        f"/organiser/events/{slug}",
        f"/check-in/{slug}",
        "/organiser/correspondents",
        "/organiser/audit",
        "/account",
        "/users",
    ]

    def within(path: str) -> bool:
        return slug in path or path in beginnings

    for answer, page in crawled(outsider, beginnings, within):
        assert answer.status_code < 500, answer.path
        if page is not None:
            harmless(page, answer.path)
            seen += WORDS[:20] in page.get_text()
    assert seen > 8, "the words were not seen on the pages"


def test_the_files_of_the_lists(estate: Estate, outsider: Outsider) -> None:
    page = outsider.visit(f"/organiser/events/{estate.slug}/participants/export")
    fields, address = page.fields("#list-file"), str(page.one("#list-file")["action"])
    fields["purpose"] = "organising"
    kinds = [str(choice["value"]) for choice in page.soup.select("#list-file [name=format]")]
    assert len(kinds) > 3
    for kind in kinds:
        fields["format"] = kind
        _inert(outsider.post(address, fields).data)


def _inert(content: bytes) -> None:
    """No cell of a file is calculated by whoever opens it, and the words are there."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts)
        assert any(b"class=harm" in part for part in parts)
        return
    text = content.decode("utf-8-sig")
    assert "class=harm" in text
    if text.startswith("{"):
        assert json.loads(text)["rows"]
        return
    for row in csv.reader(io.StringIO(text), delimiter=";" if text.count(";") > text.count(",") else ","):
        assert [cell for cell in row if cell and cell[0] in "=+-@\t\r"] == []


def test_the_copy_of_ones_own_data(estate: Estate, running: Running, outsider: Outsider) -> None:
    token = access_links.mint_for_registration(estate.registration, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    visitor = Outsider(running)
    harmless(visitor.visit(f"/r/{token}").submit("#main form").soup, "/my-registration")
    page = visitor.visit("/my-registration/data")
    harmless(page.soup, page.address)
    typed = {"csrf_token": page.fields("main form")["csrf_token"]}
    answer = visitor.post("/my-registration/data/export", typed | {"format": "json"})
    assert json.loads(answer.data)["registrations"][0]["family_name"].startswith(WORDS[:12])
    answer = visitor.post("/my-registration/data/export", typed | {"format": "pdf"})
    assert answer.data.startswith(b"%PDF-")
    assert b"/JavaScript" not in answer.data
    assert "harm" not in answer.headers["Content-Disposition"]


TYPED = {
    "words": WORDS,
    "a header": "Ana\r\nBcc: victim@evil.example",
    "NUL": "A\0na",
    "letters that run backwards": "\u202eanA\u2066",
    "ten thousand": "A" * 10_000,
    "half a pair": "Ana\ud800",
    "marks": "A" + "\u0301" * 500,
    "a placeholder": "\ue000link:my_registration\ue001",
}


@pytest.mark.parametrize("what", TYPED)
def test_what_somebody_types_into_the_public_form(
    app: Flask, running: Running, outsider: Outsider, what: str
) -> None:
    event = an_event([Category.MEMBER_STATE_DELEGATE])
    slug, body_id = event.slug, a_body("MD").id
    db.session.commit()
    own = {
        "category": "member_state_delegate", "body": str(body_id), "mode": "in_person", "language": "en",
        "given_name": "Ana", "family_name": "CEBOTARI", "email": "ana@igp.example",
    }  # fmt: skip
    fields = outsider.visit(f"/events/{slug}/register").fields("#registration")
    own["csrf_token"] = fields["csrf_token"]
    typed = TYPED[what].encode("utf-8", "surrogatepass")
    for name in (
        "given_name",
        "family_name",
        "function",
        "service",
        "title",
        "own_script_name",
        "email",
        "diet",
    ):
        for step in ("register", "register/send") if name == "family_name" else ("register/send",):
            sent = urlencode({**own, name: typed, "until": "x"}).encode()
            answer = outsider.open("POST", f"/events/{slug}/{step}", body=sent, kind=FORM)
            assert answer.status_code in {200, 303, 422}, (name, answer.status_code)
            harmless(BeautifulSoup(answer.data, "html.parser"), name)
    for mail in Mailboxes().to("ana@igp.example"):
        harmless_mail(mail)
    rows = db.session.execute(
        select(Registration.given_name, Registration.family_name, Registration.function).where(
            Registration.event_id == event.id
        )
    ).all()
    for text in (text for row in rows for text in row if text):
        assert len(text) <= 200
        assert not [letter for letter in text if unicodedata.category(letter) in {"Cc", "Cs", "Co"}], text
        assert "\u202e" not in text


def test_the_letters(estate: Estate, app: Flask) -> None:
    mailbox = Mailboxes()
    mails = [mail for mail in mailbox.deliver() if estate.registration.email in str(mail["To"])]
    assert mails
    for mail in mails:
        harmless_mail(mail)


def harmless_mail(mail: EmailMessage) -> None:
    """Nothing in it is an element, another header or a result."""
    assert "Bcc" not in mail
    assert len(mail.get_all("Subject", [])) == 1
    html = mail.get_body(("html",))
    assert html is not None
    page = BeautifulSoup(str(html.get_content()), "html.parser")
    assert page.select(".harm, [onclick], [onerror], script") == []
    assert "1337" not in page.get_text()


def test_the_calendar(estate: Estate, outsider: Outsider) -> None:
    answer = outsider.get(f"/events/{estate.slug}/event.ics")
    assert answer.status_code == 200
    lines = answer.text.replace("\r\n ", "").split("\r\n")
    assert all(":" in line or ";" in line for line in lines if line)
    assert [line for line in lines if line.startswith("BEGIN:")][0] == "BEGIN:VCALENDAR"
