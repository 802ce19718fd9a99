"""The message that goes over the wire: its headers, its parts, and what nobody can smuggle into it."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

import pytest

from app.emails.messages import Enclosed, Envelope, message

ENVELOPE = Envelope(
    sender="events@police-network.example",
    sender_name="Police Network – Réseau police",
    reply_to="secretariat@police-network.example",
    recipient="ana@xn--bcher-kva.example",
    message_id="0123456789abcdef",
    date=datetime(2027, 6, 9, 8, 30, tzinfo=UTC),
    language="fr",
)
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nSUMMARY:Été\r\nEND:VCALENDAR\r\n"
SUBJECT = "Votre place est confirmée\u202f: Strasbourg, 9–10 juin 2027"
PNG = b"\x89PNG picture"


def made(
    subject: str = SUBJECT, text: str = "Té\n", html: str = "<p>É</p>\n", **enclosed: object
) -> EmailMessage:
    content = message(ENVELOPE, subject, text, html, Enclosed(**enclosed))  # type: ignore[arg-type]
    return parsed(content)


def parsed(content: bytes) -> EmailMessage:
    return cast(EmailMessage, email.message_from_bytes(content, policy=policy.default))


def test_the_head() -> None:
    mail = made()
    assert parseaddr(str(mail["From"])) == ("Police Network – Réseau police", "events@police-network.example")
    assert mail["To"] == "ana@xn--bcher-kva.example"
    assert mail["Reply-To"] == "secretariat@police-network.example"
    assert mail["Subject"] == SUBJECT
    assert mail["Message-ID"] == "<0123456789abcdef@police-network.example>"
    assert mail["Date"].datetime == ENVELOPE.date
    assert mail["Content-Language"] == "fr"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["MIME-Version"] == "1.0"


def test_text_and_html_side_by_side() -> None:
    mail = made()
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Té"]
    assert html.get_content().splitlines() == ["<p>É</p>"]


def test_the_code_is_inside_and_the_calendar_beside() -> None:
    mail = made(desk_code=PNG, calendar=CALENDAR, calendar_name="conference.ics")
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "text/calendar",
    ]  # fmt: skip
    picture, calendar = list(mail.walk())[5:]
    assert picture["Content-ID"] == "<badge-code>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_payload(decode=True) == PNG
    assert calendar.get_filename() == "conference.ics"
    assert calendar.get_content_disposition() == "attachment"
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.get_payload(decode=True) == CALENDAR.encode()


def test_a_cancellation_says_so() -> None:
    mail = made(calendar=CALENDAR.replace("PUBLISH", "CANCEL"))
    assert list(mail.walk())[-1].get_param("method") == "CANCEL"


def test_no_line_is_too_long_and_everything_is_ascii() -> None:
    content = message(
        ENVELOPE, SUBJECT * 9, "é" * 5000, "<p>" + "x" * 5000, Enclosed(PNG * 500, CALENDAR * 50)
    )
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "subject",
    [
        "x" * 300,
        "Ćirić, Παπαδόπουλος, Šahin, გიორგი, Հայաստան: 9 June",
        "Plain",
        "a" * 76 + " é",
        "=?utf-8?q?no?=",
    ],
)
def test_subjects_arrive_as_they_were_written(subject: str) -> None:
    assert made(subject)["Subject"] == subject


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_no_header_can_be_added(end: str) -> None:
    smuggled = f"x{end}Bcc: victim@example.org"
    for envelope, subject in (
        (ENVELOPE, smuggled),
        (replace(ENVELOPE, recipient=smuggled), "Subject"),
        (replace(ENVELOPE, sender=f"a@b.example{end}Bcc: victim@example.org"), "Subject"),
        (replace(ENVELOPE, reply_to=smuggled), "Subject"),
        (replace(ENVELOPE, language=smuggled), "Subject"),
        (replace(ENVELOPE, message_id=smuggled), "Subject"),
    ):
        with pytest.raises(ValueError, match="line break"):
            message(envelope, subject, "text", "html", Enclosed())


@pytest.mark.parametrize("name", ["x", "Secrétariat", "\u202e"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_sender_name_cannot_either(name: str, end: str) -> None:
    smuggled = replace(ENVELOPE, sender_name=f"{name}{end}Bcc: v@x.example")
    with pytest.raises(ValueError, match="line break"):
        message(smuggled, "s", "t", "h", Enclosed())
