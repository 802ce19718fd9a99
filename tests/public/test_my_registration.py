"""From the mail to one's own page: links, buttons, what it shows, taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AccessLink,
    Category,
    Event,
    Letter,
    LetterKind,
    LinkPurpose,
    Mode,
    Person,
    Place,
    Registration,
    Status,
)
from app.services import access_links, link_requests
from tests.factories.events import a_session, admission_of, an_event
from tests.factories.registrations import a_registration, a_sign_up
from tests.pages import Page, Visitor


@pytest.fixture
def event(app: object) -> Event:
    made = an_event(
        [Category.MEMBER_STATE_DELEGATE], capacity_in_person=2, online_link="https://meet.example/room"
    )
    db.session.commit()
    return made


def unverified(event: Event, **changes: object) -> Registration:
    return a_registration(event, Status.UNVERIFIED, hold_until=now() + timedelta(hours=1), **changes)


def confirm_link(registration: Registration) -> str:
    token = access_links.mint_for_registration(registration, LinkPurpose.CONFIRM_ADDRESS)
    db.session.commit()
    return f"/c/{token}"


def own_page(client: Visitor, registration: Registration) -> Page:
    token = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    return client.visit(f"/r/{token}").submit("main form")


def test_opening_the_link_changes_nothing_pressing_the_button_confirms(client: Visitor, event: Event) -> None:
    registration = unverified(event)
    page = client.visit(confirm_link(registration))
    assert registration.status is Status.UNVERIFIED
    mine = page.submit("main form")
    db.session.refresh(registration)
    assert mine.address == "/my-registration"
    assert registration.status is Status.CONFIRMED  # nothing else was outstanding
    assert registration.verified_at is not None
    assert registration.reference in mine.text
    assert db.session.scalars(select(Person)).one().email == registration.email


def test_pressing_twice_is_harmless(client: Visitor, event: Event) -> None:
    registration = unverified(event)
    link = confirm_link(registration)
    client.visit(link).submit("main form")
    assert client.visit(link).submit("main form").status == 200
    letters = db.session.scalars(select(Letter.kind)).all()
    assert letters == [LetterKind.CONFIRMED]


def test_the_secret_is_stored_as_a_digest_only(client: Visitor, event: Event) -> None:
    link = confirm_link(unverified(event))
    stored = db.session.scalars(select(AccessLink)).one()
    assert link.removeprefix("/c/") not in {stored.token_digest, str(stored.id)}
    assert len(stored.token_digest) == 64


@pytest.mark.parametrize("address", ["/c/nonsense", "/r/nonsense", "/i/nonsense"])
def test_an_unknown_link_says_so(client: Visitor, event: Event, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "not known" in answer.get_data(as_text=True)


def test_a_link_for_one_purpose_opens_nothing_else(client: Visitor, event: Event) -> None:
    link = confirm_link(unverified(event))
    assert client.get(link.replace("/c/", "/r/")).status_code == 404


def test_an_expired_link_says_so(client: Visitor, event: Event) -> None:
    link = confirm_link(unverified(event))
    db.session.scalars(select(AccessLink)).one().expires_at = now() - timedelta(seconds=1)
    db.session.commit()
    answer = client.get(link)
    assert answer.status_code == 410


def test_without_a_link_there_is_no_page(client: Visitor, event: Event) -> None:
    assert client.get("/my-registration").headers["Location"].endswith("/find-my-registration")


def test_a_visit_is_closed_by_a_button(client: Visitor, event: Event) -> None:
    page = own_page(client, a_registration(event, Status.CONFIRMED))
    page = page.submit("form[action$=close]")
    assert "closed on this device" in page.text
    assert client.get("/my-registration").headers["Location"].endswith("/find-my-registration")


def test_a_visit_is_closed_by_time_and_kept_open_by_use(client: Visitor, event: Event) -> None:
    own_page(client, a_registration(event, Status.CONFIRMED))
    for minutes, code in ((50, 200), (100, 200), (161, 302)):
        with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
            assert client.get("/my-registration").status_code == code, minutes
    with client.session_transaction() as cookie:
        assert "registration_link" not in cookie


@pytest.mark.parametrize("planted", [7, "x", [1], [1, "x", 2], [1, 1e300, 1], [None, 1, 1]])
def test_a_visit_that_was_never_begun_opens_nothing(client: Visitor, event: Event, planted: object) -> None:
    with client.session_transaction() as cookie:
        cookie["registration_link"] = planted
    assert client.get("/my-registration").status_code == 302


def test_a_late_click_asks_for_a_place_again(client: Visitor, event: Event) -> None:
    registration = a_registration(event, Status.EXPIRED, verified_at=None)
    client.visit(confirm_link(registration)).submit("main form")
    db.session.refresh(registration)
    assert (registration.status, registration.place) == (Status.CONFIRMED, Place.HELD)


def test_a_late_click_after_registering_again_is_refused(client: Visitor, event: Event) -> None:
    late = a_registration(
        event, Status.EXPIRED, verified_at=None, family_name="CEBOTARI", email="a@igp.example"
    )
    a_registration(event, Status.CONFIRMED, family_name="CEBOTARI", email="a@igp.example")
    page = client.visit(confirm_link(late)).submit("main form")
    assert page.status == 409
    db.session.refresh(late)
    assert late.status is Status.EXPIRED


def test_the_position_on_the_waiting_list_is_shown(client: Visitor, event: Event) -> None:
    for _ in range(2):
        a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.SUBMITTED, place=Place.WAITING, waiting_since=now() - timedelta(hours=1))
    page = own_page(client, a_registration(event, Status.SUBMITTED, place=Place.WAITING))
    assert "You are number 2 on the waiting list" in page.text


def test_withdrawing_promotes_the_next_and_writes_to_both(client: Visitor, event: Event) -> None:
    first = a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.CONFIRMED)
    waiting = a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    page = own_page(client, first).follow("Withdraw").submit("main form", note="another duty")
    assert "is withdrawn" in page.text
    for row in (first, waiting):
        db.session.refresh(row)
    assert (first.status, first.place) == (Status.WITHDRAWN, Place.NONE)
    assert (waiting.status, waiting.place) == (Status.CONFIRMED, Place.HELD)
    kinds = {row.registration_id: row.kind for row in db.session.scalars(select(Letter))}
    assert kinds == {first.id: LetterKind.WITHDRAWN, waiting.id: LetterKind.CONFIRMED}
    assert first.history[-1].note == "another duty"


def test_the_online_link_is_for_confirmed_online_participants(client: Visitor, event: Event) -> None:
    online = a_registration(event, Status.CONFIRMED, mode=Mode.ONLINE)
    assert "meet.example" in own_page(client, online).text
    for other in (
        a_registration(event, Status.SUBMITTED, mode=Mode.ONLINE),
        a_registration(event, Status.CONFIRMED),
    ):
        assert "meet.example" not in own_page(client, other).text


def test_the_own_programme_has_what_was_chosen_and_what_is_for_all(client: Visitor, event: Event) -> None:
    chosen = a_session(event, 1, sign_up=True, title_en="Chosen workshop")
    a_session(event, 1, sign_up=True, title_en="Other workshop")
    a_session(event, 3, title_en="Plenary for all")
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, chosen, Place.WAITING)
    text = own_page(client, registration).text
    assert "Chosen workshop" in text
    assert "Waiting list" in text
    assert "Plenary for all" in text
    assert "Other workshop" not in text


def test_asking_for_the_link_answers_alike_for_every_address(client: Visitor, event: Event) -> None:
    registration = a_registration(event, Status.CONFIRMED, email="Ana@IGP.example")
    db.session.commit()
    known = client.visit("/find-my-registration").submit("main form", email="ana@igp.example ")
    unknown = client.visit("/find-my-registration").submit("main form", email="bob@igp.example")
    assert known.text == unknown.text.replace("bob@", "ana@")
    link_requests.answer()
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.registration_id) == (LetterKind.PRIVATE_LINK, registration.id)


def test_a_correspondent_still_has_to_validate(client: Visitor, event: Event) -> None:
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_correspondent=True)
    registration = unverified(event)
    page = client.visit(confirm_link(registration)).submit("main form")
    db.session.refresh(registration)
    assert registration.status is Status.SUBMITTED
    assert "the correspondent or the secretariat decides" in page.text


def test_the_erased_have_no_page(client: Visitor, event: Event) -> None:
    registration = a_registration(event, Status.CONFIRMED)
    token = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    registration.anonymised_at, registration.family_name, registration.email = now(), None, None
    db.session.commit()
    assert client.get(f"/r/{token}").status_code == 410


def test_a_full_way_of_taking_part_is_refused_beside_its_question(client: Visitor, event: Event) -> None:
    event.capacity_online = 1
    a_registration(event, mode=Mode.ONLINE)
    own_page(client, a_registration(event))
    page = client.visit("/my-registration/change").submit("#change", mode="online")
    assert page.status == 409
    assert page.one(".problem a")["href"] == "#mode-0"
    assert page.all_text("#mode-error") == ["Error: No place is left (limit: 1)."]
