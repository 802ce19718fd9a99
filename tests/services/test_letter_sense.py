"""A letter is sent again only while what it says holds."""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import Category, EventStatus, LetterKind, Place, Status
from app.services import letter_sense, outbox
from tests.factories.events import a_session
from tests.factories.letters import a_conference, a_letter
from tests.factories.registrations import a_registration, a_sign_up


@pytest.mark.parametrize(("place", "holds"), [(Place.HELD, True), (Place.WAITING, False)])
def test_a_place_in_a_session_has_to_be_there_still(app: Flask, place: Place, holds: bool) -> None:
    event = a_conference()
    session = a_session(event, 2, sign_up=True)
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, session, place)
    letter = outbox.put(LetterKind.SESSION_PLACE, registration, sessions=[session.id])
    assert letter_sense.sessions_hold(letter) is holds


@pytest.mark.parametrize(
    ("kind", "status", "holds"),
    [
        (LetterKind.CONFIRMED, Status.CONFIRMED, True),
        (LetterKind.CONFIRMED, Status.WITHDRAWN, False),
        (LetterKind.RECEIVED, Status.SUBMITTED, True),
        (LetterKind.RECEIVED, Status.CONFIRMED, False),
        (LetterKind.DECLINED, Status.DECLINED, True),
        (LetterKind.THANKS, Status.CONFIRMED, True),
        (LetterKind.THANKS, Status.SUBMITTED, True),
    ],
)
def test_the_status_decides(app: Flask, kind: LetterKind, status: Status, holds: bool) -> None:
    letter = a_letter(kind, status=status, category=Category.GUEST, body_text="University")
    assert letter.event is not None
    assert letter_sense.still_holds(letter, letter.event) is holds


def test_nothing_more_goes_out_about_what_is_archived(app: Flask) -> None:
    letter = a_letter(LetterKind.CONFIRMED, status=Status.CONFIRMED)
    assert letter.event is not None
    letter.event.status = EventStatus.ARCHIVED
    assert not letter_sense.still_holds(letter, letter.event)
