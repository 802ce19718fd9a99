"""What correspondents do with people of their own delegation, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    ActorKind,
    BodyKind,
    Category,
    Convocation,
    EventStatus,
    Letter,
    LetterKind,
    Origin,
    Person,
    Place,
    Registration,
    Role,
    Status,
)
from app.services import settings
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event, moment
from tests.factories.mandates import a_convocation
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


def letters() -> list[LetterKind]:
    return list(db.session.scalars(select(Letter.kind).order_by(Letter.id)))


def mine(correspondent: Visitor) -> Page:
    return correspondent.visit("/delegation/")


def press(correspondent: Visitor, registration: Registration, step: str) -> Page:
    """Press a button in a person's row."""
    return mine(correspondent).submit(f"#person-{registration.id} form[action$='/{step}']")


def test_validating_takes_a_place_and_confirms(correspondent: Visitor, speaker: Person) -> None:
    event = an_event()
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    asked = a_registration(event, Status.SUBMITTED, family_name="LUPU")
    page = press(correspondent, asked, "validate")
    db.session.refresh(asked)
    assert asked.status is Status.CONFIRMED
    assert "Ana LUPU is validated and confirmed." in page.text
    assert "The one place is used" in page.text
    change = next(line for line in asked.history if line.status_to is Status.VALIDATED)
    assert (change.actor_kind, change.actor_id) == (ActorKind.CORRESPONDENT, speaker.id)
    assert letters() == [LetterKind.CONFIRMED]


def test_validating_beyond_the_quota_is_refused_with_the_number(correspondent: Visitor) -> None:
    event = an_event()
    a_quota(event, 2, kind=BodyKind.MEMBER_STATE)
    for _ in range(2):
        a_registration(event, Status.CONFIRMED)
    asked = a_registration(event, Status.SUBMITTED)
    page = press(correspondent, asked, "validate")
    db.session.refresh(asked)
    assert (page.status, asked.status) == (409, Status.SUBMITTED)
    assert "The delegation’s 2 places are taken." in page.text
    assert page.follow("Back to my delegation").address == "/delegation/"


def test_what_was_decided_meanwhile_is_said(correspondent: Visitor) -> None:
    asked = a_registration(an_event(), Status.SUBMITTED)
    page = mine(correspondent)
    asked.status, asked.place = Status.DECLINED, Place.NONE
    page = page.submit(f"#person-{asked.id} form[action$='/validate']")
    assert page.status == 409
    assert "“declined”" in page.text


def test_declining_needs_a_reason_which_the_person_is_told(correspondent: Visitor) -> None:
    asked = a_registration(an_event(), Status.SUBMITTED, family_name="LUPU")
    form = mine(correspondent).follow("Decline Ana LUPU")
    page = form.submit("#decline")
    assert page.status == 422
    assert "the person is told" in page.all_text("#reason-error")[0]
    page = form.submit("#decline", reason="Not of our service")
    db.session.refresh(asked)
    assert asked.status is Status.DECLINED
    assert asked.history[-1].note == "Not of our service"
    assert "is declined" in page.text
    assert letters() == [LetterKind.DECLINED]


def test_a_refused_decline_keeps_what_was_typed(correspondent: Visitor) -> None:
    asked = a_registration(an_event(), Status.SUBMITTED, family_name="LUPU")
    form = mine(correspondent).follow("Decline Ana LUPU")
    asked.status = Status.CONFIRMED
    page = form.submit("#decline", reason="Not of our service")
    assert page.status == 409
    assert "“confirmed”" in page.text
    assert page.one("#reason").get_text().strip() == "Not of our service"


@pytest.mark.parametrize("status", [Status.NOMINATED, Status.VALIDATED, Status.CONFIRMED, Status.UNVERIFIED])
def test_withdrawing_frees_the_place_after_one_more_question(correspondent: Visitor, status: Status) -> None:
    event = an_event(capacity_in_person=1)
    leaving = a_registration(event, status, family_name="LUPU")
    waiting = a_registration(event, Status.NOMINATED, place=Place.WAITING, body=a_body("DE"))
    question = mine(correspondent).follow("Withdraw Ana LUPU")
    db.session.refresh(leaving)
    assert leaving.status is status, "opening the question changes nothing"
    page = question.submit("#withdrawal", note="On another duty")
    for row in (leaving, waiting):
        db.session.refresh(row)
    assert (leaving.status, leaving.history[-1].note) == (Status.WITHDRAWN, "On another duty")
    assert waiting.place is Place.HELD
    assert "Ana LUPU is withdrawn, and has been told." in page.text
    assert set(letters()) == {LetterKind.WITHDRAWN, LetterKind.PROMOTED}


