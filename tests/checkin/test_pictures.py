"""A photo of a badge without script, and the frames that the page's script sends."""

from __future__ import annotations

import io

import pytest

from app.extensions import db
from app.lib import barcodes
from app.models import Event, Registration, Status
from tests.browser.badge_video import jpeg
from tests.checkin.at_the_desk import heading, lines
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor

PHOTO = "form[action$=photo]"


def sent(desk: Page, picture: bytes | None) -> Page:
    file = (io.BytesIO(picture), "badge.jpg") if picture is not None else None
    return desk.submit(PHOTO, picture=file)


def test_a_photo_checks_in(desk: Page, person: Registration) -> None:
    page = sent(desk, jpeg(person.badge_code))
    assert heading(page) == "Welcome"
    assert page.address.startswith("/check-in/conference?answer=welcome&entry=")
    assert heading(sent(desk, jpeg(person.badge_code))) == "Welcome"
    assert lines() == 1, "the same form sent twice is one check-in"


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (None, "No picture"),
        (b"", "No picture"),
        (b"%PDF-1.7", "No picture"),
        (jpeg(), "No code seen"),
        (jpeg("KZ7Q2M9XGRJW7GCXGQTP", "ZK7Q2M9XGRJW7GCXGQTP"), "Several codes"),
        (b"\xff" * (barcodes.MOST_BYTES + 1), "Too large"),
        (jpeg("KZ7Q2M9XGRJW7GCXGQTP"), "Unknown code"),
        (jpeg("Ana-Maria CEBOTARI"), "Unknown code"),
    ],
    ids=["nothing", "empty", "another file", "no code", "two codes", "many bytes", "nobody’s", "a name"],
)
def test_whatever_else_is_sent_gets_a_clear_answer(desk: Page, picture: bytes | None, words: str) -> None:
    page = sent(desk, picture)
    assert (page.status, heading(page)) == (200, words)
    assert page.one("title").get_text().startswith("Error:")
    assert lines() == 0


def test_no_lock_is_held_while_a_photo_is_read(
    desk: Page, person: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    read = barcodes.read

    def reading(picture: bytes) -> list[str]:
        held.append(db.session().in_transaction())
        return read(picture)

    monkeypatch.setattr(barcodes, "read", reading)
    assert heading(sent(desk, jpeg(person.badge_code))) == "Welcome"
    assert held == [False]


def test_a_photo_of_another_event_s_badge(desk: Page) -> None:
    stranger = a_registration(an_event(), Status.CONFIRMED, family_name="STRANGER")
    page = sent(desk, jpeg(stranger.badge_code))
    assert heading(page) == "Another event"
    assert "STRANGER" not in page.text


def test_a_frame_is_read_and_nothing_recorded(desk: Page, person: Registration, client: Visitor) -> None:
    def answer(picture: bytes) -> object:
        fields = {"csrf_token": desk.fields(PHOTO)["csrf_token"], "picture": (io.BytesIO(picture), "f.jpg")}
        return client.post("/check-in/conference/frame", data=fields).json

    assert answer(jpeg(person.badge_code)) == {"code": person.badge_code}
    assert answer(jpeg()) == {"problem": "no_code"}
    assert answer(b"x") == {"problem": "not_a_picture"}
    assert lines() == 0


def test_a_photo_on_a_day_that_is_none(client: Visitor, desk: Page, event: Event) -> None:
    page = desk.submit(
        PHOTO, picture=(io.BytesIO(jpeg("KZ7Q2M9XGRJW7GCXGQTP")), "b.jpg"), **{"for": "2020-01-01"}
    )
    assert heading(page) == "Wrong day"
