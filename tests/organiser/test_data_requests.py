"""The rights desk: somebody is found, opened, handed over and erased by administrators; each step is on record."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Erasure,
    Mandate,
    Needs,
    Person,
    Place,
    Registration,
    Status,
    UserRole,
)
from tests.factories.data_subjects import MARKS, somebody
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import a_user, an_administrator
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

DESK = "/organiser/privacy"


@pytest.fixture
def administrator(client: Visitor) -> Visitor:
    return sign_in(client, an_administrator())


@pytest.fixture
def registration(app: object) -> Registration:
    return somebody()


def address(registration: Registration) -> str:
    return f"{DESK}/person/{registration.person_id}"


def opened(visitor: Visitor, registration: Registration) -> Page:
    return visitor.visit(address(registration)).submit("main form")


def lines(*actions: str) -> list[tuple[str, str, list[str]]]:
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action.in_(actions)).order_by(AuditEntry.id)
    )
    return [(row.action, row.subject_kind, row.fields) for row in rows]


def test_somebody_is_found_and_the_words_stand_in_no_address(
    administrator: Visitor, registration: Registration
) -> None:
    page = administrator.visit(DESK).submit("main form", q="marked-family")
    assert "marked" not in page.address.casefold()
    assert page.one("#found li a").get_text() == "Anahit MARKED-FAMILY"
    assert lines("person.searched") == [("person.searched", "", ["name", "found=1"])]
    assert page.follow("MARKED-FAMILY").one("h1").get_text() == "Open what is kept?"


def test_looking_for_nothing_is_said_and_not_on_record(administrator: Visitor) -> None:
    page = administrator.visit(DESK).submit("main form", q="  ")
    assert "Type an e-mail address or a name to look for." in page.text
    assert lines("person.searched") == []


def test_nobody_is_found(administrator: Visitor, registration: Registration) -> None:
    page = administrator.visit(DESK).submit("main form", q="nobody@igp.example")
    assert "Nobody with this address or name is known." in page.text


def test_nothing_is_shown_before_the_button_and_everything_but_the_needs_after(
    administrator: Visitor, registration: Registration
) -> None:
    closed = administrator.visit(address(registration))
    assert not [mark for mark in MARKS if mark in closed.text]
    assert lines("data.opened") == []
    text = closed.submit("main form").text
    assert [mark for mark in MARKS if mark not in text] == [
        "Marked diet",
        "Marked access",
        "Marked subject",
        "Marked letter",
    ]
    assert lines("data.opened", "registration.needs_opened") == [("data.opened", "person", [])]


def test_the_needs_are_opened_by_a_click_that_is_on_record(
    administrator: Visitor, registration: Registration
) -> None:
    page = opened(administrator, registration).submit("aside form:has(input[name=needs])")
    assert "Marked diet" in page.text
    assert lines("data.opened", "registration.needs_opened")[1:] == [
        ("data.opened", "person", ["needs"]),
        ("registration.needs_opened", "registration", ["access", "diet"]),
    ]


def test_a_discreet_person_is_shown_by_name_here_with_a_warning(administrator: Visitor) -> None:
    page = opened(administrator, somebody(discreet=True))
    assert "MARKED-FAMILY" in page.one("h1").get_text()
    assert "Discreet mode" in page.one(".note.warn").get_text()


def test_a_copy_for_machines(administrator: Visitor, registration: Registration) -> None:
    answer = administrator.post(
        f"{address(registration)}/export",
        data={"format": "json", **token(opened(administrator, registration))},
    )
    assert answer.mimetype == "application/json"
    assert "MARKED" not in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.data)["registrations"][0]["needs"]["diet"] == "Marked diet"
    assert lines("data.exported") == [("data.exported", "person", ["json", "needs"])]


def test_a_copy_to_be_read_in_the_language_of_the_page(
    administrator: Visitor, registration: Registration
) -> None:
    page = opened(administrator, registration)
    answer = administrator.post(
        f"{address(registration)}/export?lang=fr", data={"format": "pdf", **token(page)}
    )
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "Ce qui est conservé à votre sujet" in text
    assert "Անահիտ ՀԱԿՈԲՅԱՆ" in text


def token(page: Page) -> dict[str, str]:
    return {"csrf_token": page.fields("main form")["csrf_token"]}


def test_another_format_is_refused(administrator: Visitor, registration: Registration) -> None:
    page = opened(administrator, registration)
    data = {"format": "exe", **token(page)}
    assert administrator.post(f"{address(registration)}/export", data=data).status_code == 400
    assert lines("data.exported") == []


def test_corrections_go_through_the_pages_that_stand(
    administrator: Visitor, registration: Registration
) -> None:
    page = opened(administrator, registration)
    assert page.follow(registration.event.title_en).one("h1").get_text() == "Anahit MARKED-FAMILY"


def test_erasing_says_what_goes_and_asks_for_a_word(
    administrator: Visitor, registration: Registration
) -> None:
    page = opened(administrator, registration).follow("Erase…")
    assert "It concerns 1 registration and 1 letter." in page.text
    assert "What stays, as figures" in page.text
    assert f"The registration for “{registration.event.title_en}” will be withdrawn." in page.text
    wrong = page.submit("#erasing", word="delete")
    assert wrong.status == 422
    assert "Type the word ERASE" in wrong.text
    db.session.refresh(registration)
    assert registration.anonymised_at is None


@pytest.mark.parametrize("word", ["ERASE", " erase ", "Effacer"])
def test_after_the_word_everything_is_gone(
    administrator: Visitor, registration: Registration, word: str
) -> None:
    waiting = a_registration(registration.event, place=Place.WAITING)
    waiting_id, person_id = waiting.id, registration.person_id
    page = opened(administrator, registration).follow("Erase…").submit("#erasing", word=word)
    assert "The data are erased." in page.text
    db.session.expire_all()
    assert db.session.get_one(Person, person_id).family_name is None
    assert registration.family_name is None
    assert registration.status is Status.WITHDRAWN
    assert db.session.get(Needs, registration.id) is None
    assert db.session.get_one(Registration, waiting_id)
    assert administrator.get(f"{DESK}/person/{person_id}").status_code == 404
    assert db.session.scalars(select(Erasure)).one().actor_id is not None
    assert not administrator.visit(DESK).submit("main form", q="marked@igp.example").soup.select("#found li")


def test_who_speaks_for_a_delegation_is_not_erased(administrator: Visitor) -> None:
    registration = somebody(mandate=True)
    page = administrator.visit(f"{address(registration)}/erase")
    assert "This person speaks for a delegation." in page.text
    assert not page.soup.select("#erasing")
    mandate = db.session.scalars(select(Mandate)).one()
    mandate.until_date = now().date() - timedelta(days=1)
    open_form = administrator.visit(f"{address(registration)}/erase")
    mandate.until_date = None
    refused = open_form.submit("#erasing", word="ERASE")
    assert refused.status == 409
    assert registration.anonymised_at is None


def test_a_registration_of_nobody_who_is_known(administrator: Visitor) -> None:
    made = a_registration(an_event(), Status.UNVERIFIED, family_name="NEWCOMER")
    page = administrator.visit(DESK).submit("main form", q="newcomer").follow("NEWCOMER").submit("main form")
    assert made.reference in page.text
    done = page.follow("Erase…").submit("#erasing", word="erase")
    assert "The data are erased." in done.text
    db.session.refresh(made)
    assert made.family_name is None


def test_of_a_linked_registration_the_page_is_the_persons(
    administrator: Visitor, registration: Registration
) -> None:
    page = administrator.visit(f"{DESK}/registration/{registration.id}")
    assert page.address == address(registration)


@pytest.mark.parametrize("role", [role for role in UserRole if role is not UserRole.ADMINISTRATOR])
def test_nobody_else_opens_it(client: Visitor, registration: Registration, role: UserRole) -> None:
    visitor = sign_in(client, a_user(role))
    for path in (DESK, address(registration), f"{address(registration)}/erase"):
        assert visitor.get(path).status_code == 403


@pytest.mark.parametrize("path", ["person/999999", "registration/999999", "user/1", "person/0/erase"])
def test_of_nobody_there_is_nothing(administrator: Visitor, path: str) -> None:
    assert administrator.get(f"{DESK}/{path}").status_code == 404


def test_what_is_kept_is_gathered_in_a_steady_number_of_statements(
    administrator: Visitor, statements: object
) -> None:
    one = somebody()
    page = administrator.visit(address(one))
    with statements() as few:  # type: ignore[operator]
        page.submit("main form")
    for _ in range(3):
        a_registration(an_event(), person=one.person)
    page = administrator.visit(address(one))
    with statements() as many:  # type: ignore[operator]
        page.submit("main form")
    assert len(many) == len(few)
