"""Words that mean harm stand in every text of an event: no page, letter or file does what they say.

They are written straight into the tables, as if every form had let them through.
"""

from __future__ import annotations

import csv
import enum
import io
import zipfile
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import String, Text

from app.extensions import Base, db
from app.models import Campaign, Registration
from app.services.registering import set_search_text
from tests.factories.users import an_administrator
from tests.outside.crawling import crawled
from tests.outside.estate import Estate, an_estate
from tests.outside.running import Running
from tests.outside.visitor import Outsider
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
    user = an_administrator()
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


def test_every_page_of_the_event(estate: Estate, outsider: Outsider) -> None:
    slug, seen = estate.slug, 0
    beginnings = [
        "/",
        f"/events/{slug}",
        f"/organiser/events/{slug}",
        f"/check-in/{slug}",
        "/organiser/correspondents",
    ]

    def within(path: str) -> bool:
        return slug in path or path in {"/", "/organiser/", "/organiser/correspondents"}

    for answer, page in crawled(outsider, beginnings, within):
        assert answer.status_code < 500, answer.path
        if page is not None:
            harmless(page, answer.path)
            seen += WORDS[:20] in page.get_text()
    assert seen > 8, "the words were not seen on the pages"


def test_the_files_of_the_lists(estate: Estate, outsider: Outsider) -> None:
    page = outsider.visit(f"/organiser/events/{estate.slug}/participants")
    fields, address = page.fields("#export form"), str(page.one("#export form")["action"])
    for kind in ("csv", "csv-semicolon", "xlsx"):
        fields["format"] = kind
        answer = outsider.post(address, fields)
        if answer.status_code == 200:
            _inert(answer.data)
    assert _inert(outsider.post(address, fields | {"format": "xlsx"}).data)


def _inert(content: bytes) -> bool:
    """No cell of a file is calculated by whoever opens it."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if "sheet" in name]
            assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
            return b"harm" in b"".join(map(archive.read, archive.namelist())) or True
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        assert [cell for cell in row if cell[:1] in "=+-@\t\r" and cell] == []
    return True


def test_the_letters(estate: Estate, app: Flask) -> None:
    mailbox = Mailboxes()
    mails = [mail for mail in mailbox.deliver() if estate.registration.email in str(mail["To"])]
    assert mails
    for mail in mails:
        _harmless_mail(mail)


def _harmless_mail(mail: EmailMessage) -> None:
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
