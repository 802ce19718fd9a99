"""The page of frozen versions: freezing, freezing again, and what has changed in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import Event, FigureSnapshot, Registration, Status, User
from app.services.statistics import snapshots
from tests.factories.attendance import a_check_in
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import a_statistics_reader, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


def versions_of(visitor: Visitor, event: Event, **query: str) -> Page:
    return visitor.visit(f"/organiser/events/{event.slug}/statistics/versions", query_string=query)


def somebody_came(event: Event) -> Registration:
    person = a_registration(event, Status.CONFIRMED)
    a_check_in(person)
    return person


def changes(page: Page) -> list[str]:
    """The rows of what is different, each with its changes."""
    return page.all_text("table[data-differences] tbody tr:not(.group)")


def test_figures_are_frozen_and_frozen_again_with_a_reason(organiser: Visitor) -> None:
    event = a_past_event()
    somebody_came(event)
    page = versions_of(organiser, event)
    assert "Nothing is frozen yet" in page.text
    page = page.submit("#freezing")
    assert "version 1 holds from now on" in page.text
    assert "there is nothing new to freeze" in page.text
    assert not page.soup.select("#freezing")

    somebody_came(event)
    page = versions_of(organiser, event)
    assert "Registered 1 → 2" in changes(page)
    refused = page.submit("#freezing")
    assert refused.status == 422
    assert refused.soup.select("#note[aria-invalid]")
    page = refused.submit("#freezing", note="One badge had not been scanned.")
    assert page.all_text("table.log tbody tr th") == ["Version 2 holds", "Version 1"]
    assert "One badge had not been scanned." in page.text


def test_two_versions_are_compared_row_by_row(organiser: Visitor) -> None:
    event, user = a_past_event(), an_organiser()
    body = the_member_states()["FR"]
    first = a_registration(event, Status.CONFIRMED, body=body)
    a_check_in(first, event.days[0])
    snapshots.freeze(event, user)
    a_check_in(a_registration(event, Status.CONFIRMED, body=body), event.days[1])
    snapshots.freeze(event, user, "another one")
    page = versions_of(organiser, event, before="1", after="2")
    rows = changes(page)
    assert "Attended 1 → 2" in rows
    assert (
        "Thursday 20 March 2025 Seen not recorded → 1 Seen in person not recorded → 1 Seen online not recorded → 0"
        in rows
    )
    assert not [row for row in rows if row.startswith("Together")], "the sums stand in the summary already"
    back = versions_of(organiser, event, before="2", after="1")
    assert "Attended 2 → 1" in changes(back)
    same = versions_of(organiser, event, before="2", after="now")
    assert "Nothing is different" in same.text


@pytest.mark.parametrize(
    "query", [{"before": "9", "after": "now"}, {"before": "x", "after": "-1"}, {"after": "2"}]
)
def test_a_version_that_is_not_there_is_not_compared(organiser: Visitor, query: dict[str, str]) -> None:
    event = a_past_event()
    somebody_came(event)
    snapshots.freeze(event, an_organiser())
    page = versions_of(organiser, event, **query)
    assert page.status == 200
    assert page.soup.select("option[value='1'][selected]")


def test_before_the_end_the_page_says_why_nothing_is_frozen(organiser: Visitor) -> None:
    event = an_event()
    page = versions_of(organiser, event)
    assert "The event is not over yet" in page.text
    assert not page.soup.select("#freezing")
    token = page.fields("form")["csrf_token"]
    address = f"/organiser/events/{event.slug}/statistics/versions"
    assert organiser.post(address, data={"csrf_token": token}).status_code == 409
    assert db.session.query(FigureSnapshot).count() == 0


def test_of_an_event_without_data_nothing_is_frozen(organiser: Visitor) -> None:
    page = versions_of(organiser, a_past_event())
    assert "No figures are recorded of this event." in page.text


def test_reported_figures_are_frozen_too(organiser: Visitor) -> None:
    event = the_conference_of_2024()
    page = versions_of(organiser, event).submit("#freezing")
    assert "version 1 holds from now on" in page.text


def test_the_reader_of_statistics_sets_no_two_versions_beside_each_other(app: Flask, client: Visitor) -> None:
    """One person more makes one body and one attribute change: two versions would tell whose it is."""
    event = a_past_event()
    for _number in range(2):
        somebody_came(event)
        snapshots.freeze(event, an_organiser(), "one more")
    somebody_came(event)
    sign_in(client, a_statistics_reader())
    address = f"/organiser/events/{event.slug}/statistics"
    for path in ("/versions", "/versions?before=1&after=2"):
        assert client.get(address + path).status_code == 403
    for wanted in ("1", "now"):
        assert client.get(f"{address}?version={wanted}").status_code == 404
    page = client.visit(address)
    assert "version 2" in page.text
    assert "/versions" not in str(page.soup)
    assert not page.soup.select(".now"), "what is counted now stands beside nothing"
    files = client.visit(f"{address}/export")
    assert not files.soup.select("[name=version]")
    token = files.fields("main form")["csrf_token"]
    sent = {
        "csrf_token": token,
        "format": "json",
        "language": "en",
        "purpose": "activity_report",
        "version": "1",
    }
    file = client.post(f"{address}/export", data=sent)
    assert file.get_json()["frozen"]["version"] == 2
    assert client.post(f"{address}/versions", data={"csrf_token": token}).status_code == 403


def test_a_version_outlives_the_account_that_froze_it(organiser: Visitor) -> None:
    event, user = a_past_event(), an_organiser()
    somebody_came(event)
    snapshots.freeze(event, user)
    db.session.get_one(User, user.id).name = ""
    assert "by an account that was erased" in versions_of(organiser, event).text


def test_the_page_is_french_where_one_reads_french(organiser: Visitor) -> None:
    event = a_past_event()
    somebody_came(event)
    snapshots.freeze(event, an_organiser())
    somebody_came(event)
    page = versions_of(organiser, event, lang="fr")
    assert page.one("h1").text == "Versions arrêtées"
    assert any("1 → 2" in row for row in changes(page))


def test_the_page_asks_few_statements(organiser: Visitor, statements: Callable[[], Any]) -> None:
    event = a_past_event()
    for _ in range(5):
        somebody_came(event)
    snapshots.freeze(event, an_organiser())
    somebody_came(event)
    db.session.commit()
    with statements() as asked:
        assert organiser.get(f"/organiser/events/{event.slug}/statistics/versions").status_code == 200
    asked.within(15)
