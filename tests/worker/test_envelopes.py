"""What arrives at a real server: the envelope, the sender of each event, attachments, names in headers, every letter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from app.extensions import db
from app.models import CampaignFile, Language, Letter, LetterKind, LetterState
from app.services import file_store, outbox
from tests.factories.campaigns import a_campaign
from tests.factories.letters import a_conference, a_letter, every_letter
from tests.factories.registrations import a_registration
from tests.mail_server import MailServer
from tests.worker.conftest import Deliver, delivering
from tests.worker.outbox_rows import some_letters, the_letter

pytestmark = pytest.mark.sqlite_only
FIVE_SCRIPTS = "Réseau Полиция Αστυνομία პოლიცია Ոստիկանություն"


def test_each_message_has_one_recipient_and_no_other_is_named(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    recipients = some_letters(5)
    deliver()
    assert [transaction.recipients for transaction in server.transactions] == [[to] for to in recipients]
    for mail, recipient in zip(server.accepted, recipients, strict=True):
        assert mail["To"] == recipient
        assert (mail["Cc"], mail["Bcc"]) == (None, None)


def test_sender_reply_address_and_return_path_of_an_event(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    own = a_conference(
        mail_sender="expo@events.example",
        mail_sender_name='Exposition – Expo, "Été"',
        mail_reply_to="expo.office@events.example",
        mail_return_path="bounces+expo@events.example",
    )
    a_letter(event=own)
    a_letter()
    deliver()
    first, second = server.accepted
    assert parseaddr(str(first["From"])) == ('Exposition – Expo, "Été"', "expo@events.example")
    assert first["Reply-To"] == "expo.office@events.example"
    config = app.extensions["config"]
    assert parseaddr(str(second["From"])) == (config.mail_sender_name, config.mail_sender)
    assert second["Reply-To"] == config.contact_address
    assert [transaction.sender for transaction in server.transactions] == [
        "bounces+expo@events.example",
        config.mail_sender,
    ]


def test_the_worker_introduces_itself_by_the_name_of_the_site(app: Flask, server: MailServer) -> None:
    a_letter()
    with delivering(app, server.port, base_url="https://events.example:8443/x") as deliver:
        deliver()
    assert server.greeted_by == ["events.example"]


@pytest.mark.parametrize(
    ("own_return_path", "expected"),
    [(None, "bounces@police-network.example"), ("x@events.example", "x@events.example")],
)
def test_the_return_path_of_the_installation(
    app: Flask, server: MailServer, own_return_path: str | None, expected: str
) -> None:
    a_letter(event=a_conference(mail_return_path=own_return_path))
    with delivering(app, server.port, mail_return_path="bounces@police-network.example") as deliver:
        deliver()
    assert [transaction.sender for transaction in server.transactions] == [expected]


def test_attachments_arrive_octet_by_octet(app: Flask, server: MailServer, deliver: Deliver) -> None:
    content = bytes(range(256)) * 300 + b"\r\n.\r\n..\n"
    stored = file_store.keep(io.BytesIO(content), len(content))
    event = a_conference()
    campaign = a_campaign(event)
    campaign.files.append(
        CampaignFile(
            file_name="Ordre du jour – Réseau.pdf",
            media_type="application/pdf",
            size=stored.size,
            stored_name=stored.name,
        )
    )
    letter = a_letter(LetterKind.MESSAGE, event=event)
    letter.campaign = campaign
    deliver()
    assert the_letter().server_said == "250 OK queued as 4F2"
    [attached] = server.accepted[0].iter_attachments()
    assert attached.get_filename() == "Ordre du jour – Réseau.pdf"
    assert attached.get_payload(decode=True) == content


@pytest.mark.parametrize("name", ["x" * 300, FIVE_SCRIPTS, "Eve\r\nBcc: victim@example.org", "a@b <c@d>, e"])
def test_the_name_of_a_sender(app: Flask, server: MailServer, deliver: Deliver, name: str) -> None:
    a_letter(event=a_conference(mail_sender_name=name))
    deliver()
    if "\n" in name:
        assert server.received == []
        assert the_letter().state is LetterState.FAILED
        assert "line break" in (the_letter().server_said or "")
        return
    [mail] = server.accepted
    assert parseaddr(str(mail["From"]))[1] == app.extensions["config"].mail_sender
    assert mail["From"].addresses[0].display_name == name
    assert mail["Bcc"] is None


@pytest.mark.parametrize("place", ["x" * 300, FIVE_SCRIPTS, "Eve\r\nBcc: victim@example.org"])
def test_what_organisers_write_into_a_subject(
    app: Flask, server: MailServer, deliver: Deliver, place: str
) -> None:
    a_letter(event=a_conference(city=place))
    deliver()
    [mail] = server.accepted
    assert mail["Bcc"] is None
    assert str(mail["Subject"]) == " ".join((the_letter().subject or "").split())
    assert len(str(mail["Subject"])) <= 300
    assert " ".join(place.split())[:200] in str(mail["Subject"])


@pytest.mark.parametrize("name", ["X" * 300, FIVE_SCRIPTS, "EVE\r\nBcc: victim@example.org"])
def test_the_name_of_a_person(app: Flask, server: MailServer, deliver: Deliver, name: str) -> None:
    a_letter(family_name=name[:200], given_name=name[200:] or None)
    deliver()
    [mail] = server.accepted
    assert mail["Bcc"] is None
    for header in mail.values():
        assert "Bcc" not in str(header)
        assert name[:10] not in str(header), "no header names anybody"


def test_a_domain_in_five_scripts(app: Flask, server: MailServer, deliver: Deliver) -> None:
    event = a_conference()
    for number, domain in enumerate(("bücher", "παράδειγμα", "пример", "მაგალითი", "օրինակ")):
        letter = outbox.put(LetterKind.RECEIVED, a_registration(event))
        letter.recipient = f"ana{number}@{domain}.example"
    deliver()
    assert len(server.accepted) == 5
    for transaction in server.transactions:
        assert re.fullmatch(r"ana\d@xn--[a-z0-9-]+\.example", transaction.recipients[0])


def test_an_event_may_write_from_a_domain_beyond_ascii(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    a_letter(
        event=a_conference(
            mail_sender="expo@bücher.example",
            mail_reply_to="ask@bücher.example",
            mail_return_path="refused@bücher.example",
        )
    )
    deliver()
    assert the_letter().state is LetterState.SENT
    [mail] = server.accepted
    domain = "xn--bcher-kva.example"
    assert parseaddr(str(mail["From"]))[1] == f"expo@{domain}"
    assert mail["Reply-To"] == f"ask@{domain}"
    assert server.transactions[0].sender == f"refused@{domain}"


def test_a_local_part_beyond_ascii_fails_for_good_and_says_why(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    letter = a_letter()
    letter.recipient = "józef@policja.example"
    deliver()
    assert (server.received, deliver()) == ([], 0)
    assert (the_letter().state, the_letter().attempts) == (LetterState.FAILED, 1)
    assert the_letter().server_said == "The address has letters that mail servers do not take."


def parts_of(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in mail.walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield part.get_content_type(), payload


@pytest.mark.parametrize("language", list(Language))
def test_every_letter_as_it_goes_over_the_wire(
    app: Flask, server: MailServer, deliver: Deliver, language: Language
) -> None:
    names = {letter.message_id: name for name, letter in every_letter(language).items()}
    deliver()
    assert {letter.state for letter in db.session.scalars(select(Letter))} == {LetterState.SENT}
    assert len(server.accepted) == len(names)
    for mail, raw in zip(server.accepted, server.raw, strict=True):
        name = names[str(mail["Message-ID"]).partition("@")[0].lstrip("<")]
        assert raw.isascii(), name
        assert max(map(len, raw.split(b"\r\n"))) <= 78, f"{name}: RFC 5322 wants 78, and refuses 998"
        for kind, content in parts_of(mail):
            _check(name, kind, content)


def _check(name: str, kind: str, content: bytes) -> None:
    if kind == "text/calendar":
        assert max(map(len, content.split(b"\r\n"))) <= 75, name
        assert list(Calendar.from_ical(content).walk("VEVENT")), name
    if not kind.startswith("text/"):
        return
    words = content.decode()
    assert not re.search(r"\{\{|\}\}|\[\[|\]\]|%\(|\bNone\b|[\ue000-\uf8ff]", words), (
        f"{name}: a placeholder is left"
    )
    for address in re.findall(r'(?:href|src)="([^"]*)"', words):
        assert re.match(r"https?://[^/]|mailto:[^@]+@|cid:", address), f"{name}: {address} leads nowhere"
