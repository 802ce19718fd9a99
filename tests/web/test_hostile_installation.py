"""What an administrator sets is printed everywhere: words that mean harm do nothing, in pages, letters, calendars, papers.

They hold in the process at once, as if every form had let them through.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from xml.dom import minidom

import pytest
from flask import Flask

from app.lib import installation
from app.lib.bilingual import Bilingual
from app.lib.installation import Contact, Installation, NetworkName, Sender
from app.models import SavedFilter
from app.services import heartbeats
from app.services.papers import making
from app.services.papers.paper_kinds import Options, PaperKind, Selection
from app.services.papers.registry import PAPERS
from tests import strict_html
from tests.factories.papers import a_meeting
from tests.factories.users import an_administrator
from tests.outside.crawling import crawled
from tests.outside.estate import Estate, an_estate
from tests.outside.test_hostile_names import WORDS, harmless, harmless_mail
from tests.pages import Visitor
from tests.received_mail import Mailboxes
from tests.services.papers.pdf_reading import Pdf
from tests.signing_in import sign_in
from tests.web.test_discreet_everywhere import files
from tests.web.viewers import Asker, come

pytestmark = pytest.mark.sqlite_only  # what is printed does not depend on the database
# Besides, the signs of placeholders of all kinds of messages, and a header of a mail.
LINE = WORDS + "%(x)s %s {x} &amp;"
HARM = LINE + "\r\nBcc: victim@evil.example"
SIGNED = {PaperKind.CERTIFICATES, PaperKind.VISA_LETTERS}
PLACES = ["/", "/contact", "/privacy", "/accessibility", "/help", "/account", "/users", "/organiser/"]


@pytest.fixture
def installed(app: Flask) -> Iterator[None]:
    """An installation whose every word means harm."""
    both = Bilingual(HARM, HARM)
    name = NetworkName(both, both, both, Bilingual("the", "l’"), both)
    installation.take(Installation(name, Contact("", HARM, both, both), Sender(name=LINE)))
    yield
    installation.take(Installation())


@pytest.fixture
def estate(app: Flask, installed: None, client: Visitor) -> Estate:
    """An event there, with filters that were kept under such a name, and the visitor signed in as its administrator."""
    heartbeats.beat()
    user = an_administrator()
    server: Any = SimpleNamespace(app=app)
    made = an_estate(server, user)
    for row in made.rows:
        if isinstance(row, SavedFilter):
            row.name = WORDS[:80]
    sign_in(client, user)
    return made


def test_every_page(estate: Estate, client: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_html, "check", lambda *_: None)  # letters have styles in their tags
    visitor: Any = client
    beginnings = [*PLACES, "/contact?lang=fr", f"/organiser/events/{estate.slug}", f"/events/{estate.slug}"]

    def within(path: str) -> bool:
        beneath = path.startswith(("/organiser/settings", "/help", f"/events/{estate.slug}"))
        return (
            beneath
            or path in PLACES
            or path.endswith((estate.slug, "/participants", "/filters/participants"))
        )

    seen = 0
    for answer, page in crawled(visitor, beginnings, within):
        if page is not None:
            harmless(page, answer.request.path)
            seen += WORDS[30:] in page.get_text()
    assert seen > 40, "the words were not seen on the pages"


def test_the_letters(estate: Estate, mailbox: Mailboxes) -> None:
    mails = mailbox.deliver()
    assert mails
    for mail in mails:
        harmless_mail(mail)
        assert mail["From"].addresses[0].display_name == LINE
        assert mail["From"].addresses[0].domain == "police-network.example"


def test_the_calendar(estate: Estate, client: Visitor) -> None:
    lines = client.get(f"/events/{estate.slug}/event.ics").text.replace("\r\n ", "").split("\r\n")
    assert any(line.startswith("PRODID:-//=1+1") for line in lines)
    assert [line for line in lines if line.startswith("Bcc")] == []


def test_the_files(app: Flask, estate: Estate) -> None:
    """Besides, what no XML may hold: every part can be read, nothing is calculated, and the header is one line."""
    held = installation.present()
    worse = Bilingual(f"{HARM}\x00\x0b\x1b\ufffe]]>", HARM * 3)
    installation.take(replace(held, name=replace(held.name, name=worse, long_name=worse, line=worse)))
    client, world, seen = Asker(app, app.response_class), SimpleNamespace(mine=estate), 0
    for where, answer in files(client, world, come(app, client, "administrator", world)):  # type: ignore[arg-type]
        if answer.status_code != 200:
            continue
        assert "evil" not in str(answer.headers), where
        seen += b"onclick" in answer.data
        if answer.data.startswith(b"PK"):
            seen += inert(answer.data)
        elif answer.mimetype == "text/csv":
            assert not [
                line for line in answer.text.splitlines() if line.lstrip('"')[:1] in "=+-@\t" and line
            ], where
    assert seen > 1, "the words were not seen in the files"


def inert(packed: bytes) -> bool:
    """Whether the words are in it, as words."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    for part in parts:
        minidom.parseString(part)  # noqa: S318 - of our own making
        assert b"<f>" not in part
        assert b"<hyperlink" not in part
    return any(b"onclick" in part for part in parts)


@pytest.mark.parametrize("kind", PAPERS)
def test_the_papers(app: Flask, installed: None, kind: PaperKind) -> None:
    made = making.prepare(a_meeting().event, kind, Selection(), Options())
    paper = Pdf(making.pdf(made))
    assert not paper.does_something
    assert "onclick" in paper.words or kind not in SIGNED
