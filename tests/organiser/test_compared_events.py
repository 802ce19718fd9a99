"""Events compared: what each body did, one body over the years, a chosen set in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import Status
from app.services.statistics import snapshots
from tests.compared_events import EXPORT, MATRIX, YEARS, a_history, cells_of, file_of
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.figures import a_past_event, the_member_states
from tests.factories.mandates import a_convocation
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent, a_statistics_reader, an_organiser
from tests.figure_files import in_json, on_page
from tests.pages import Visitor
from tests.signing_in import sign_in


def test_the_matrix_says_what_each_state_did(app: Flask, client: Visitor) -> None:
    a_history()
    sign_in(client, an_organiser())
    page = client.visit(MATRIX)
    assert len(page.soup.select("table[data-figures] tbody tr[data-row]")) == 46
    unknown = "not recorded"
    assert cells_of(page, "GE") == {
        "first": "2 attended",
        "conference-2024": unknown,
        "soon": "1 confirmed",
        "took_part": "1 of 1",
    }
    said = {code: cells_of(page, code)["first"] for code in ("DE", "AT", "IT", "ES", "FR", "MD")}
    assert said == {
        "DE": "1 attended",
        "AT": "1 confirmed, nobody came",
        "IT": "no answer",
        "ES": "declined",
        "FR": "not invited",
        "MD": "not invited",
    }
    assert cells_of(page, "all") == {"first": "2", "conference-2024": unknown, "soon": "1"}
    assert "30" not in page.one("table[data-figures]").get_text()


def test_the_numbers_of_a_step_stand_in_the_cells(app: Flask, client: Visitor) -> None:
    a_history()
    sign_in(client, an_organiser())
    page = client.visit(MATRIX).follow("Attended")
    assert cells_of(page, "GE", "matrix_attended") == {
        "first": "2",
        "conference-2024": "not recorded",
        "soon": "not yet",
    }
    assert cells_of(page, "FR", "matrix_attended")["first"] == "0", "a speaker represents no state"
    total = cells_of(page, "all", "matrix_attended")
    assert total == {"first": "3", "conference-2024": "30", "soon": "not yet"}, "people, as reported"
    assert "People for member states, together" in page.text


def test_other_bodies_are_added_when_asked_for(app: Flask, client: Visitor) -> None:
    a_history()
    sign_in(client, an_organiser())
    page = client.visit(MATRIX)
    assert not cells_of(page, "INTERPOL")
    page = page.follow("With all other bodies")
    assert cells_of(page, "INTERPOL")["first"] == "1 attended"
    assert len(page.soup.select("table[data-figures] tr[data-row]")) == 47
    assert not cells_of(page, "all"), "bodies of several kinds are not added up"


def test_a_chosen_set_of_events_stays_in_the_address(app: Flask, client: Visitor) -> None:
    a_history()
    sign_in(client, an_organiser())
    page = client.visit(f"{YEARS}?events=first&events=soon&events=no-such-event")
    assert {row for code, row, _ in on_page(page).cells if code == "years"} == {"first", "soon"}
    assert "2 of 3 events" in page.text
    page = page.follow("Registered")
    assert {row for code, row, _ in on_page(page).cells if code == "years"} == {"first", "soon"}
    page = page.follow("Bodies and events")
    assert set(cells_of(page, "GE")) == {"first", "soon", "took_part"}
    page = page.follow("Georgia")
    assert {row for code, row, _ in on_page(page).cells if code == "body"} == {"first", "soon"}
    document = in_json(file_of(client, f"{EXPORT}?events=first&events=soon", format="json").data)
    assert {row for code, row in document.labels if code == "years"} == {"first", "soon"}
    page = client.visit(f"{YEARS}?events=no-such-event")
    assert "None of the chosen events can be compared." in page.text
    page = page.follow("Show all events")
    assert {row for code, row, _ in on_page(page).cells if code == "years"} == {
        "first",
        "conference-2024",
        "soon",
    }


def test_invented_events_stand_there_only_when_asked_for(app: Flask, client: Visitor) -> None:
    a_history()
    invented = a_past_event(slug="invented", fictional=True)
    a_check_in(a_registration(invented, Status.CONFIRMED, body=a_body("GE")))
    sign_in(client, an_organiser())
    for address in (MATRIX, f"{MATRIX}?events=invented&events=first"):
        assert "invented" not in cells_of(client.visit(address), "GE")
    page = client.visit(MATRIX).follow("With fictional events")
    assert cells_of(page, "GE")["invented"] == "1 attended"
    for answer in (file_of(client, format="csv"), file_of(client, f"{EXPORT}?body=GE", format="csv")):
        assert "invented" not in answer.get_data(as_text=True)
    assert "invented" in file_of(client, f"{EXPORT}?fictional=yes", format="csv").get_data(as_text=True)


def test_one_body_over_the_years(app: Flask, client: Visitor) -> None:
    a_history()
    sign_in(client, a_statistics_reader())
    page = client.visit(f"{YEARS}/bodies/GE")
    assert page.all_text("main h2")[0] == "Took part in 1 of 1 recorded event"
    unknown = "not recorded"
    rows = {
        slug: list(cells_of(page, slug, "body").values()) for slug in ("first", "conference-2024", "soon")
    }
    assert rows == {
        "first": ["2", "2", "2", "attended", "counted"],
        "conference-2024": [unknown, unknown, unknown, unknown, "reported"],
        "soon": ["1", "1", "not yet", "confirmed", "counted"],
    }
    assert "30" not in page.soup.main.get_text()
    assert page.soup.select("main svg.ch")
    assert not page.soup.select("a[href*='/organiser/bodies/']"), "that page is the organisers’"
    assert client.get(f"{YEARS}/bodies/NOWHERE").status_code == 404
    french = client.visit(f"{YEARS}/bodies/GE?lang=fr")
    assert list(cells_of(french, "conference-2024", "body").values())[:3] == ["non recensé"] * 3


def test_the_organisers_page_of_a_body_shows_the_same_numbers(app: Flask, client: Visitor) -> None:
    first, *_ = a_history()
    sign_in(client, an_organiser())

    def both() -> tuple[list[str], list[str]]:
        own = client.visit("/organiser/bodies/GE")
        for words in own.soup.select("#participation .d-md-none"):
            words.extract()
        row = next(
            row for row in own.soup.select("#participation tbody tr") if row.th.a.get_text() == "First"
        )
        cells = cells_of(client.visit(f"{YEARS}/bodies/GE"), "first", "body")
        return [cell.get_text(strip=True) for cell in row.select("td")][:3], list(cells.values())[:3]

    assert both() == (["2", "2", "2"], ["2", "2", "2"])
    snapshots.freeze(first, an_organiser())
    a_check_in(a_registration(first, Status.CONFIRMED, body=a_body("GE")))
    assert both() == (["2", "2", "2"], ["2", "2", "2"]), "what is frozen holds on both pages"


def test_the_list_of_bodies_holds_to_frozen_figures(app: Flask, client: Visitor) -> None:
    first, *_ = a_history()
    sign_in(client, an_organiser())

    def said(name: str) -> str:
        rows = client.visit("/organiser/bodies").soup.select("main tbody tr")
        row = next(row for row in rows if row.th.a.get_text() == name)
        return str(row.select("td")[1].get_text(" ", strip=True))

    assert (said("Georgia"), said("Italy")) == ("2 people came", "has not answered")
    snapshots.freeze(first, an_organiser())
    for code in ("GE", "IT"):
        a_check_in(a_registration(first, Status.CONFIRMED, body=a_body(code)))
    assert (said("Georgia"), said("Italy")) == ("2 people came", "has not answered")


def test_an_account_of_some_events_is_told_so(app: Flask, client: Visitor) -> None:
    first, reported, _soon = a_history()
    sign_in(client, a_statistics_reader(first, reported))
    for address in (YEARS, MATRIX, f"{YEARS}/bodies/GE", EXPORT):
        page = client.visit(address)
        assert "Your account sees some events only" in page.text, address
        assert "soon" not in page.response.get_data(as_text=True), address
    assert set(cells_of(client.visit(f"{MATRIX}?events=soon&events=first"), "GE")) == {"first", "took_part"}
    assert "soon" not in file_of(client, f"{EXPORT}?events=soon&events=first", format="csv").get_data(
        as_text=True
    )
    sign_in(client, a_desk_agent())
    for address in (MATRIX, f"{YEARS}/bodies/GE", EXPORT):
        assert client.get(address).status_code == 403


def test_without_events_nothing_is_compared(app: Flask, client: Visitor) -> None:
    a_body("GE")
    sign_in(client, an_organiser())
    for address in (MATRIX, f"{YEARS}/bodies/GE", YEARS):
        assert "No event can be compared yet." in client.visit(address).text
    for form in ("xlsx", "csv", "json", "svg"):
        assert file_of(client, format=form).status_code == 200


@pytest.mark.parametrize("number", [3, 20])
def test_the_statements_of_the_pages_do_not_depend_on_how_many_events_there_are(
    app: Flask, client: Visitor, statements: Callable[[], Any], number: int
) -> None:
    states = the_member_states()
    for _ in range(number):
        event = a_past_event()
        a_convocation(event, states["AT"])
        a_check_in(a_registration(event, Status.CONFIRMED, body=states["AT"]))
    snapshots.freeze(event, an_organiser())
    sign_in(client, a_statistics_reader())
    db.session.commit()
    for address, budget in ((f"{MATRIX}?bodies=all", 10), (f"{YEARS}/bodies/AT", 11), (YEARS, 8)):
        with statements() as asked:
            assert client.get(address).status_code == 200
        asked.within(budget)
