"""A nominated person sees who named whom, and accepts: afterwards the registration is as complete as one from the form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    BodyKind,
    Category,
    Event,
    Gender,
    Language,
    LetterKind,
    Mode,
    Needs,
    Notice,
    Place,
    Role,
    Status,
)
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, admission_of, an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.public.nominees import a_nominee, an_event_of_one_place, link, opened, stands
from tests.records import letters

COMPLETE = {
    "title": "Inspector",
    "function": "Head of unit",
    "service": "Police",
    "own_script_name": "Ана",
    "language": "fr",
    "diet": "no nuts",
    "access": "ramp",
    "gender": "woman",
    "discreet": "y",
    "consent_photographs": "y",
    "consent_lists": "y",
    "consent_reuse": "y",
}


@pytest.fixture
def event(app: object) -> Event:
    return an_event_of_one_place()


def questions(page: Page, form: str) -> set[str]:
    return {str(control["name"]) for control in page.soup.select(f"{form} [name]")}


def test_the_link_says_that_one_is_nominated_and_changes_nothing(client: Visitor, event: Event) -> None:
    nominee = a_nominee(event)
    page = client.visit(link(nominee))
    assert page.all_text("h1") == [f"You are nominated for {event.title_en}"]
    assert "CEBOTARI" not in page.text
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)


def test_the_page_says_who_named_whom_for_what_and_until_when(client: Visitor, event: Event) -> None:
    body = a_body("MD")
    speaker = a_correspondent(body, family_name="SPEAKER")
    nominee = a_nominee(event, body=body, role=Role.HEAD)
    page = opened(client, nominee)
    assert page.all_text("h1") == ["You are nominated"]
    for words in (
        f"Your delegation has named you for this event: {body.name_en}",
        "A place is kept for you until you answer",
        "Please answer by",
        event.title_en,
        str(nominee.email),
        "Officer",
        "Head of delegation",
    ):
        assert words in page.text, words
    assert str(speaker.family_name) not in page.text
    assert nominee.status is Status.NOMINATED


@pytest.mark.parametrize(
    ("until", "words"),
    [(None, "Please answer as soon as you can"), (timedelta(days=-1), "The time to answer ended on")],
)
def test_the_page_without_a_time_to_answer_and_after_it(
    client: Visitor, event: Event, until: timedelta | None, words: str
) -> None:
    event.nominations_until = until and now() + until
    assert words in opened(client, a_nominee(event)).text


def test_who_accepts_is_asked_what_the_public_form_asks(client: Visitor, event: Event) -> None:
    other = an_event([Category.MEMBER_STATE_DELEGATE])
    asked = questions(client.visit(f"/events/{other.slug}/register"), "#registration")
    known = {"category", "body", "role", "given_name", "family_name", "email"}
    page = opened(client, a_nominee(event)).follow("Accept and complete")
    assert known <= asked
    assert questions(page, "#acceptance") - {"version"} == asked - known


def test_who_accepts_is_as_complete_as_from_the_form(client: Visitor, event: Event) -> None:
    workshop = a_session(event, 1, sign_up=True)
    nominee = a_nominee(event)
    page = opened(client, nominee).follow("Accept and complete")
    page = page.submit("#acceptance", sessions=str(workshop.id), **COMPLETE)
    assert page.address == "/my-registration"
    assert "You have accepted the nomination" in page.text or "Vous avez accepté" in page.text
    assert stands(nominee) == (Status.CONFIRMED, Place.HELD)
    assert (nominee.title, nominee.function, nominee.service) == ("Inspector", "Head of unit", "Police")
    assert (nominee.own_script_name, nominee.language, nominee.gender) == ("Ана", Language.FR, Gender.WOMAN)
    assert (nominee.discreet, nominee.consent_photographs, nominee.consent_lists, nominee.consent_reuse) == (
        True,
    ) * 4
    assert nominee.notice_id == db.session.scalars(select(Notice.id).where(Notice.number == 7)).one()
    assert nominee.verified_at is not None
    assert nominee.person is not None
    assert nominee.person.gender is Gender.WOMAN
    needs = db.session.get_one(Needs, nominee.id)
    assert (needs.diet, needs.access) == ("no nuts", "ramp")
    assert [row.session_id for row in nominee.sign_ups] == [workshop.id]
    assert letters(nominee) == [LetterKind.CONFIRMED]


def test_the_page_says_what_follows_an_acceptance(client: Visitor, event: Event) -> None:
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_secretariat=True)
    page = opened(client, a_nominee(event)).follow("Accept and complete").submit("#acceptance")
    assert page.all_text("h1") == ["Your registration is validated"]
    assert "Next: the secretariat confirms" in page.text
    assert "You have accepted" in page.all_text(".steps b")


def test_a_nominee_who_waits_sees_the_position_before_and_after(client: Visitor, event: Event) -> None:
    a_registration(event, Status.CONFIRMED)
    a_registration(event, place=Place.WAITING, waiting_since=now() - timedelta(hours=1))
    nominee = a_nominee(event, place=Place.WAITING)
    page = opened(client, nominee)
    assert "you are number 2 on the waiting list" in page.text
    page = page.follow("Accept and complete").submit("#acceptance")
    assert page.all_text("h1") == ["You are number 2 on the waiting list"]
    assert stands(nominee) == (Status.VALIDATED, Place.WAITING)


def test_a_full_mode_is_refused_beside_its_question_and_nothing_typed_is_lost(
    client: Visitor, event: Event
) -> None:
    event.capacity_online = 1
    a_registration(event, mode=Mode.ONLINE)
    nominee = a_nominee(event)
    page = (
        opened(client, nominee).follow("Accept and complete").submit("#acceptance", mode="online", **COMPLETE)
    )
    assert page.status == 409
    assert page.one(".problem a")["href"] == "#mode-0"
    assert page.fields("#acceptance")["service"] == "Police"
    assert page.fields("#acceptance")["gender"] == "woman"
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)
    assert nominee.service is None


def test_the_quota_of_a_delegation_holds_for_who_waits_and_changes_mode(
    client: Visitor, event: Event
) -> None:
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    a_registration(event, Status.CONFIRMED)
    nominee = a_nominee(event, place=Place.WAITING)
    page = opened(client, nominee).follow("Accept and complete").submit("#acceptance", mode="online")
    assert page.status == 409
    assert "The delegation’s 1 places are taken" in page.text
    assert stands(nominee) == (Status.NOMINATED, Place.WAITING)


def test_sessions_at_the_same_time_are_refused(client: Visitor, event: Event) -> None:
    chosen = [str(a_session(event, 1, sign_up=True).id) for _ in range(2)]
    nominee = a_nominee(event)
    page = (
        opened(client, nominee)
        .follow("Accept and complete")
        .submit("#acceptance", sessions=chosen, **COMPLETE)
    )
    assert page.status == 422
    assert page.fields("#acceptance").getlist("sessions") == chosen
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)


def test_a_change_in_between_is_told_once(client: Visitor, event: Event) -> None:
    nominee = a_nominee(event)
    page = opened(client, nominee).follow("Accept and complete")
    nominee.title = "Colonel"
    db.session.commit()
    page = page.submit("#acceptance", service="Police")
    assert page.status == 409
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)
    page.submit("#acceptance")
    assert stands(nominee) == (Status.CONFIRMED, Place.HELD)
    assert nominee.service == "Police"


def test_the_language_is_switched_without_losing_what_was_typed(client: Visitor, event: Event) -> None:
    nominee = a_nominee(event)
    for action, form in (("accept", "#acceptance"), ("decline", "#refusal")):
        page = opened(client, nominee).visitor.visit(f"/my-registration/{action}")
        page = page.submit(form, button="lang=fr", function="Colonel")
        assert page.fields(form)["function"] == "Colonel"
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)
