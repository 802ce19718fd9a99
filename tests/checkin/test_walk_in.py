"""The short form at the desk: registered, confirmed and checked in, or told why not, with everything typed still there."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import CheckIn, Event, Registration, Status
from tests.checkin.at_the_desk import heading, lines
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


@pytest.fixture
def form(event: Event, desk: Page, client: Visitor) -> Page:
    a_body("MD")
    event.walk_ins = True
    return client.visit("/check-in/conference").follow("Without a registration")


def filled(page: Page, **changes: str) -> Page:
    answers = {
        "given_name": "Zoë",
        "family_name": "O’NEILL",
        "category": "member_state_delegate",
        "body": str(a_body("MD").id),
        "email": "zoe@garda.example",
        "language": "en",
    }
    return page.submit("#walk-in", **{**answers, **changes})


def test_one_form_registers_confirms_and_checks_in(form: Page, event: Event) -> None:
    page = filled(form)
    assert heading(page) == "Welcome"
    assert "Zoë O’NEILL" in page.text
    made = db.session.scalars(select(Registration).where(Registration.walk_in)).one()
    assert (made.status, made.event_id) == (Status.CONFIRMED, event.id)
    assert db.session.scalars(select(CheckIn.registration_id)).all() == [made.id]


def test_a_full_event_refuses_and_keeps_what_was_typed(form: Page, event: Event) -> None:
    event.capacity_in_person = 1  # the one confirmed person has it
    page = filled(form)
    assert page.status == 409
    assert "No place is left" in page.one("[role=alert]").get_text()
    assert page.one("#family_name")["value"] == "O’NEILL"
    assert "An organiser can raise the limit." in page.text
    assert not page.soup.select("main a[href*='/organiser/']"), "an agent of the desk could not open it"
    assert lines() == 0


def test_an_organiser_is_shown_where_the_limit_is_raised(form: Page, event: Event, client: Visitor) -> None:
    event.capacity_in_person = 1
    sign_in(client, an_organiser())
    page = filled(client.visit("/check-in/conference/walk-in"))
    assert "limit: 1" in page.text
    assert page.one("main .note a")["href"] == "/organiser/events/conference/admission"
    event.capacity_in_person = 2
    assert heading(page.submit("#walk-in")) == "Welcome"


def test_what_is_missing_is_said_beside_its_field(form: Page) -> None:
    page = filled(form, family_name="", email="nobody", body="")
    assert page.status == 422
    assert page.one("#family_name-error")
    assert page.one("#email-error")
    assert page.one("#body-error").get_text(" ", strip=True) == "Error: Choose from the list"
    assert page.one("#given_name")["value"] == "Zoë"


@pytest.mark.parametrize(
    ("category", "typed", "said"),
    [
        ("speaker", "", "Error: Choose from the list, or type the affiliation"),
        ("observer", "Europol", "Error: Choose from the list"),
    ],
)
def test_that_the_body_is_missing_is_said_with_the_rest(
    form: Page, category: str, typed: str, said: str
) -> None:
    page = filled(form, family_name="", category=category, body="", body_text=typed)
    assert [page.one(f"#{name}-error") is not None for name in ("family_name", "body")] == [True, True]
    assert page.one("#body-error").get_text(" ", strip=True) == said


def test_a_body_that_does_not_fit_is_said_beside_the_body(form: Page) -> None:
    page = filled(form, body=str(a_body("INTERPOL").id))
    assert page.status == 422
    assert "does not fit" in page.one("#body-error").get_text()


def test_who_is_registered_already_is_shown_instead(form: Page, event: Event) -> None:
    known = a_registration(
        event, Status.CONFIRMED, given_name="Zoë", family_name="O’NEILL", email="zoe@garda.example"
    )
    page = filled(form)
    assert heading(page) == "Found"
    assert known.reference in page.text
    assert heading(page.submit(".result form")) == "Welcome"


def test_the_language_can_be_changed_without_losing_anything(form: Page) -> None:
    page = form.submit("#walk-in", button="lang=fr", family_name="O’NEILL")
    assert page.one("#family_name")["value"] == "O’NEILL"
    assert page.status == 200


def test_it_is_offered_only_where_the_event_allows_it(desk: Page, client: Visitor) -> None:
    assert "Without a registration" not in desk.text
    assert client.get("/check-in/conference/walk-in").status_code == 409


def test_not_at_the_desk_of_another_event(form: Page, client: Visitor) -> None:
    an_event(starts_at=moment(0, 9), slug="other", walk_ins=True)
    assert client.get("/check-in/other/walk-in").status_code == 404
    assert client.post("/check-in/other/walk-in", data=form.fields("#walk-in")).status_code == 404


def test_extra_fields_change_nothing(form: Page) -> None:
    filled(
        form, status="cancelled", walk_in="", event_id="99", discreet="y", origin="staff", consent_lists="y"
    )
    made = db.session.scalars(select(Registration).where(Registration.walk_in)).one()
    assert (made.status, made.origin, made.consent_lists, made.discreet) == (
        Status.CONFIRMED,
        "desk",
        False,
        False,
    )


def test_on_a_day_that_is_none_nothing_is_stored(form: Page, event: Event, client: Visitor) -> None:
    event.starts_at = event.ends_at = moment(5, 9)
    page = filled(form)
    assert page.status == 409
    assert "not a day of the event" in page.text
    assert lines() == 0
