"""Somebody in discreet mode wherever somebody can stand: registered, nominated, waiting, speaking, replaced, a correspondent."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.models import (
    Category,
    Event,
    Letter,
    LetterKind,
    LetterState,
    Person,
    Place,
    Registration,
    SessionRole,
    SessionRoleKind,
    Status,
)
from app.services import outbox, registering
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.letters import written
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.web.viewers import World

_NAME = {"given_name": "Discretissima", "family_name": "SECRETMARK"}
NAMED = {
    "given_name": "Discretissima",
    "family_name": "SECRETMARK",
    "own_script_name": "Тайнова",
    "discreet": True,
}


def fill(made: World) -> None:
    """Put discreet people into the estate with which the limited work."""
    event, member = made.mine.event, made.mine.registration
    _hide(member)
    _hide_person(made.mine.speaker, "c")
    nominee = a_discreet(event, "n", Status.NOMINATED, verified_at=None)
    speaker = a_discreet(
        event, "s", Status.CONFIRMED, category=Category.SPEAKER_EXPERT, body_text="Institute"
    )
    a_discreet(event, "w", Status.SUBMITTED, place=Place.WAITING)
    replaced = a_discreet(event, "r", Status.WITHDRAWN, replaced=True)
    a_registration(event, Status.NOMINATED, replaces_id=replaced.id, family_name="SUCCESSOR")
    _speaks(made, speaker)
    _letters(member, nominee, speaker)
    _correspondents(made)


def a_discreet(event: Event, key: str, status: Status, **changes: object) -> Registration:
    address = f"secretmark@{key}.example"
    person = a_person(given_name="Discretissima", family_name="SECRETMARK", email=address, discreet=True)
    return a_registration(event, status, email=address, person=person, **{**NAMED, **changes})


def _hide(registration: Registration) -> None:
    for name, value in {
        **NAMED,
        "email": "secretmark@m.example",
        "email_key": "secretmark@m.example",
    }.items():
        setattr(registration, name, value)
    assert registration.person is not None
    _hide_person(registration.person, "m")
    registering.set_search_text(registration)


def _hide_person(person: Person, key: str) -> None:
    person.given_name, person.family_name, person.discreet = "Discretissima", "SECRETMARK", True
    person.email = f"secretmark@{key}.example"


def _speaks(made: World, speaker: Registration) -> None:
    session_id = cast(int, made.mine.ids["session_id"])
    named = {"registration_id": speaker.id, "name_public": True}
    db.session.add(SessionRole(session_id=session_id, kind=SessionRoleKind.SPEAKER, **named))
    a_check_in(speaker)


def _letters(member: Registration, nominee: Registration, speaker: Registration) -> None:
    for registration, kind in (
        (member, LetterKind.CONFIRMED),
        (nominee, LetterKind.NOMINATION),
        (speaker, LetterKind.CONFIRMED),
    ):
        letter = written(outbox.put(kind, registration))
        letter.state = LetterState.FAILED
        letter.server_said = f"550 no such mailbox {registration.email}"
    for letter in db.session.scalars(select(Letter).where(Letter.recipient.contains("igp.example"))):
        if letter.registration_id == member.id:
            letter.recipient = member.email
            written(letter)


def _correspondents(made: World) -> None:
    """Discreet correspondents: of the delegation that has answered, of one that is silent, of one that is not invited."""
    event = made.mine.event
    a_convocation(event, a_body("AT"))
    for code, key in (("AT", "a"), ("BE", "b")):
        a_mandate(a_body(code), a_person(**_NAME, email=f"secretmark@{key}.example", discreet=True))
    for kind in (LetterKind.CONVOCATION, LetterKind.DIGEST, LetterKind.REMINDER):
        about = Correspondence(made.mine.speaker, a_body("MD"), event)
        letter = written(outbox.put_for_correspondent(kind, about))
        letter.state, letter.server_said = LetterState.FAILED, f"550 {letter.recipient} unknown"
    open_one = a_mandate(a_body("MD"), a_person(family_name="NAMED")).person
    written(outbox.put_for_correspondent(LetterKind.DIGEST, Correspondence(open_one, a_body("MD"), event)))
