"""The form, check your answers, send: what a delegate does, and everything that can go wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    Mode,
    Needs,
    Notice,
    Place,
    Registration,
    SignUp,
    Status,
)
from app.services import link_requests
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.statement_count import Statements

OPEN = [Category.MEMBER_STATE_DELEGATE, Category.OBSERVER]


@pytest.fixture
def event(app: object) -> Event:
    made = an_event(OPEN, slug="trust", capacity_in_person=5)
    db.session.add(Notice(number=7, text_en="Notice", text_fr="Notice", published_at=now()))
    a_body("MD")
    db.session.commit()
    return made


def answers(**changes: object) -> dict[str, object]:
    """What a delegate of Moldova types."""
    typed: dict[str, object] = {
        "category": "member_state_delegate",
        "body": str(a_body("MD").id),
        "mode": "in_person",
        "given_name": "Ana-Maria",
        "family_name": "CEBOTARI",
        "email": "a.cebotari@igp.example",
        "language": "en",
    }
    return {**typed, **changes}


def form_page(client: Visitor) -> Page:
    return client.visit("/events/trust/register")


def sent(client: Visitor, **changes: object) -> Page:
    checked = form_page(client).submit("#registration", **answers(**changes))
    assert checked.status == 200, checked.text
    return checked.submit("#answers", button="step=send")


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_delegate_registers_and_is_told_only_that_a_mail_is_coming(client: Visitor, event: Event) -> None:
    page = sent(client, title="Inspector", function="Head of division", access="induction loop")
    registration = db.session.scalars(select(Registration)).one()
    assert page.address == "/events/trust/registered"
    assert "a.cebotari@igp.example" in page.text
    assert registration.reference not in page.text
    assert (registration.status, registration.place) == (Status.UNVERIFIED, Place.HELD)
    assert registration.notice_id is not None
    assert db.session.get(Needs, registration.id).access == "induction loop"
    assert registration.history[0].status_to is Status.UNVERIFIED
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.recipient) == (LetterKind.CONFIRM_ADDRESS, "a.cebotari@igp.example")


def test_nothing_is_stored_before_the_final_send(client: Visitor, event: Event) -> None:
    page = form_page(client).submit("#registration", **answers())
    assert "Check your answers" in page.text
    assert "CEBOTARI" in page.text
    assert count(Registration) == count(Letter) == 0


def test_each_answer_can_be_changed_and_nothing_is_lost(client: Visitor, event: Event) -> None:
    checked = form_page(client).submit("#registration", **answers(function="Head of division"))
    again = checked.submit("#answers", button="change=email")
    assert again.one("#email")["value"] == "a.cebotari@igp.example"
    assert again.one("#email").has_attr("autofocus")
    assert again.one("#function")["value"] == "Head of division"


def test_the_language_is_switched_without_losing_what_was_typed(client: Visitor, event: Event) -> None:
    page = form_page(client).submit("#registration", button="lang=fr", family_name="CEBOTARI")
    assert page.soup.html["lang"] == "fr"
    assert page.one("#family_name")["value"] == "CEBOTARI"
    assert not page.soup.select(".problem")


def test_a_missing_answer_is_named_beside_its_field(client: Visitor, event: Event) -> None:
    page = form_page(client).submit("#registration", **answers(family_name=" ", email="nobody"))
    assert page.status == 422
    assert page.soup.title.text.startswith("Error:")
    assert [link["href"] for link in page.soup.select(".problem a")] == ["#family_name", "#email"]
    assert page.one("#email")["aria-invalid"] == "true"
    assert page.one("#given_name")["value"] == "Ana-Maria"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("family_name", "x" * 10_000),
        ("category", "speaker_expert"),
        ("body", "999999"),
        ("body", "-1"),
        ("body", "9" * 40),
        ("mode", "hybrid"),
        ("language", "de"),
        ("gender", "tree"),
        ("diet", "y" * 501),
    ],
)
def test_what_cannot_be_is_refused_and_kept(client: Visitor, event: Event, field: str, value: str) -> None:
    page = form_page(client).submit("#registration", **answers(**{field: value}))
    assert page.status == 422
    assert page.soup.select(".problem li")
    assert count(Registration) == 0


def test_whom_one_represents_must_be_said(client: Visitor, event: Event) -> None:
    page = form_page(client).submit("#registration", **answers(body="", family_name=""))
    assert [link["href"] for link in page.soup.select(".problem a")] == ["#body", "#family_name"]


def test_control_characters_and_blanks_are_forgiven(client: Visitor, event: Event) -> None:
    sent(client, family_name=" CEBO\x00TARI \u202e", email=" Ana <a.cebotari@igp.example> ")
    registration = db.session.scalars(select(Registration)).one()
    assert registration.family_name == "CEBOTARI"
    assert registration.email == "a.cebotari@igp.example"


def test_a_body_that_does_not_fit_the_capacity_is_refused(client: Visitor, event: Event) -> None:
    page = form_page(client).submit("#registration", **answers(category="observer"))
    assert page.status == 422
    assert "does not fit" in page.one(".problem").text


def test_a_session_of_another_event_is_refused(client: Visitor, event: Event) -> None:
    a_session(event, 1, sign_up=True)
    foreign = a_session(an_event(), 1, sign_up=True)
    page = form_page(client).submit("#registration", **answers(sessions=[str(foreign.id)]))
    assert page.status == 422
    assert count(SignUp) == 0


def test_sessions_that_overlap_are_pointed_out(client: Visitor, event: Event) -> None:
    first, second = (a_session(event, 1, sign_up=True, title_en=name) for name in ("Alpha", "Beta"))
    page = form_page(client).submit("#registration", **answers(sessions=[str(first.id), str(second.id)]))
    assert page.status == 422
    assert "Alpha” and “Beta” are at the same time" in page.one(".problem").text
    assert len(page.soup.select("input[name=sessions][checked]")) == 2


def test_a_form_without_its_token_is_shown_again_with_what_was_typed(client: Visitor, event: Event) -> None:
    page = Page(client, client.post("/events/trust/register/send", data=answers()))
    assert page.status == 422
    assert page.all_text(".problem li") == [
        "The page was open for a long time, or your session had ended. Nothing you typed is lost: please send it once more."
    ]
    assert page.one("#family_name")["value"] == "CEBOTARI"
    assert count(Registration) == 0


@pytest.mark.parametrize("status", [EventStatus.CLOSED, EventStatus.CANCELLED, EventStatus.ARCHIVED])
def test_a_closed_event_takes_nobody(client: Visitor, event: Event, status: EventStatus) -> None:
    checked = form_page(client).submit("#registration", **answers())
    event.status = status
    db.session.commit()
    assert form_page(client).soup.select("#registration") == []
    late = checked.submit("#answers", button="step=send")
    assert late.status == 409
    assert late.one("#family_name")["value"] == "CEBOTARI"
    assert count(Registration) == 0


@pytest.mark.parametrize("field", ["given_name", "family_name", "own_script_name"])
def test_a_name_has_letters(client: Visitor, event: Event, field: str) -> None:
    assert "A name has letters" in form_page(client).submit("#registration", **answers(**{field: "1"})).text


def test_a_draft_does_not_exist_for_the_public(client: Visitor, event: Event) -> None:
    event.status = EventStatus.DRAFT
    db.session.commit()
    assert client.get("/events/trust/register").status_code == 404
    assert client.get("/events/trust").status_code == 404


def test_a_second_try_is_answered_alike_and_sends_the_link_again(client: Visitor, event: Event) -> None:
    first = sent(client)
    second = sent(client, given_name="ána maria", family_name="Cebotari", email="A.Cebotari@IGP.example")
    assert first.text == second.text.replace("A.Cebotari@igp.example", "a.cebotari@igp.example")
    assert count(Registration) == 1
    link_requests.answer()
    kinds = list(db.session.scalars(select(Letter.kind)))
    assert kinds == [LetterKind.CONFIRM_ADDRESS, LetterKind.CONFIRM_ADDRESS]


def test_the_link_is_sent_again_only_so_often(client: Visitor, event: Event) -> None:
    for _ in range(6):
        sent(client)
        link_requests.answer()
    assert count(Letter) == 1 + 3  # the first, and as many again as the setting allows in an hour


def test_one_mailbox_serves_several_people(client: Visitor, event: Event) -> None:
    sent(client)
    sent(client, given_name="Ion", family_name="RUSU")
    assert count(Registration) == 2


def test_whoever_comes_too_late_waits(client: Visitor, event: Event) -> None:
    for _ in range(5):
        a_registration(event, Status.CONFIRMED)
    db.session.commit()
    page = form_page(client)
    assert "Full: waiting list" in page.text
    sent(client)
    last = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
    assert (last.place, last.status) == (Place.WAITING, Status.UNVERIFIED)


def test_extra_fields_change_nothing(client: Visitor, event: Event) -> None:
    sent(client, status="confirmed", place="held", verified_at="2020-01-01", person_id="1")
    registration = db.session.scalars(select(Registration)).one()
    assert registration.status is Status.UNVERIFIED
    assert registration.verified_at is None
    assert registration.person_id is None


@pytest.mark.parametrize("notice", ["999999", "-1", "nonsense", "9" * 30])
def test_a_notice_that_never_was_is_not_recorded(client: Visitor, event: Event, notice: str) -> None:
    sent(client, notice=notice)
    assert db.session.scalars(select(Registration)).one().notice_id is None


def test_the_public_form_does_not_name_a_head(client: Visitor, event: Event) -> None:
    page = form_page(client).submit("#registration", **answers(role="head"))
    assert page.status == 422


def test_an_online_participant_takes_no_place_in_the_room(client: Visitor, event: Event) -> None:
    sent(client, mode="online")
    assert db.session.scalars(select(Registration)).one().mode is Mode.ONLINE


def test_statement_budget(
    client: Visitor, event: Event, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    """A submission asks the same of the database with ten others and with a thousand, whoever waits."""
    event.capacity_in_person = event.capacity_online = None
    sessions = [str(a_session(event, hour, sign_up=True, capacity=4000).id) for hour in (1, 3)]
    asked = []
    for others, name in ((10, "CEBOTARI"), (990, "RUSU")):
        many_registrations(event, others)
        typed = answers(sessions=sessions, diet="none", family_name=name)
        with statements() as all_of_it:
            checked = form_page(client).submit("#registration", **typed)
            with statements() as submission:
                assert checked.submit("#answers", button="step=send").status == 200
        submission.within(20 + 1)  # the page after the redirect asks for its event
        all_of_it.within(30)
        asked.append((len(submission), len(all_of_it)))
    assert count(Registration) == 1002
    assert asked[0] == asked[1]


def test_an_expired_hold_frees_the_place(client: Visitor, event: Event) -> None:
    from app.services import deciding

    sent(client)
    registration = db.session.scalars(select(Registration)).one()
    assert deciding.expired_holds() == []
    registration.hold_until = now() - timedelta(minutes=1)
    db.session.commit()
    assert deciding.expired_holds() == [registration.id]
    deciding.expire(registration.id)
    db.session.commit()
    assert (registration.status, registration.place) == (Status.EXPIRED, Place.NONE)
