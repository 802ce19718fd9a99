"""Every decision by its own button: taken, refused with its reason, explained where a reason is due."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import BodyKind, Letter, LetterKind, Place, Registration, Status, StatusChange
from app.services.registration_actions import Action
from tests.factories.events import a_quota, an_event
from tests.factories.registrations import a_registration
from tests.organiser.test_participant import address, audited, opened
from tests.pages import Page, Visitor


def press(visitor: Visitor, registration: Registration, verb: str, reason: str | None = None) -> Page:
    page = opened(visitor, registration)
    values = {"reason": reason} if reason is not None else {}
    return page.submit(f"form[action='{address(registration)}/{verb}']", **values)


@pytest.mark.parametrize(
    ("verb", "before", "after", "reason", "letter"),
    [
        ("confirm", Status.VALIDATED, Status.CONFIRMED, None, LetterKind.CONFIRMED),
        ("validate", Status.SUBMITTED, Status.CONFIRMED, "There is no correspondent", LetterKind.CONFIRMED),
        ("decline", Status.SUBMITTED, Status.DECLINED, "The delegation is complete", LetterKind.DECLINED),
        ("cancel", Status.CONFIRMED, Status.CANCELLED, "Entered twice", LetterKind.CANCELLED),
        ("withdraw", Status.CONFIRMED, Status.WITHDRAWN, "Asked for by telephone", LetterKind.WITHDRAWN),
        ("withdraw", Status.UNVERIFIED, Status.WITHDRAWN, "", LetterKind.WITHDRAWN),
        ("reopen", Status.DECLINED, Status.SUBMITTED, None, LetterKind.RECEIVED),
        ("send_link", Status.CONFIRMED, Status.CONFIRMED, None, LetterKind.PRIVATE_LINK),
        ("send_link", Status.UNVERIFIED, Status.UNVERIFIED, None, LetterKind.CONFIRM_ADDRESS),
    ],
)
def test_each_button_does_what_it_says(
    organiser: Visitor, verb: str, before: Status, after: Status, reason: str | None, letter: LetterKind
) -> None:
    registration = a_registration(an_event(), before)
    page = press(organiser, registration, verb, reason)
    assert page.status == 200
    assert page.soup.select(".note.ok")
    assert registration.status is after
    assert list(db.session.scalars(select(Letter.kind))) == [letter]
    assert audited()[-1].startswith("registration.")
    if reason:
        assert reason in page.text
        assert set(db.session.scalars(select(StatusChange.note).where(StatusChange.note.is_not(None)))) == {
            reason
        }


@pytest.mark.parametrize("verb", ["validate", "decline", "cancel"])
@pytest.mark.parametrize("reason", ["", "   \n ", "x" * 1001])
def test_a_reason_is_asked_for_beside_its_field(organiser: Visitor, verb: str, reason: str) -> None:
    registration = a_registration(an_event())
    page = press(organiser, registration, verb, reason)
    assert page.status == 422
    field = page.one(f"#reason-{verb}")
    assert field["aria-invalid"] == "true"
    assert field.get_text().strip() == reason.strip(), "what was typed is gone"
    assert page.one(f"details[open] #reason-{verb}-error")
    assert page.one(".problem a")["href"] == f"#reason-{verb}"
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith("Error:")
    assert registration.status is Status.SUBMITTED


def test_a_refusal_is_explained_and_changes_nothing(organiser: Visitor) -> None:
    event = an_event()
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    registration = a_registration(event)
    page = opened(organiser, registration)
    a_registration(event, Status.CONFIRMED)
    page = page.submit(f"form[action='{address(registration)}/validate']", reason="There is no correspondent")
    assert page.status == 409
    assert "The delegation’s 1 places are taken." in page.one(".problem").get_text()
    assert registration.status is Status.SUBMITTED


def test_a_button_pressed_on_an_old_page_is_refused(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.VALIDATED)
    old = opened(organiser, registration)
    press(organiser, registration, "withdraw", "")
    page = old.submit(f"form[action='{address(registration)}/confirm']")
    assert page.status == 409
    assert "withdrawn" in page.one(".problem").get_text()
    assert registration.status is Status.WITHDRAWN


def test_the_second_of_two_is_told_what_was_decided_and_keeps_the_reason(organiser: Visitor) -> None:
    registration = a_registration(an_event())
    one, two = opened(organiser, registration), opened(organiser, registration)
    one.submit(f"form[action='{address(registration)}/decline']", reason="The delegation is complete")
    told = two.submit(f"form[action='{address(registration)}/cancel']", reason="Entered twice")
    assert told.status == 409
    assert "declined" in told.one(".problem").get_text()
    assert "Entered twice" in told.text
    assert registration.status is Status.DECLINED


@pytest.mark.parametrize("seen", [None, "", "confirmed", "everything"])
def test_a_decision_that_does_not_say_what_was_seen_is_not_taken(
    organiser: Visitor, seen: str | None
) -> None:
    registration = a_registration(an_event(), Status.VALIDATED)
    values = opened(organiser, registration).fields(f"form[action='{address(registration)}/confirm']")
    values.pop("seen")
    if seen is not None:
        values["seen"] = seen
    assert organiser.post(f"{address(registration)}/confirm", data=values).status_code == 409
    assert registration.status is Status.VALIDATED


@pytest.mark.parametrize(
    ("status", "place", "offered"),
    [
        (Status.UNVERIFIED, Place.HELD, {"cancel", "withdraw", "send_link"}),
        (Status.SUBMITTED, Place.HELD, {"validate", "decline", "cancel", "withdraw", "send_link"}),
        (Status.VALIDATED, Place.HELD, {"confirm", "decline", "cancel", "withdraw", "send_link"}),
        (Status.VALIDATED, Place.WAITING, {"decline", "cancel", "withdraw", "send_link"}),
        (Status.CONFIRMED, Place.HELD, {"cancel", "withdraw", "send_link"}),
        (Status.DECLINED, Place.NONE, {"reopen", "send_link"}),
        (Status.WITHDRAWN, Place.NONE, {"reopen", "send_link"}),
        (Status.EXPIRED, Place.NONE, {"send_link"}),
    ],
)
def test_only_what_is_possible_is_offered(
    organiser: Visitor, status: Status, place: Place, offered: set[str]
) -> None:
    registration = a_registration(an_event(capacity_in_person=0), status, place=place)
    page = opened(organiser, registration)
    forms = {str(form["action"]).rsplit("/", 1)[1] for form in page.soup.select("aside form")}
    assert forms == offered


def test_what_a_confirmation_waits_for_is_said(organiser: Visitor) -> None:
    registration = a_registration(an_event(), verified_at=None)
    text = opened(organiser, registration).text
    assert "the e-mail address is not confirmed, the correspondent has not validated it" in text


@pytest.mark.parametrize("verb", list(Action))
def test_a_decision_is_never_a_link(organiser: Visitor, verb: Action) -> None:
    registration = a_registration(an_event())
    assert organiser.get(f"{address(registration)}/{verb.value}").status_code == 405
    assert organiser.post(f"{address(registration)}/{verb.value}").status_code == 400, (
        "no token was asked for"
    )
    assert organiser.post(f"{address(registration)}/everything").status_code in {400, 404}
    assert registration.status is Status.SUBMITTED


def test_a_second_click_sends_no_link_again(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    page = organiser.visit(address(registration))
    form = "form[action$='/send_link']"
    assert page.submit(form).status == 200
    told = page.submit(form)
    assert told.status == 409
    assert "A letter with the link has been sent in the meantime." in told.text
    assert len(db.session.scalars(select(Letter)).all()) == 1
    assert told.submit(form).status == 200, "who has seen it may send another"


def test_what_staff_send_is_not_limited(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    for _ in range(5):
        press(organiser, registration, "send_link")
    assert list(db.session.scalars(select(Letter.kind))) == [LetterKind.PRIVATE_LINK] * 5
