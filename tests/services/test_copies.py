"""Copies of convocations: to the addresses of a body, once each, and without any way in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.emails import placeholders
from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Body, Event, Language, Letter, LetterKind, LetterState
from app.services import convoking, copies, letter_failures, letter_sending_again
from app.services.actors import SYSTEM
from app.services.delegation_errors import NotAnAddress, TooManyCopies
from app.services.letter_errors import LetterMakesNoSense, LetterOnItsWay
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event
from tests.factories.letters import written
from tests.factories.mandates import a_correspondent

EMBASSY, MISSION = "embassy@example.org", "mission@example.org"


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(nominations_until=now() + timedelta(days=30))


@pytest.fixture
def body(app: Flask) -> Body:
    return a_body("MD", cc_emails=[EMBASSY, MISSION])


def sent() -> list[Letter]:
    query = select(Letter).where(Letter.kind == LetterKind.CONVOCATION_COPY).order_by(Letter.id)
    return list(db.session.scalars(query))


def failed(letter: Letter) -> Letter:
    letter.state = LetterState.FAILED
    db.session.commit()
    return letter


def test_each_address_gets_a_letter_of_its_own(event: Event, body: Body) -> None:
    a_correspondent(body)
    a_quota(event, 3, body=body)
    convoking.convoke(event.id, [body.id], SYSTEM)
    assert [letter.recipient for letter in sent()] == [EMBASSY, MISSION]
    assert all(letter.person_id is None for letter in sent())
    text = written(sent()[0]).text or ""
    assert "Your delegation has 3 places." in text
    assert "sent to the person who speaks for the delegation" in text


def test_a_copy_opens_nothing(event: Event, body: Body) -> None:
    a_correspondent(body)
    convoking.convoke(event.id, [body.id], SYSTEM)
    for letter in map(written, sent()):
        for part in (letter.subject, letter.text, letter.html):
            assert placeholders.SIGN_IN not in (part or "")
            assert "link:" not in (part or "")
        assert "yours alone" not in (letter.text or "")


def test_a_body_without_correspondent_hears_that_nobody_is_known(event: Event, body: Body) -> None:
    convoking.convoke(event.id, [body.id], SYSTEM)
    assert "We know nobody who speaks for the delegation" in (written(sent()[0]).text or "")


def test_copies_come_in_the_language_of_the_body(event: Event, body: Body) -> None:
    body.cc_language = Language.FR
    convoking.convoke(event.id, [body.id], SYSTEM)
    assert "Une réponse est attendue" in (written(sent()[0]).text or "")


def test_one_copy_for_each_event_body_and_address(event: Event, body: Body) -> None:
    other = a_body("DE", cc_emails=[EMBASSY])
    for _ in range(2):
        for each in (body, other):
            copies.send(event, each, addressed=1, places=None)
        db.session.commit()
    copies.send(an_event(), body, addressed=1, places=None)
    assert [letter.recipient for letter in sent()] == [EMBASSY, MISSION, EMBASSY, EMBASSY, MISSION]


def test_of_an_invented_event_no_embassy_hears(body: Body) -> None:
    event = an_event(fictional=True)
    convoking.convoke(event.id, [body.id], SYSTEM)
    assert sent() == []
    assert copies.copies_of([body], fictional=True) == {}
    assert copies.copies_of([body, a_body("DE")]) == {body.id: [EMBASSY, MISSION]}


def test_addresses_are_tidied_and_taken_once(body: Body) -> None:
    lines = ["  Embassy <Perm.Rep@EXAMPLE.org> ", "", "perm.rep@example.org", "b@example.org"]
    assert copies.choose(body, lines, Language.FR, SYSTEM) == ["Perm.Rep@example.org", "b@example.org"]
    assert body.cc_language is Language.FR
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.fields) == ("body.copies_chosen", ["number:2"])


def test_a_wrong_line_is_named_and_nothing_changes(body: Body) -> None:
    with pytest.raises(NotAnAddress) as refused:
        copies.choose(body, ["a@example.org", "nonsense"], Language.FR, SYSTEM)
    assert refused.value.values == {"line": 2}
    with pytest.raises(TooManyCopies):
        copies.choose(body, [f"a{number}@example.org" for number in range(11)], Language.FR, SYSTEM)
    assert (body.cc_emails, body.cc_language) == ([EMBASSY, MISSION], Language.EN)


def test_a_copy_is_sent_again_to_its_address(event: Event, body: Body) -> None:
    copies.send(event, body, addressed=1, places=2)
    first = failed(sent()[0])
    assert letter_sending_again.refusal(first) is None
    again = letter_sending_again.send_again(first, SYSTEM)
    assert (again.recipient, again.facts) == (EMBASSY, first.facts)
    with pytest.raises(LetterOnItsWay):
        letter_sending_again.send_again(first, SYSTEM)
    again.state = LetterState.SENT
    db.session.flush()
    assert not letter_failures.is_outstanding(first)


def test_a_copy_is_sent_again_to_the_corrected_address(event: Event, body: Body) -> None:
    copies.send(event, body, addressed=1, places=2)
    first, second = sent()
    failed(first)
    copies.choose(body, ["right@example.org", MISSION], Language.EN, SYSTEM)
    assert letter_sending_again.send_again(first, SYSTEM).recipient == "right@example.org"
    assert not letter_failures.is_outstanding(first)
    failed(first)
    copies.choose(body, [MISSION], Language.EN, SYSTEM)
    with pytest.raises(LetterMakesNoSense):
        letter_sending_again.send_again(first, SYSTEM)
