"""A nominated person answers from the letter: sees who named whom, accepts and completes, or declines and proposes somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import (
    BodyKind,
    Category,
    Event,
    Gender,
    Language,
    Letter,
    LetterKind,
    LinkPurpose,
    Mode,
    Needs,
    Notice,
    Origin,
    Place,
    Registration,
    Role,
    Status,
    Substitute,
)
from app.services import access_links, answering, deciding, releasing, replacing
from app.services.actors import correspondent
from app.services.nominating import Nominee
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, admission_of, an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.records import STAFF

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
    made = an_event(capacity_in_person=1, nominations_until=now() + timedelta(days=20))
    admission_of(made, Category.MEMBER_STATE_DELEGATE, needs_correspondent=True, needs_secretariat=False)
    db.session.add(Notice(number=7, text_en="Notice", text_fr="Notice", published_at=now()))
    db.session.commit()
    return made


def a_nominee(event: Event, **changes: Any) -> Registration:
    facts = {
        "origin": Origin.NOMINATION,
        "verified_at": None,
        "gender": None,
        "function": "Officer",
        **changes,
    }
    return a_registration(event, Status.NOMINATED, **facts)


def link(registration: Registration) -> str:
    token = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    return f"/r/{token}"


def opened(client: Visitor, registration: Registration) -> Page:
    return client.visit(link(registration)).submit("main form")


def questions(page: Page, form: str) -> set[str]:
    return {str(control["name"]) for control in page.soup.select(f"{form} [name]")}


def stands(registration: Registration) -> tuple[Status, Place]:
    db.session.expire_all()
    return registration.status, registration.place


def kinds() -> list[tuple[int | None, LetterKind]]:
    return [(row.registration_id, row.kind) for row in db.session.query(Letter).order_by(Letter.id)]


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
    assert nominee.notice_id == db.session.query(Notice).filter_by(number=7).one().id
    assert nominee.verified_at is not None
    assert nominee.person is not None
    assert nominee.person.gender is Gender.WOMAN
    needs = db.session.get_one(Needs, nominee.id)
    assert (needs.diet, needs.access) == ("no nuts", "ramp")
    assert [row.session_id for row in nominee.sign_ups] == [workshop.id]
    assert kinds() == [(nominee.id, LetterKind.CONFIRMED)]


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


def test_who_declines_may_say_nothing(client: Visitor, event: Event) -> None:
    nominee = a_nominee(event)
    waiting = a_registration(event, Status.VALIDATED, place=Place.WAITING)
    page = opened(client, nominee).follow("Decline the nomination").submit("#refusal")
    assert page.all_text("h1") == ["You have declined the nomination"]
    assert "decides who comes instead" in page.text
    assert stands(nominee) == (Status.WITHDRAWN, Place.NONE)
    assert nominee.history[-1].reason_code == answering.NOMINEE_DECLINED
    assert db.session.get(Substitute, nominee.id) is None
    assert stands(waiting) == (Status.CONFIRMED, Place.HELD)  # at once


def test_who_declines_may_propose_somebody(client: Visitor, event: Event) -> None:
    a_correspondent(a_body("MD"))
    nominee = a_nominee(event)
    page = opened(client, nominee).follow("Decline the nomination")
    page = page.submit(
        "#refusal",
        note="on leave",
        given_name="Ion",
        family_name="RUSU",
        email="ion@igp.example",
        function="Officer",
    )
    assert "decides whether the person whom you propose is nominated" in page.text
    found = db.session.get_one(Substitute, nominee.id)
    assert (found.given_name, found.family_name, found.email, found.function) == (
        "Ion", "RUSU", "ion@igp.example", "Officer",
    )  # fmt: skip
    assert nominee.history[-1].note == "on leave"
    assert [kind for _, kind in kinds()] == [LetterKind.NOMINEE_DECLINED]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"given_name": "Ion"}, "family_name"),
        ({"family_name": "RUSU"}, "email"),
        ({"email": "ion@igp.example"}, "family_name"),
        ({"function": "Officer", "family_name": "RUSU"}, "email"),
        ({"family_name": "RUSU", "email": "nonsense"}, "email"),
    ],
)
def test_half_a_substitute_is_refused_with_what_was_typed(
    client: Visitor, event: Event, typed: dict[str, str], field: str
) -> None:
    nominee = a_nominee(event)
    page = opened(client, nominee).follow("Decline the nomination").submit("#refusal", note="on leave", **typed)
    assert page.status == 422
    assert page.one(f"#{field}-error")
    assert {**page.fields("#refusal")}.items() >= {**typed, "note": "on leave"}.items()
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)


def a_released(event: Event, nominee: Registration) -> None:
    event.nominations_until = now() - timedelta(days=1)
    releasing.release(event.id, STAFF)


def a_taken_back(_event: Event, nominee: Registration) -> None:
    deciding.withdraw(nominee.id, correspondent(a_correspondent(a_body("MD"))))


def a_replaced(_event: Event, nominee: Registration) -> None:
    replacing.replace(nominee.id, Nominee("RUSU", "ion@igp.example"), STAFF)


def a_cancelled(_event: Event, nominee: Registration) -> None:
    deciding.cancel(nominee.id, STAFF, "moved")


@pytest.mark.parametrize(
    ("end", "title", "sequel"),
    [
        (a_released, "Your nomination has ended", "for a new nomination"),
        (a_taken_back, "Your nomination was taken back", "Your delegation has taken the nomination back"),
        (a_replaced, "Somebody else comes in your place", "who takes over your place"),
        (a_cancelled, "Your registration was cancelled", "moved"),
    ],
)
@pytest.mark.parametrize("action", ["accept", "decline"])
def test_a_nomination_that_has_ended_says_so_and_is_answered_no_more(
    client: Visitor, event: Event, end: Any, title: str, sequel: str, action: str
) -> None:
    nominee = a_nominee(event)
    form = opened(client, nominee).visitor.visit(f"/my-registration/{action}")
    end(event, nominee)
    left = stands(nominee)
    for page in (
        form.submit("main form[method=post]"),
        client.visit("/my-registration"),
        client.visit(f"/my-registration/{action}"),
    ):
        assert page.all_text("h1") == [title]
        assert sequel in page.text
        assert page.address in {"/my-registration", f"/my-registration/{action}"}
    assert form.submit("main form[method=post]").status == 409
    assert stands(nominee) == left


def test_nothing_is_answered_after_the_event(client: Visitor, event: Event) -> None:
    nominee = a_nominee(event)
    page = opened(client, nominee).follow("Accept and complete")
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    assert page.submit("#acceptance").status == 409
    assert client.visit("/my-registration").all_text("h1") == ["You were nominated"]
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)


@pytest.mark.parametrize(("address", "leads_to"), [("withdraw", "decline"), ("change", "accept")])
def test_a_nominee_answers_before_anything_else(
    client: Visitor, event: Event, address: str, leads_to: str
) -> None:
    nominee = a_nominee(event)
    page = opened(client, nominee)
    assert "Withdraw" not in page.text
    assert client.visit(f"/my-registration/{address}").address == f"/my-registration/{leads_to}"


@pytest.mark.parametrize("address", ["accept", "decline"])
def test_whoever_is_not_nominated_has_nothing_to_answer(client: Visitor, event: Event, address: str) -> None:
    assert client.visit(f"/my-registration/{address}").address == "/find-my-registration"
    opened(client, a_registration(event, Status.CONFIRMED))
    assert client.visit(f"/my-registration/{address}").address == "/my-registration"
