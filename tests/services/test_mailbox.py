"""The development mailbox: kept in the order of arrival, found by key, nothing else can be read through it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app.emails.messages import Enclosed, Envelope, message
from app.extensions import db
from app.services import mailbox


def a_message(subject: str) -> bytes:
    envelope = Envelope("e@x.example", "E", "u@x.example", "a@x.example", subject, datetime.now(UTC), "en")
    return message(
        envelope, subject, f"Text of {subject}\n", "<p>HTML</p>", Enclosed(b"\x89PNG", "BEGIN:VCALENDAR\r\n")
    )


def test_the_newest_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "mailbox"
    for number in range(12):
        assert mailbox.put(path, a_message(f"no{number}")).startswith("250 ")
    mails = mailbox.mails(path)
    assert [str(mail.message["Subject"]) for mail in mails] == [
        f"no{number}" for number in reversed(range(12))
    ]


def test_a_mail_is_found_by_its_key(tmp_path: Path) -> None:
    mailbox.put(tmp_path / "box", a_message("one"))
    [listed] = mailbox.mails(tmp_path / "box")
    mail = mailbox.mail(tmp_path / "box", listed.key)
    assert mail is not None
    assert mail.text.strip() == "Text of one"
    assert mail.html.strip() == "<p>HTML</p>"
    assert [part.get_filename() for part in mail.attachments()] == ["badge-code.png", "event.ics"]
    assert mail.sent_at is not None


def test_before_the_first_mail(tmp_path: Path) -> None:
    assert mailbox.mails(tmp_path / "none") == []
    assert mailbox.mail(tmp_path / "none", "key") is None
    assert not (tmp_path / "none").exists(), "looking makes nothing"


@pytest.mark.parametrize(
    "key", ["", ".", "..", "../secret", "new/../../secret", "/etc/passwd", "x" * 500, "\x00"]
)
def test_no_other_file_is_read(tmp_path: Path, key: str) -> None:
    (tmp_path / "secret").write_text("secret")
    mailbox.put(tmp_path / "box", a_message("one"))
    assert mailbox.mail(tmp_path / "box", key) is None


@pytest.mark.sqlite_only
def test_what_is_removed_goes_with_the_commit_and_not_with_a_savepoint(app: Flask, tmp_path: Path) -> None:
    said = mailbox.put(tmp_path / "box", a_message("one"))
    mailbox.remove(tmp_path / "box", said)
    with db.session.begin_nested():
        pass
    db.session.rollback()
    assert mailbox.mails(tmp_path / "box"), "what was rolled back has removed nothing"
    mailbox.remove(tmp_path / "box", said)
    db.session.begin_nested().rollback()
    db.session.commit()
    assert not mailbox.mails(tmp_path / "box")
