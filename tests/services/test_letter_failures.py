"""What is to be done about letters that failed, and which letters can be sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    CampaignState,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    LetterState,
    Place,
    Registration,
    Status,
)
from app.services import letter_failures, letter_sending_again, outbox
from app.services.actors import Actor, staff
from app.services.errors import PersonErased
from app.services.letter_errors import LetterMakesNoSense, LetterOnItsWay, NothingToSetAside
from tests.factories.bodies import a_body
from tests.factories.campaigns import a_campaign
from tests.factories.events import a_session, an_event, moment
from tests.factories.letters import a_conference
from tests.factories.people import a_person
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user


def a_letter(
    registration: Registration,
    kind: LetterKind = LetterKind.CONFIRMED,
    state: LetterState = LetterState.FAILED,
    **facts: object,
) -> Letter:
    letter = outbox.put(kind, registration, **facts)
    db.session.info.clear()
    letter.state = state
    db.session.flush()
    return letter


def a_confirmed(**changes: Any) -> Registration:
    return a_registration(a_conference(), Status.CONFIRMED, **changes)


def to_do(event: Event) -> list[int]:
    found = letter_failures.of_event(event)
    assert found.total == len(found.letters)
    return [letter.id for letter in found.letters]


def organiser() -> Actor:
    return staff(a_user())


@pytest.mark.parametrize("state", [state for state in LetterState if state is not LetterState.FAILED])
def test_only_failures_are_things_to_do(app: Flask, state: LetterState) -> None:
    person = a_confirmed()
    a_letter(person, state=state)
    assert to_do(person.event) == []


@pytest.mark.parametrize("kind", [LetterKind.CONFIRMED, LetterKind.THANKS])
def test_a_later_letter_that_arrived_settles_it(app: Flask, kind: LetterKind) -> None:
    person = a_confirmed()
    a_letter(person, LetterKind.RECEIVED, LetterState.SENT)
    failed = a_letter(person)
    other = a_registration(person.event, Status.CONFIRMED)
    a_letter(other, state=LetterState.SENT)
    assert to_do(person.event) == [failed.id], "neither what arrived before nor what others got"
    later = a_letter(person, kind, LetterState.QUEUED)
    found = letter_failures.of_event(person.event)
    assert found.on_their_way == {failed.id}
    later.state = LetterState.SENT
    assert to_do(person.event) == []


def test_a_message_to_many_is_settled_by_that_message_alone(app: Flask) -> None:
    person = a_confirmed()
    failed = a_letter(person, LetterKind.MESSAGE)
    failed.campaign = a_campaign(person.event, state=CampaignState.DONE)
    a_letter(person, state=LetterState.SENT)
    other = a_letter(person, LetterKind.MESSAGE, LetterState.SENT)
    other.campaign = a_campaign(person.event, state=CampaignState.DONE)
    assert to_do(person.event) == [failed.id], "what it says stood in neither"
    again = letter_sending_again.send_again(failed, organiser())
    assert letter_failures.of_event(person.event).on_their_way == {failed.id}
    again.state = LetterState.SENT
    assert to_do(person.event) == []


def test_a_later_failure_settles_nothing(app: Flask) -> None:
    person = a_confirmed()
    first, second = a_letter(person), a_letter(person)
    assert to_do(person.event) == [second.id, first.id]
    assert letter_failures.of_event(person.event, most=1).total == 2


def test_what_is_mentioned_is_what_there_is_to_do(app: Flask) -> None:
    plain = a_confirmed(given_name="Ana", family_name="PLAIN")
    event, body = plain.event, a_body("FR")
    a_letter(plain, state=LetterState.SENT)
    a_letter(plain).server_said = "550 no such user"
    a_letter(a_registration(event, Status.CONFIRMED, family_name="HIDDEN", discreet=True))
    erased, spoken, hidden = a_person(), a_person(family_name="SPEAKS"), a_person(discreet=True)
    for person in (erased, spoken, hidden, a_person()):
        about = Correspondence(person, body, event)
        copy = outbox.put_for_correspondent(LetterKind.CONVOCATION, about, places=3)
        copy.state = LetterState.FAILED
    db.session.info.clear()
    erased.family_name = None
    copy.person, copy.body, copy.kind = None, body, LetterKind.CONVOCATION_COPY
    db.session.flush()
    listed = letter_failures.mentioned(event, 20, "en")
    assert [one[:5] for one in listed] == [
        (one.id, one.kind, one.recipient, one.server_said, one.is_to_discreet)
        for one in letter_failures.of_event(event).letters
    ]
    names = [one.name and one.name.full for one in listed]
    assert names == [None, "Representative", "Ion SPEAKS", "Name erased", "Representative", "Ana PLAIN"]
    assert letter_failures.mentioned(event, 2, "en") == listed[:2]


def test_nothing_can_be_done_for_somebody_erased(app: Flask) -> None:
    letter = a_letter(a_confirmed())
    letter.recipient = None
    assert letter.event is not None
    assert to_do(letter.event) == []


def test_set_aside_once_and_written_down(app: Flask) -> None:
    letter = a_letter(a_confirmed())
    for _ in range(2):
        letter_failures.set_aside(letter, organiser())
    assert letter.event is not None
    assert to_do(letter.event) == []
    assert letter.state is LetterState.FAILED, "what happened stays"
    lines = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "letter.set_aside")).all()
    assert [(line.subject_id, line.fields) for line in lines] == [(letter.id, [])]


def test_what_has_not_failed_cannot_be_set_aside(app: Flask) -> None:
    letter = a_letter(a_confirmed(), state=LetterState.WILL_RETRY)
    with pytest.raises(NothingToSetAside):
        letter_failures.set_aside(letter, organiser())


def test_the_failures_of_the_events_that_one_may_see(app: Flask) -> None:
    mine, other = a_conference(), a_conference()
    for event in (mine, mine, other):
        a_letter(a_registration(event, Status.CONFIRMED))
    a_letter(a_registration(an_event(), Status.CONFIRMED), state=LetterState.SENT)
    assert letter_failures.by_event(a_user()) == {mine.id: 2, other.id: 1}
    assert letter_failures.by_event(a_user(all_events=False)) == {}


def test_a_new_letter_to_the_present_address(app: Flask) -> None:
    person = a_registration(a_conference(), Status.DECLINED)
    letter = a_letter(person, LetterKind.DECLINED, reason="No place")
    person.email = "right@example.org"
    again = letter_sending_again.send_again(letter, organiser())
    assert again.id != letter.id
    assert (again.kind, again.recipient, again.state) == (
        letter.kind,
        "right@example.org",
        LetterState.QUEUED,
    )
    assert again.facts == {"reason": "No place"}
    assert letter.state is LetterState.FAILED
    assert db.session.scalar(select(AuditEntry.subject_id).where(AuditEntry.action == "letter.sent_again"))


def test_what_was_true_at_the_moment_is_found_anew(app: Flask) -> None:
    event = a_conference()
    ahead = a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    person = a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    letter = a_letter(person, LetterKind.WAITING)
    assert letter.facts["position"] == 2
    ahead.status, ahead.place, ahead.waiting_since = Status.WITHDRAWN, Place.NONE, None
    db.session.flush()
    assert letter_sending_again.send_again(letter, organiser()).facts["position"] == 1


def test_not_while_one_is_on_its_way(app: Flask) -> None:
    letter = a_letter(a_confirmed())
    letter_sending_again.send_again(letter, organiser())
    with pytest.raises(LetterOnItsWay):
        letter_sending_again.send_again(letter, organiser())


def test_a_letter_to_somebody_else_keeps_nothing_back(app: Flask) -> None:
    letter = a_letter(a_confirmed())
    a_letter(a_registration(letter.event, Status.CONFIRMED), state=LetterState.QUEUED)
    assert letter_sending_again.send_again(letter, organiser()).registration_id == letter.registration_id
    first, second = (
        outbox.put_for_correspondent(
            LetterKind.CONVOCATION, Correspondence(a_person(), a_body(code), letter.event), places=3
        )
        for code in ("MD", "FR")
    )
    db.session.info.clear()
    first.state = LetterState.FAILED
    assert letter_sending_again.send_again(first, organiser()).person_id != second.person_id


def test_a_message_to_many_goes_to_one_again(app: Flask) -> None:
    person = a_confirmed()
    campaign = a_campaign(person.event, state=CampaignState.DONE)
    letter = a_letter(person, LetterKind.MESSAGE)
    letter.campaign = campaign
    assert letter_sending_again.send_again(letter, organiser()).campaign_id == campaign.id
    campaign.state = CampaignState.STOPPED
    assert isinstance(letter_sending_again.refusal(letter), LetterMakesNoSense)


def test_a_convocation_goes_to_the_correspondent_again(app: Flask) -> None:
    about = Correspondence(a_person(), a_body("MD"), a_conference())
    letter = outbox.put_for_correspondent(LetterKind.CONVOCATION, about, places=3)
    db.session.info.clear()
    letter.state = LetterState.FAILED
    again = letter_sending_again.send_again(letter, organiser())
    assert (again.person_id, again.facts) == (letter.person_id, letter.facts)


def _withdrawn(person: Registration) -> None:
    person.status, person.place = Status.WITHDRAWN, Place.NONE


def _archived(person: Registration) -> None:
    person.event.status = EventStatus.ARCHIVED


def _over(person: Registration) -> None:
    person.event.starts_at, person.event.ends_at = moment(-2), moment(-1)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (LetterKind.CONFIRMED, _withdrawn),
        (LetterKind.CONFIRMED, _archived),
        (LetterKind.PRACTICAL_INFORMATION, _over),
        (LetterKind.EVENT_CHANGED, _over),
        (LetterKind.EVENT_CHANGED, _withdrawn),
        (LetterKind.RECEIVED, lambda person: None),  # it is confirmed by now
        (LetterKind.WAITING, lambda person: None),
        (LetterKind.DECLINED, lambda person: None),
        (LetterKind.EVENT_CANCELLED, lambda person: None),
        (LetterKind.NOMINATION, lambda person: None),
    ],
)
def test_what_does_not_hold_any_more_is_not_sent(
    app: Flask, kind: LetterKind, change: Callable[[Registration], None]
) -> None:
    letter = a_letter(a_confirmed(), kind)
    assert letter.registration is not None
    change(letter.registration)
    db.session.flush()
    with pytest.raises(LetterMakesNoSense):
        letter_sending_again.send_again(letter, organiser())


def test_places_in_sessions_that_are_gone_are_not_told(app: Flask) -> None:
    person = a_confirmed()
    row = a_sign_up(person, a_session(person.event, sign_up=True))
    letter = a_letter(person, LetterKind.SESSION_PLACE, sessions=[row.session_id])
    db.session.delete(row)
    db.session.flush()
    with pytest.raises(LetterMakesNoSense):
        letter_sending_again.send_again(letter, organiser())


def test_a_cancelled_event_is_still_told(app: Flask) -> None:
    person = a_confirmed()
    letter = a_letter(person, LetterKind.EVENT_CANCELLED, reason="Strike")
    person.event.status = EventStatus.CANCELLED
    person.event.cancelled_at = now()
    assert letter_sending_again.send_again(letter, organiser()).state is LetterState.QUEUED


def test_nobody_is_left_to_write_to(app: Flask) -> None:
    letter = a_letter(a_confirmed())
    assert letter.registration is not None
    letter.registration.email = None
    assert isinstance(letter_sending_again.refusal(letter), PersonErased)