def test_the_head_moves_on_and_there_is_only_one(correspondent: Visitor) -> None:
    event = an_event()
    before = a_registration(event, Status.CONFIRMED, role=Role.HEAD)
    other = a_registration(event, Status.CONFIRMED, role=Role.HEAD, body=a_body("DE"))
    named = a_registration(event, Status.NOMINATED, family_name="LUPU")
    page = press(correspondent, named, "head")
    for row in (before, other, named):
        db.session.refresh(row)
    assert (before.role, named.role, other.role) == (Role.DELEGATE, Role.HEAD, Role.HEAD)
    assert "Head: Ana LUPU" in page.text


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.UNVERIFIED, Status.EXPIRED])
def test_who_is_not_there_does_not_lead(correspondent: Visitor, status: Status) -> None:
    event = an_event()
    head = a_registration(event, Status.CONFIRMED, role=Role.HEAD)
    named = a_registration(event, Status.NOMINATED)
    page = mine(correspondent)
    named.status = status
    named.place = Place.HELD if status is Status.UNVERIFIED else Place.NONE
    assert page.submit(f"#person-{named.id} form[action$='/head']").status == 409
    db.session.refresh(head)
    assert head.role is Role.HEAD


def test_the_letter_goes_again_but_not_without_end(correspondent: Visitor) -> None:
    nominated = a_registration(an_event(), Status.NOMINATED, origin=Origin.NOMINATION)
    most = settings.number("link_resends_per_hour")
    for _ in range(most):
        assert press(correspondent, nominated, "send-again").status == 200
    page = press(correspondent, nominated, "send-again")
    assert page.status == 409
    assert f"went out {most} times in the last hour" in page.text
    assert letters() == [LetterKind.NOMINATION] * most


def test_the_letter_is_the_one_that_leads_on(correspondent: Visitor) -> None:
    unverified = a_registration(an_event(), Status.UNVERIFIED)
    press(correspondent, unverified, "send-again")
    assert letters() == [LetterKind.CONFIRM_ADDRESS]


@pytest.mark.parametrize(
    ("step", "ending"),
    [
        ("validate", "cancelled"),
        ("head", "cancelled"),
        ("head", "over"),
        ("send-again", "cancelled"),
        ("send-again", "over"),
    ],
)
def test_nothing_is_done_any_more(correspondent: Visitor, step: str, ending: str) -> None:
    event = an_event()
    status = Status.SUBMITTED if step == "validate" else Status.NOMINATED
    person = a_registration(event, status)
    page = mine(correspondent)
    if ending == "cancelled":
        event.status = EventStatus.CANCELLED
    else:
        event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    page = page.submit(f"#person-{person.id} form[action$='/{step}']")
    db.session.refresh(person)
    assert (page.status, person.status, person.role) == (409, status, Role.DELEGATE)
    assert letters() == []


def test_saying_that_nobody_comes_with_a_reason(correspondent: Visitor, speaker: Person) -> None:
    event = an_event(nominations_until=moment(20))
    row = a_convocation(event, a_body("MD"))
    question = mine(correspondent).follow("We will not attend")
    assert row.refused_at is None
    page = question.submit("#refusal", reason="Nobody can be spared")
    db.session.refresh(row)
    assert row.refused_at is not None
    assert row.reason == "Nobody can be spared"
    assert "You said on" in page.text


def test_who_sends_somebody_cannot_refuse_and_nothing_typed_is_lost(correspondent: Visitor) -> None:
    event = an_event()
    row = a_convocation(event, a_body("MD"))
    form = mine(correspondent).follow("We will not attend")
    a_registration(event, Status.SUBMITTED)
    page = form.submit("#refusal", reason="Nobody can be spared")
    db.session.refresh(row)
    assert (page.status, row.refused_at) == (409, None)
    assert "has people at this event" in page.text
    assert page.one("#reason").get_text().strip() == "Nobody can be spared"
    assert correspondent.get(f"/delegation/{event.slug}/MD/refuse").status_code == 409


def test_who_was_not_invited_has_nothing_to_refuse(correspondent: Visitor) -> None:
    event = an_event()
    assert correspondent.get(f"/delegation/{event.slug}/MD/refuse").status_code == 404
    a_convocation(event, a_body("DE"))
    assert correspondent.get(f"/delegation/{event.slug}/DE/refuse").status_code == 404
    assert db.session.scalars(select(Convocation.refused_at)).all() == [None]


def test_a_change_of_language_sends_nothing(correspondent: Visitor) -> None:
    asked = a_registration(an_event(), Status.SUBMITTED, family_name="LUPU")
    form = mine(correspondent).follow("Decline Ana LUPU")
    page = form.submit("#decline", button="lang=fr", reason="Pas de notre service")
    db.session.refresh(asked)
    assert asked.status is Status.SUBMITTED
    assert page.one("html")["lang"] == "fr"
    assert page.one("#reason").get_text().strip() == "Pas de notre service"


def test_members_in_another_capacity_are_not_the_delegations(correspondent: Visitor, app: Flask) -> None:
    speaker = a_registration(
        an_event(), Status.SUBMITTED, category=Category.SPEAKER_EXPERT, body=a_body("MD")
    )
    assert correspondent.get(f"/delegation/people/{speaker.id}/withdraw").status_code == 404


@pytest.mark.parametrize("page", ["decline", "withdraw"])
def test_a_question_that_has_no_answer_is_not_asked(correspondent: Visitor, page: str) -> None:
    gone = a_registration(an_event(), Status.WITHDRAWN)
    answer = correspondent.visit(f"/delegation/people/{gone.id}/{page}")
    assert answer.status == 409
    assert "“withdrawn”" in answer.text
