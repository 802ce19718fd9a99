"""Inviting bodies in one action, to those who speak for them, and what a body answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import BodyKind, Category, Event, EventStatus, Language, Letter, LetterKind, Status
from app.services import convocations, convoking
from app.services.actors import SYSTEM
from app.services.delegation_errors import CannotNominate, SendsSomebody
from app.services.delegation_replies import Reply, silent, standings
from app.services.errors import EventIsOver, EventReadOnly, NotFound
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event
from tests.factories.letters import written
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(nominations_until=now() + timedelta(days=30))


def letters() -> list[Letter]:
    query = select(Letter).where(Letter.kind == LetterKind.CONVOCATION).order_by(Letter.id)
    return list(db.session.scalars(query))


def reply(event: Event, code: str) -> Reply:
    [standing] = standings(event, only=a_body(code))
    return standing.reply


def test_each_correspondent_gets_a_letter_in_the_own_language(event: Event) -> None:
    moldova, germany = a_body("MD"), a_body("DE")
    a_quota(event, 3, body=moldova)
    first, second = a_correspondent(moldova), a_correspondent(moldova, language=Language.FR)
    third = a_correspondent(germany)
    convoking.convoke(event.id, [moldova.id, germany.id], SYSTEM)
    assert {letter.recipient for letter in letters()} == {first.email, second.email, third.email}
    texts = {letter.recipient: written(letter).text or "" for letter in letters()}
    assert "Your delegation has 3 places." in texts[first.email]
    assert "Votre délégation dispose de 3 places." in texts[second.email]
    assert "places" not in texts[third.email].split("Event")[0]


def test_whoever_has_not_confirmed_the_address_answers_for_nobody(event: Event) -> None:
    a_convocation(event, a_body("MD"))
    registration = a_registration(event, Status.UNVERIFIED)
    assert reply(event, "MD") is Reply.INVITED
    assert [standing.body.code for standing in silent(event)] == ["MD"]
    convoking.refuse(event.id, a_body("MD").id, None, SYSTEM)
    assert reply(event, "MD") is Reply.WILL_NOT_ATTEND
    registration.status, registration.registered_at = Status.SUBMITTED, now()
    assert reply(event, "MD") is Reply.ANSWERED


def test_a_body_is_invited_once(event: Event) -> None:
    body = a_body("MD")
    a_correspondent(body)
    for expected in (1, 0):
        assert len(convoking.convoke(event.id, [body.id], SYSTEM)) == expected
        db.session.commit()
    assert len(letters()) == 1


def test_those_without_anybody_are_named_before(event: Event) -> None:
    reached, alone, invited = a_body("MD"), a_body("DE"), a_body("FR")
    a_correspondent(reached)
    a_convocation(event, invited)
    foreseen = convoking.foresee(event, [reached, alone, invited])
    assert foreseen.reached == [reached]
    assert foreseen.without_correspondent == [alone]
    assert foreseen.invited_already == [invited]


def test_who_sends_no_delegation_is_not_invited(event: Event) -> None:
    body = a_body("GRECO", BodyKind.INTERNAL_PARTNER)
    with pytest.raises(CannotNominate):
        convoking.convoke(event.id, [a_body("MD").id, body.id], SYSTEM)
    assert convocations.of(event.id, body.id) is None


def test_nobody_is_invited_to_a_draft_or_to_what_is_over(event: Event) -> None:
    body = a_body("MD")
    for status, error in ((EventStatus.DRAFT, CannotNominate), (EventStatus.CANCELLED, EventReadOnly)):
        event.status = status
        with pytest.raises(error):
            convoking.convoke(event.id, [body.id], SYSTEM)
    event.status = EventStatus.PUBLISHED
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    with pytest.raises(EventIsOver):
        convoking.convoke(event.id, [body.id], SYSTEM)


def test_a_reply_goes_forward(event: Event) -> None:
    body = a_body("MD")
    assert reply(event, "MD") is Reply.NOT_INVITED
    convoking.convoke(event.id, [body.id], SYSTEM)
    assert reply(event, "MD") is Reply.INVITED
    convocations.note_seen(event.id, body.id)
    assert reply(event, "MD") is Reply.SEEN
    registration = a_registration(event, body=body)
    assert reply(event, "MD") is Reply.ANSWERED
    registration.status, registration.confirmed_at = Status.CONFIRMED, now()
    assert reply(event, "MD") is Reply.CONFIRMED
    a_check_in(registration)
    assert reply(event, "MD") is Reply.ARRIVED


def test_we_will_not_attend(event: Event) -> None:
    body = a_body("MD")
    a_convocation(event, body)
    convoking.refuse(event.id, body.id, "no budget", SYSTEM)
    assert reply(event, "MD") is Reply.WILL_NOT_ATTEND
    assert silent(event) == []


def test_a_delegation_that_comes_does_not_refuse(event: Event) -> None:
    body = a_body("MD")
    a_convocation(event, body)
    a_registration(event, body=body)
    with pytest.raises(SendsSomebody):
        convoking.refuse(event.id, body.id, None, SYSTEM)


def test_who_was_not_invited_cannot_refuse(event: Event) -> None:
    with pytest.raises(NotFound):
        convoking.refuse(event.id, a_body("MD").id, None, SYSTEM)


def test_silent_are_those_who_were_invited_and_never_answered(event: Event) -> None:
    quiet, seen, gone, never = a_body("MD"), a_body("DE"), a_body("FR"), a_body("AM")
    a_convocation(event, quiet)
    a_convocation(event, seen, seen_at=now())
    a_convocation(event, gone)
    a_registration(event, Status.WITHDRAWN, body=gone, registered_at=now())
    assert {standing.body.code for standing in silent(event)} == {"MD", "DE"}
    assert never.code not in {standing.body.code for standing in silent(event)}


def test_without_any_convocation_nobody_is_silent(event: Event) -> None:
    a_body("MD")
    assert silent(event) == []


def test_a_speaker_does_not_answer_for_a_state(event: Event) -> None:
    body = a_body("MD")
    a_convocation(event, body)
    a_registration(event, category=Category.SPEAKER_EXPERT, body=body)
    assert reply(event, "MD") is Reply.INVITED


def test_all_member_states_stand_there(event: Event) -> None:
    a_body("MD"), a_body("DE")
    a_body("INTERPOL")
    codes = [standing.body.code for standing in standings(event)]
    assert {"MD", "DE"} <= set(codes)
    assert "INTERPOL" not in codes
    a_convocation(event, a_body("INTERPOL"))
    assert [standing.body.code for standing in standings(event)][-1] == "INTERPOL"


def test_who_had_no_correspondent_is_written_to_once_there_is_one(event: Event) -> None:
    body = a_body("MD")
    convoking.convoke(event.id, [body.id], SYSTEM)
    assert letters() == []
    assert convoking.foresee(event, [body]).invited_already == [body], "there is nobody to write to"
    person = a_correspondent(body)
    assert convoking.foresee(event, [body]).reached == [body]
    assert convoking.convoke(event.id, [body.id], SYSTEM) == []
    assert [letter.recipient for letter in letters()] == [person.email]
    assert convoking.foresee(event, [body]).invited_already == [body]
    convoking.convoke(event.id, [body.id], SYSTEM)
    assert len(letters()) == 1


@pytest.mark.parametrize("answer", ["seen_at", "refused_at"])
def test_who_has_answered_is_not_invited_again(event: Event, answer: str) -> None:
    body = a_body("MD")
    a_convocation(event, body, **{answer: now()})
    a_correspondent(body)
    assert convoking.foresee(event, [body]).invited_already == [body]


def test_who_sends_somebody_already_is_not_invited_again(event: Event) -> None:
    body = a_body("MD")
    convoking.convoke(event.id, [body.id], SYSTEM)
    a_correspondent(body)
    a_registration(event, Status.CONFIRMED, registered_at=now())
    assert convoking.foresee(event, [body]).invited_already == [body]
    convoking.convoke(event.id, [body.id], SYSTEM)
    assert letters() == []
