"""To whom a reminder rule writes, and to whom it never does."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.models import (
    AuditEntry,
    Body,
    Event,
    Language,
    Letter,
    LetterKind,
    LetterState,
    Registration,
    ReminderAbout,
    Status,
)
from app.services import convoking
from app.services.reminder_recipients import Audience
from tests.factories.bodies import a_body
from tests.factories.campaigns import a_campaign
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.registrations import a_registration
from tests.factories.reminders import (
    INVITED,
    LONG_AGO,
    NINE,
    a_dated_event,
    a_rule,
    at,
    invited,
    run,
    speaker,
    written,
)

SILENT, OPEN_POINTS = ReminderAbout.SILENT, ReminderAbout.OPEN_POINTS
UNANSWERED, PRACTICAL = ReminderAbout.UNANSWERED, ReminderAbout.PRACTICAL


@pytest.fixture
def event(app: Flask) -> Event:
    return a_dated_event()


def whose(letters: list[Letter]) -> list[str]:
    codes = {body.id: body.code for body in db.session.scalars(select(Body))}
    return sorted(codes[letter.body_id] for letter in letters if letter.body_id)


class TestSilent:
    def test_each_who_speaks_for_a_silent_body(self, event: Event) -> None:
        silent = invited(event, "MD")
        speaker(silent, language=Language.FR)
        invited(event, "DE", seen_at=at(4, 2))
        rule = a_rule(event, SILENT, 14)
        assert run(NINE - timedelta(seconds=1)) == 0
        assert run() == 3
        letters = written()
        assert {letter.kind for letter in letters} == {LetterKind.REMINDER}
        assert whose(letters) == ["DE", "MD", "MD"]
        assert Counter(letter.language for letter in letters) == {Language.EN: 2, Language.FR: 1}
        assert {letter.event_id for letter in letters} == {event.id}
        assert (rule.letters, rule.last_run_at) == (3, NINE)
        (line,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reminder_rule.sent"))
        assert (line.subject_id, line.fields) == (rule.id, ["letters=3"])

    def test_never_after_an_answer_or_a_refusal(self, event: Event) -> None:
        invited(event, "MD", refused_at=at(4, 3))
        a_registration(event, Status.NOMINATED, body=invited(event, "DE"))
        a_registration(event, Status.WITHDRAWN, body=invited(event, "AT"))
        speaker(a_body("CA"))  # was not invited
        a_rule(event)
        assert run() == 0

    def test_who_was_invited_or_reminded_a_moment_ago_is_left_in_peace(self, event: Event) -> None:
        invited(event, "MD", invited_at=NINE - timedelta(hours=23))
        invited(event, "DE", invited_at=NINE - timedelta(hours=24))
        invited(event, "AT", reminders=1, reminded_at=NINE - timedelta(hours=1))
        a_rule(event)
        assert run() == 1
        assert whose(written()) == ["DE"]
        assert run(NINE + timedelta(days=2)) == 0, "the rule has gone out"

    def test_a_rule_that_is_made_late_counts_from_then(self, event: Event) -> None:
        invited(event, "MD", invited_at=NINE + timedelta(days=2))
        invited(event, "DE", invited_at=NINE + timedelta(days=4, hours=1))
        a_rule(event, created_at=NINE + timedelta(days=5))
        assert run(NINE + timedelta(days=5)) == 1
        assert whose(written()) == ["MD"]

    def test_the_board_counts_it(self, event: Event) -> None:
        body = invited(event, "MD")
        speaker(body)
        a_rule(event)
        run()
        row = convoking.convocations.of(event.id, body.id)
        assert row is not None
        assert (row.reminders, row.reminded_at) == (1, NINE)

    def test_who_has_left_the_service_hears_nothing(self, event: Event) -> None:
        body = a_body("MD")
        a_convocation(event, body, invited_at=INVITED)
        a_mandate(body, from_date=LONG_AGO.date(), until_date=date(2027, 5, 6))
        speaker(body, email=None)
        rule = a_rule(event)
        with clock.set_to(NINE):
            assert Audience(event).of(rule).without_correspondent == [body]
        assert run() == 0


class TestOpenPoints:
    def test_only_who_has_something_open(self, event: Event) -> None:
        busy, idle, silent = invited(event, "MD"), invited(event, "DE"), invited(event, "AT")
        a_registration(event, Status.NOMINATED, body=busy)
        a_registration(event, Status.CONFIRMED, body=idle)
        a_rule(event, OPEN_POINTS)
        assert run() == 1
        (letter,) = written()
        assert (letter.kind, letter.body_id) == (LetterKind.DIGEST, busy.id)
        assert "missing" not in letter.facts, "the numbers are those of the moment in which it goes out"
        assert silent.id != letter.body_id, "a silent body is reminded of everything by another letter"


class TestUnanswered:
    def test_nominated_persons_without_an_answer(self, event: Event) -> None:
        quiet = a_registration(event, Status.NOMINATED, created_at=INVITED, language=Language.FR)
        for status in (
            Status.VALIDATED,
            Status.WITHDRAWN,
            Status.EXPIRED,
            Status.CANCELLED,
            Status.CONFIRMED,
        ):
            a_registration(event, status, created_at=INVITED)
        a_registration(event, Status.NOMINATED, created_at=NINE - timedelta(hours=23))
        a_registration(event, Status.NOMINATED, created_at=INVITED, email=None)
        a_registration(a_dated_event(), Status.NOMINATED, created_at=INVITED)
        a_rule(event, UNANSWERED)
        assert run() == 1
        (letter,) = written()
        assert letter.kind is LetterKind.NOMINATION_REMINDER
        assert (letter.registration_id, letter.language) == (quiet.id, Language.FR)
        assert letter.recipient == quiet.email


class TestPractical:
    MORNING = at(5, 26)  # a fortnight before the event

    def test_the_confirmed_and_who_is_confirmed_later(self, event: Event) -> None:
        a_registration(event, Status.CONFIRMED, confirmed_at=INVITED)
        late = a_registration(event, Status.VALIDATED)
        a_registration(event, Status.CONFIRMED, confirmed_at=INVITED, walk_in=True)
        rule = a_rule(event, PRACTICAL)
        assert run(self.MORNING) == 1
        assert run(self.MORNING + timedelta(minutes=1)) == 0
        late.status, late.confirmed_at = Status.CONFIRMED, at(6, 8)
        assert run(at(6, 8, 10)) == 1
        last = written()[-1]
        assert (last.kind, last.registration_id) == (LetterKind.PRACTICAL_INFORMATION, late.id)
        assert rule.letters == 2
        a_registration(event, Status.CONFIRMED, confirmed_at=at(6, 9, 8, 31))
        assert run(at(6, 9, 8, 31)) == 0, "the event has begun"

    def test_who_got_it_with_a_message_lately_does_not_get_it_again(self, event: Event) -> None:
        lately, long_ago, failed, other = [
            a_registration(event, Status.CONFIRMED, confirmed_at=INVITED) for _ in range(4)
        ]
        self.told(lately, self.MORNING - timedelta(days=6))
        self.told(long_ago, self.MORNING - timedelta(days=8))
        self.told(failed, self.MORNING - timedelta(days=1), state=LetterState.FAILED)
        self.told(other, self.MORNING - timedelta(days=1), kind=LetterKind.MESSAGE)
        a_rule(event, PRACTICAL)
        assert run(self.MORNING) == 3
        reached = {letter.registration_id for letter in written() if letter.campaign_id is None}
        assert reached == {long_ago.id, failed.id, other.id}

    def test_two_rules_are_two_letters(self, event: Event) -> None:
        a_registration(event, Status.CONFIRMED, confirmed_at=INVITED)
        a_rule(event, PRACTICAL, 14)
        a_rule(event, PRACTICAL, 13)
        assert run(self.MORNING) == 1
        assert run(self.MORNING + timedelta(days=1)) == 1

    @staticmethod
    def told(registration: Registration, moment: datetime, **changes: Any) -> None:
        campaign = a_campaign(registration.event)
        facts: dict[str, Any] = {
            "kind": LetterKind.PRACTICAL_INFORMATION,
            "state": LetterState.SENT,
            **changes,
        }
        db.session.add(
            Letter(
                dedupe_key=f"campaign:{campaign.id}:{registration.id}",
                registration=registration,
                event_id=registration.event_id,
                campaign=campaign,
                recipient=registration.email,
                language=registration.language,
                facts={},
                not_before=moment,
                created_at=moment,
                message_id=f"told-{registration.id}",
                **facts,
            )
        )
        db.session.flush()
