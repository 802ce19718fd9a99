"""Figures that somebody reported, on their page: entered in a grid, refused with the numbers, corrected one by one."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.models import Event, EventStatus, Status
from app.services.statistics import reporting
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import a_statistics_reader
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

SOURCE = "Activity report 2024, page 7"


@pytest.fixture(autouse=True)
def states(app: Flask) -> None:
    the_member_states()


def reported_of(visitor: Visitor, event: Event, code: str = "") -> Page:
    return visitor.visit(f"/organiser/events/{event.slug}/statistics/reported{code and f'/{code}'}")


def known(event: Event) -> dict[str, tuple[int, str, str | None]]:
    db.session.expire_all()
    return {code: (row.value, row.source, row.note) for code, row in reporting.present(event.id).items()}


def test_figures_are_entered_at_once_with_their_source(organiser: Visitor) -> None:
    event = a_past_event()
    page = reported_of(organiser, event).submit(
        "#reported", attended="65", attended_member_states=" 3 0 ", source=SOURCE, note="of 200 invited"
    )
    assert "The reported figures are saved." in page.text
    assert known(event) == {
        "attended": (65, SOURCE, "of 200 invited"),
        "attended_member_states": (30, SOURCE, "of 200 invited"),
    }
    statistics = organiser.visit(f"/organiser/events/{event.slug}/statistics")
    assert SOURCE in statistics.text


def test_thirty_of_twenty_is_refused_beside_the_figure(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    before = known(event)
    page = reported_of(organiser, event).submit("#reported", attended="20", source=SOURCE)
    assert page.status == 422
    words = "“Attended – member states (people)” is 30: that is more than “Attended”, 20."
    assert words in page.one("#attended_member_states-error").text
    assert words in page.one("[data-problem]").text
    assert page.one("#attended")["value"] == "20", "what was typed stays"
    assert known(event) == before


def test_a_contradiction_is_told_before_the_source_is_asked_for(organiser: Visitor) -> None:
    page = reported_of(organiser, the_conference_of_2024()).submit("#reported", states_attended="47")
    assert page.status == 422
    assert "there are 46 member states" in page.one("#states_attended-error").text


def test_a_new_number_needs_its_source(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    page = reported_of(organiser, event).submit("#reported", confirmed="70")
    assert page.status == 422
    assert page.soup.select("#source[aria-invalid]")
    assert "confirmed" not in known(event)


@pytest.mark.parametrize("typed", ["thirty", "-1", "1.5", "100000"])
def test_what_is_no_number_of_people_is_refused(organiser: Visitor, typed: str) -> None:
    event = a_past_event()
    page = reported_of(organiser, event).submit("#reported", attended=typed, source=SOURCE)
    assert page.status == 422
    assert page.soup.select("#attended[aria-invalid]")
    assert known(event) == {}


def test_other_numbers_keep_their_source_and_an_emptied_one_is_removed(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    page = reported_of(organiser, event).submit(
        "#reported", attended_member_states="", registered="80", source=SOURCE
    )
    assert page.status == 200
    assert known(event) == {
        "registered": (80, SOURCE, None),
        "attended": (65, "Council of Europe, 2024", None),
    }


def test_one_figure_is_corrected_with_its_source_alone(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    page = reported_of(organiser, event, "attended").submit("#figure", source=SOURCE, note="page 8")
    assert "The reported figures are saved." in page.text
    assert known(event)["attended"] == (65, SOURCE, "page 8")
    assert known(event)["attended_member_states"][1] == "Council of Europe, 2024"


@pytest.mark.parametrize(
    ("typed", "where"), [({"value": "29"}, "value"), ({"value": ""}, "value"), ({"source": " "}, "source")]
)
def test_one_figure_is_refused_beside_its_field(
    organiser: Visitor, typed: dict[str, str], where: str
) -> None:
    event = the_conference_of_2024()
    before = known(event)
    page = reported_of(organiser, event, "attended").submit("#figure", **typed)
    assert page.status == 422
    assert page.soup.select(f"#{where}[aria-invalid]")
    assert known(event) == before


def test_a_figure_is_removed_by_its_button(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    page = reported_of(organiser, event, "attended_member_states").submit("form[action$='/remove']")
    assert "The figure is removed." in page.text
    assert list(known(event)) == ["attended"]


def test_a_figure_that_was_corrected_meanwhile_is_not_removed(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    page = reported_of(organiser, event, "attended")
    reported_of(organiser, event, "attended").submit("#figure", value="66", source=SOURCE)
    assert page.submit("form[action$='/remove']").status == 409
    assert known(event)["attended"] == (66, SOURCE, None)


def test_nobody_overwrites_what_somebody_else_has_saved(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    page = reported_of(organiser, event)
    reported_of(organiser, event).submit("#reported", attended="66", source=SOURCE)
    late = page.submit("#reported", registered="80", source="Press release")
    assert late.status == 409
    assert "66" in late.one(".note").text
    assert "registered" not in known(event)
    again = late.submit("#reported", attended="66")
    assert again.status == 200
    assert known(event)["registered"][1] == "Press release"


@pytest.mark.parametrize("code", ["astronauts", "confirmed"])
def test_a_figure_that_nobody_reported_is_not_found(organiser: Visitor, code: str) -> None:
    event = the_conference_of_2024()
    assert reported_of(organiser, event, code).status == 404


def test_of_a_counted_event_the_page_says_what_holds(organiser: Visitor) -> None:
    event = a_past_event()
    a_registration(event, Status.CONFIRMED)
    assert "stands in a table of its own" in reported_of(organiser, event).text


def test_nothing_is_reported_of_what_is_to_come_or_was_cancelled(organiser: Visitor) -> None:
    for event, words in (
        (an_event(), "The event is not over yet"),
        (a_past_event(status=EventStatus.CANCELLED), "The event was cancelled"),
    ):
        page = reported_of(organiser, event)
        assert words in page.text
        assert not page.soup.select("#reported")


def test_hostile_words_are_words(organiser: Visitor) -> None:
    event = a_past_event()
    reported_of(organiser, event).submit("#reported", attended="5", source="<b>=1+1</b>", note="@x")
    assert "<b>=1+1</b>" in reported_of(organiser, event).text


def test_the_reader_of_statistics_reports_nothing(app: Flask, client: Visitor) -> None:
    event = the_conference_of_2024()
    sign_in(client, a_statistics_reader())
    there = f"/organiser/events/{event.slug}/statistics"
    for address in ("reported", "reported/attended"):
        assert client.get(f"{there}/{address}").status_code == 403
    token = client.visit(there).fields("form")["csrf_token"]
    answer = client.post(f"{there}/reported/attended/remove", data={"csrf_token": token})
    assert answer.status_code == 403
