"""One's own data by the private link: seen, taken along, consents taken back, erased; this registration and no other."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    ActorKind,
    AuditEntry,
    Letter,
    LinkPurpose,
    Person,
    Place,
    Registration,
    Status,
)
from app.services import access_links, settings
from app.services.actors import staff
from app.services.privacy import kept_until, requests
from tests.factories.data_subjects import MARKS, somebody
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator
from tests.pages import Page, Visitor

MINE = "/my-registration"


@pytest.fixture
def registration(app: object) -> Registration:
    return somebody()


def own_page(client: Visitor, registration: Registration) -> Page:
    token = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    return client.visit(f"/r/{token}").submit("main form")


def data_page(client: Visitor, registration: Registration) -> Page:
    return own_page(client, registration).follow("See my data")


def export(client: Visitor, page: Page, form: str) -> bytes:
    data = {"format": form, "csrf_token": page.fields("main form")["csrf_token"]}
    answer = client.post(f"{MINE}/data/export", data=data)
    assert answer.status_code == 200
    assert "MARKED" not in answer.headers["Content-Disposition"]
    return bytes(answer.data)


def test_everything_is_seen_the_needs_too(client: Visitor, registration: Registration) -> None:
    page = data_page(client, registration)
    assert [mark for mark in MARKS if mark not in page.text] == ["Marked subject", "Marked letter"]


def test_who_has_opened_it_is_told(client: Visitor, registration: Registration) -> None:
    requests.note_opened(registration.person, staff(an_administrator()), with_needs=True)  # type: ignore[arg-type]
    page = data_page(client, registration)
    assert "All about a person opened" in page.text
    assert "Needs read" in page.text


def test_another_registration_of_the_same_person_is_not(client: Visitor, registration: Registration) -> None:
    other = a_registration(an_event(), person=registration.person, function="Other function")
    page = data_page(client, registration)
    assert other.reference not in page.text
    assert "Other function" not in page.text
    assert other.reference not in export(client, page, "json").decode()


def test_a_copy_is_taken_along_in_both_forms(client: Visitor, registration: Registration) -> None:
    page = data_page(client, registration)
    found = json.loads(export(client, page, "json"))
    assert found["registrations"][0]["needs"]["access"] == "Marked access"
    paper = PdfReader(io.BytesIO(export(client, page, "pdf")))
    assert "Անահիտ ՀԱԿՈԲՅԱՆ" in paper.pages[0].extract_text()
    lines = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "data.exported")).all()
    assert [(line.actor_kind, line.fields) for line in lines] == [
        (ActorKind.PERSON, ["json", "needs"]),
        (ActorKind.PERSON, ["pdf", "needs"]),
    ]


def test_copies_are_made_so_many_times_an_hour(client: Visitor, registration: Registration) -> None:
    """Each makes a PDF and a line of the trail; somebody else’s address is not concerned."""
    settings.change("data_exports_per_address_per_hour", 10)
    page = data_page(client, registration)
    data = {"format": "json", "csrf_token": page.fields("main form")["csrf_token"]}
    answers = [client.post(f"{MINE}/data/export", data=data) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    lines = select(AuditEntry).where(AuditEntry.action == "data.exported")
    assert len(db.session.scalars(lines).all()) == 10
    db.session.rollback()
    elsewhere = {"REMOTE_ADDR": "192.0.2.8"}
    assert client.post(f"{MINE}/data/export", data=data, environ_overrides=elsewhere).status_code == 200


def test_until_when_it_is_kept(client: Visitor) -> None:
    event = an_event()
    registration = somebody(event)
    kept = kept_until.of_registration(registration)
    assert event.ends_at is not None
    last = event.local(event.ends_at).date()
    assert kept.needs == last + timedelta(days=7)
    assert kept.rest == kept_until.months_after(last, 18)
    page = data_page(client, registration)
    assert str(kept.rest.year) in page.text
    assert "180 days after each letter" in page.text


def test_months_end_with_their_last_day() -> None:
    from datetime import date

    assert kept_until.months_after(date(2026, 8, 31), 18) == date(2028, 2, 29)
    assert kept_until.months_after(date(2026, 12, 1), 1) == date(2027, 1, 1)


def test_who_speaks_for_a_delegation_is_told_so(client: Visitor) -> None:
    assert "while you speak for a delegation" in data_page(client, somebody(mandate=True)).text


def test_a_consent_is_taken_back_and_no_other(client: Visitor, registration: Registration) -> None:
    page = data_page(client, registration)
    done = page.submit("#consents form", consent=["consent_reuse", "status"])
    assert "Your consent is taken back." in done.text
    db.session.refresh(registration)
    assert not registration.consent_reuse
    assert registration.consent_lists
    assert registration.status is Status.CONFIRMED
    person = registration.person
    assert person is not None
    assert not person.reuse_consent
    line = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registration.consent_withdrawn")
    ).one()
    assert line.fields == ["consent_reuse"]


def test_a_consent_can_be_taken_back_after_the_event_too(client: Visitor, registration: Registration) -> None:
    assert registration.event.ends_at is not None
    with time_machine.travel(registration.event.ends_at + timedelta(days=2)):
        data_page(client, registration).submit("#consents form", consent=["consent_photographs"])
    db.session.refresh(registration)
    assert not registration.consent_photographs


def test_nothing_ticked_changes_nothing(client: Visitor, registration: Registration) -> None:
    page = data_page(client, registration).submit("#consents form")
    assert "Nothing was changed" in page.text
    assert db.session.get_one(Registration, registration.id).consent_reuse


def test_erasing_is_asked_once_more(client: Visitor, registration: Registration) -> None:
    page = data_page(client, registration).follow("Erase my data…")
    assert "This also withdraws your registration." in page.text
    assert "30 days at most" in page.text
    refused = page.submit("#erasing")
    assert refused.status == 422
    assert registration.family_name == "MARKED-FAMILY"


def test_erased_the_place_is_free_the_link_is_dead_and_nobody_writes(
    client: Visitor, registration: Registration
) -> None:
    registration.event.capacity_in_person = 1
    waiting = a_registration(registration.event, Status.SUBMITTED, place=Place.WAITING)
    person_id, letters = registration.person_id, len(db.session.scalars(select(Letter)).all())
    token = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    page = data_page(client, registration).follow("Erase my data…").submit("#erasing", sure="y")
    assert "Your data are erased." in page.text
    db.session.expire_all()
    assert registration.family_name is None
    assert db.session.get_one(Person, person_id).email is None
    assert waiting.place is Place.HELD
    to_erased = select(Letter).where(Letter.registration_id == registration.id, Letter.recipient.is_not(None))
    assert not db.session.scalars(to_erased).all()
    assert len(db.session.scalars(select(Letter)).all()) >= letters
    assert client.get(f"/r/{token}").status_code == 410
    with client.session_transaction() as cookie:
        assert "registration_link" not in cookie
    assert client.visit(MINE).address == "/find-my-registration"


def test_a_correspondent_who_erases_a_registration_stays_correspondent(client: Visitor) -> None:
    registration = somebody(mandate=True)
    data_page(client, registration).follow("Erase my data…").submit("#erasing", sure="y")
    db.session.expire_all()
    assert registration.family_name is None
    assert db.session.scalars(select(Person)).one().family_name == "MARKED-FAMILY"


def test_a_nominated_person_can_do_the_same(client: Visitor) -> None:
    registration = a_registration(an_event(), Status.NOMINATED, verified_at=None)
    page = own_page(client, registration).follow("See what is kept about you")
    assert registration.reference in page.text


@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("/data", "get"),
        ("/data/export", "post"),
        ("/data/consents", "post"),
        ("/erase", "get"),
        ("/erase", "post"),
    ],
)
def test_without_the_link_there_is_nothing(
    client: Visitor, registration: Registration, path: str, call: str
) -> None:
    token = client.visit("/find-my-registration").fields("main form")["csrf_token"]
    send: Callable[..., object] = getattr(client, call)
    answer = send(f"{MINE}{path}", data={"csrf_token": token, "sure": "y"})
    if call == "get":
        assert answer.headers["Location"].endswith("/find-my-registration")  # type: ignore[attr-defined]
    else:  # what was sent is kept, beside the way to the link
        assert answer.status_code == 401  # type: ignore[attr-defined]
    assert db.session.get_one(Registration, registration.id).family_name == "MARKED-FAMILY"


def test_the_switch_of_language_erases_nothing(client: Visitor, registration: Registration) -> None:
    page = data_page(client, registration).follow("Erase my data…")
    other = page.submit("#erasing", sure="y", lang="fr")
    assert other.status == 200
    assert db.session.get_one(Registration, registration.id).family_name == "MARKED-FAMILY"


def test_the_page_is_gone_with_its_time(client: Visitor, registration: Registration) -> None:
    data_page(client, registration)
    with time_machine.travel(now() + timedelta(hours=13)):
        assert client.visit(f"{MINE}/data").address == "/find-my-registration"
