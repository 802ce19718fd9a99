"""The directory: who speaks for which body, entered, corrected, ended; names in no address, discreet people on request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, BodyKind, Language, Mandate
from app.services import access_links, correspondent_visits, mandates
from tests.factories.bodies import a_body
from tests.factories.figures import the_member_states
from tests.factories.mandates import a_mandate, days_ago
from tests.factories.people import a_person
from tests.factories.users import a_desk_agent, a_statistics_reader
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

LIST = "/organiser/correspondents"


@pytest.fixture
def moldova(app: Flask) -> Mandate:
    person = a_person(given_name="Ion", family_name="MUNTEANU", email="ion@igp.example", title="Colonel")
    return a_mandate(a_body("MD"), person)


def rows_of(page: Page) -> list[tuple[str, str]]:
    """The body and the family name of each row."""
    rows = page.soup.select("main table tbody tr")
    return [(row.th.get_text(" ", strip=True), row.select_one(".fam").get_text()) for row in rows]


def mandate_of(family_name: str) -> Mandate:
    query = select(Mandate).join(Mandate.person).where(Mandate.person.has(family_name=family_name))
    return db.session.scalars(query).one()


def test_an_empty_directory_tells_how_to_begin(organiser: Visitor) -> None:
    page = organiser.visit(LIST)
    assert page.one("h1").get_text() == "No correspondent is entered yet"
    assert page.one(".empty").find("a", string="Import a file")
    assert page.follow("Add somebody").one("h1").get_text() == "Add a correspondent or contact point"


def test_member_states_come_first_in_the_order_of_the_language(organiser: Visitor) -> None:
    for code in ("AT", "DE", "INTERPOL"):
        a_mandate(a_body(code), a_person(family_name=f"OF-{code}"))
    english = rows_of(organiser.visit(LIST))
    assert english == [("Austria", "OF-AT"), ("Germany", "OF-DE"), ("INTERPOL", "OF-INTERPOL")]
    french = rows_of(organiser.visit(f"{LIST}?lang=fr"))
    assert [body for body, _ in french] == ["Allemagne", "Autriche", "INTERPOL"]
    assert (
        organiser.visit(f"{LIST}?lang=en").one("h1").get_text() == "2 of 2 member states have a correspondent"
    )


def test_what_runs_what_has_ended_and_who_is_missing(organiser: Visitor, moldova: Mandate) -> None:
    a_mandate(a_body("MD"), a_person(family_name="BEFORE"), until_date=days_ago(1))
    a_mandate(a_body("DE"), a_person(family_name="LATER"), from_date=days_ago(-5))
    a_body("ECCD")
    a_body("OLD", BodyKind.AGENCY, selectable=False)
    page = organiser.visit(LIST)
    assert rows_of(page) == [("Germany", "LATER"), ("Republic of Moldova", "MUNTEANU")]
    assert "Begins later" in page.text
    assert rows_of(page.follow("Ended")) == [("Republic of Moldova", "BEFORE")]
    missing = page.follow("Bodies without a correspondent")
    assert missing.all_text("main .rows .grow a") == ["Germany"]
    form = missing.follow("Add a correspondent")
    assert form.one("select[name=body] option[selected]").get_text() == "Germany – Allemagne"


def test_a_search_finds_bodies_names_and_addresses(organiser: Visitor, moldova: Mandate) -> None:
    a_mandate(a_body("DE"), a_person(given_name="Jörg", family_name="WEISS", email="jw@bka.example"))
    for words in ("allemagne", "jorg", "weiß", "bka.example"):
        page = organiser.visit(LIST).submit("form[role=search]", q=words)
        assert [body for body, _ in rows_of(page)] == ["Germany"], words
        assert words not in page.address
    nothing = page.submit("form[role=search]", q="Atlantis")
    assert "Nothing matches “Atlantis”" in nothing.text


def test_somebody_is_entered_in_a_few_fields(organiser: Visitor) -> None:
    body = a_body("MD")
    page = organiser.visit(f"{LIST}/new?body=MD").submit(
        "#correspondent",
        given_name=" Ion ",
        family_name="MUNTEANU",
        email=" Ion <ION@igp.example>",
        language="fr",
    )
    assert page.status == 200
    assert page.address.startswith("/organiser/bodies/MD")
    mandate = mandate_of("MUNTEANU")
    assert (mandate.body, mandate.from_date, mandate.until_date) == (body, mandates.today(), None)
    assert (mandate.person.given_name, mandate.person.email) == ("Ion", "ION@igp.example")
    assert mandate.person.language is Language.FR


def test_what_is_missing_or_wrong_stands_beside_its_field(organiser: Visitor) -> None:
    a_body("MD")
    page = organiser.visit(f"{LIST}/new").submit(
        "#correspondent", family_name="MUNTEANU", email="ion", from_date="2027-02-01", until_date="2027-01-01"
    )
    assert page.status == 422
    assert "Choose a body" in page.text
    assert "This is not an e-mail address" in page.text
    page = page.submit("#correspondent", body=str(a_body("MD").id), email="ion@igp.example")
    assert page.status == 422
    assert "The mandate ends before it begins." in page.one("#until_date-error").get_text()
    assert page.one("[name=family_name]")["value"] == "MUNTEANU"


def test_a_second_mandate_for_the_same_body_is_refused(organiser: Visitor, moldova: Mandate) -> None:
    page = organiser.visit(f"{LIST}/new?body=MD").submit(
        "#correspondent", given_name="Ion", family_name="MUNTEANU", email="ion@igp.example"
    )
    assert page.status == 409
    assert "has a running mandate for this body already" in page.text


def test_bodies_that_send_nobody_are_not_offered(organiser: Visitor) -> None:
    a_body("MD")
    other = a_body("ECCD")
    page = organiser.visit(f"{LIST}/new")
    assert page.all_text("select[name=body] option")[1:] == ["Republic of Moldova – République de Moldova"]
    page = page.submit("#correspondent", body=str(other.id), family_name="X", email="x@example.org")
    assert page.status == 422


def test_a_mandate_is_corrected(organiser: Visitor, moldova: Mandate) -> None:
    page = (
        organiser.visit(LIST)
        .follow("Change")
        .submit("main form", email="new@igp.example", until_date="2099-12-31")
    )
    assert page.status == 200
    db.session.refresh(moldova)
    db.session.refresh(moldova.person)
    assert moldova.person.email == "new@igp.example"
    assert str(moldova.until_date) == "2099-12-31"


@pytest.mark.parametrize("when", ["now", "day"])
def test_a_mandate_ends_after_a_confirmation(organiser: Visitor, moldova: Mandate, when: str) -> None:
    visit = correspondent_visits.enter(access_links.mint_for_correspondent(moldova.person))
    db.session.commit()
    asked = organiser.visit(LIST).follow("Change").follow("End the mandate")
    assert correspondent_visits.visit(visit.id) is not None
    day = days_ago(1 if when == "day" else 50)
    page = asked.submit("main form", when=when, last_day=day.isoformat())
    assert "The mandate is ended." in page.text
    db.session.refresh(moldova)
    assert moldova.until_date == days_ago(1)
    assert correspondent_visits.visit(visit.id) is None


def test_a_last_day_is_asked_for(organiser: Visitor, moldova: Mandate) -> None:
    asked = organiser.visit(f"{LIST}/{moldova.id}/end")
    assert "Enter the last day" in asked.submit("main form", when="day", last_day="").text
    page = asked.submit("main form", when="day", last_day="2001-01-01")
    assert page.status == 422
    assert "The mandate ends before it begins." in page.one("#last_day-error").get_text()


def test_the_second_to_end_a_mandate_is_told_of_the_first(organiser: Visitor, moldova: Mandate) -> None:
    one, two = (organiser.visit(f"{LIST}/{moldova.id}/end") for _ in range(2))
    last = mandates.today() + timedelta(days=9)
    assert one.submit("main form", when="day", last_day=last.isoformat()).status == 200
    told = two.submit("main form", when="now")
    assert told.status == 409
    assert "Somebody else has changed this in the meantime." in told.text
    assert last.isoformat() in str(told.one("main form dl.facts"))
    assert told.fields()["when"] == "now", "what was chosen"
    assert moldova.until_date == last
    assert told.submit("main form").status == 200, "who has seen it may end it at once"
    assert moldova.until_date != last


def test_a_mandate_that_began_today_disappears(organiser: Visitor) -> None:
    mandate = a_mandate(a_body("MD"), from_date=mandates.today())
    page = organiser.visit(f"{LIST}/{mandate.id}/end").submit("main form", when="now")
    assert page.status == 200
    assert db.session.scalars(select(Mandate)).all() == []


def test_somebody_discreet_is_shown_on_request(organiser: Visitor, moldova: Mandate) -> None:
    moldova.person.discreet = True
    for address in (LIST, "/organiser/bodies/MD", f"{LIST}/{moldova.id}"):
        page = organiser.visit(address)
        assert "MUNTEANU" not in page.text
        assert "ion@igp.example" not in str(page.soup)
    opened = page.submit("main form")
    assert opened.one("[name=email]")["value"] == "ion@igp.example"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "mandate.opened")).one()
    assert entry.subject_id == moldova.id
    found = organiser.visit(LIST).submit("form[role=search]", q="munteanu")
    assert rows_of(found) == [("Republic of Moldova", "Representative")]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({}, id="fields left out"),
        pytest.param({"lang": "fr"}, id="another language"),
        pytest.param(
            {"family_name": "X", "email": "x@x.example", "language": "en", "from_date": "2026-01-01"},
            id="stale",
        ),
    ],
)
def test_no_form_gives_somebody_discreet_away(
    organiser: Visitor, moldova: Mandate, typed: dict[str, str]
) -> None:
    moldova.person.discreet = True
    address = f"{LIST}/{moldova.id}"
    token = organiser.visit(address).one("main form [name=csrf_token]")["value"]
    answer = organiser.post(address, data={"csrf_token": token, **typed})
    assert answer.status_code in {200, 409, 422}
    assert not [word for word in ("MUNTEANU", "Ion", "Colonel", "ion@igp.example") if word in answer.text]
    assert "mandate.opened" not in db.session.scalars(select(AuditEntry.action)).all()


def test_somebody_discreet_who_was_opened_is_corrected(organiser: Visitor, moldova: Mandate) -> None:
    moldova.person.discreet = True
    opened = organiser.visit(f"{LIST}/{moldova.id}").submit("main form")
    page = opened.submit("main form[data-warn-unsaved]", title="General")
    assert page.address.startswith("/organiser/bodies/MD")
    assert (moldova.person.family_name, moldova.person.title) == ("MUNTEANU", "General")


@pytest.mark.parametrize("path", ["", "/new", "/import", "/template.xlsx", "/{id}", "/{id}/end"])
def test_only_organisers_enter(app: Flask, client: Visitor, moldova: Mandate, path: str) -> None:
    address = LIST + path.format(id=moldova.id)
    for user in (a_desk_agent(), a_statistics_reader()):
        sign_in(client, user)
        assert client.get(address).status_code == 403


def test_a_mandate_that_is_not_there(organiser: Visitor) -> None:
    for path in ("", "/end", "/open"):
        method = organiser.post if path == "/open" else organiser.get
        assert method(f"{LIST}/4711{path}").status_code in {400, 404}
    assert organiser.get(f"{LIST}/4711").status_code == 404


@pytest.mark.parametrize("number", [1, 40])
def test_the_statements_do_not_depend_on_how_many_there_are(
    organiser: Visitor, statements: Callable[[], Any], number: int
) -> None:
    for body in list(the_member_states().values())[:number]:
        a_mandate(body)
        a_mandate(body, until_date=days_ago(2))
    db.session.commit()
    for shown in ("", "?show=ended", "?show=none"):
        with statements() as asked:
            assert organiser.get(LIST + shown).status_code == 200
        assert len(asked) == 4, str(asked)  # one of them asks whether letters go out


def test_an_open_page_of_the_delegation_closes_with_the_mandate(
    app: Flask, organiser: Visitor, moldova: Mandate
) -> None:
    correspondent = app.test_client()
    token = access_links.mint_for_correspondent(moldova.person)
    correspondent.visit(f"/delegation/enter/{token}").submit("main form")
    assert correspondent.get("/delegation/").status_code == 200
    organiser.visit(f"{LIST}/{moldova.id}/end").submit("main form", when="now")
    assert correspondent.get("/delegation/").status_code == 302
