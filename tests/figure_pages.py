"""The statistics page of an event as tests read it, and a conference that has something to show."""

from __future__ import annotations

from typing import Any

from app.models import Category, Event, Status
from tests.factories.attendance import a_check_in
from tests.factories.figures import a_past_event, the_member_states
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


def page_of(client: Visitor, event: Event, **query: str) -> Page:
    return client.visit(f"/organiser/events/{event.slug}/statistics", query_string=query)


def rows_of(page: Page, caption: str) -> dict[str, list[str]]:
    """The rows of the first table with a caption: their heading, and the words of their cells."""
    found = [
        table for table in page.soup.select("table") if table.caption and table.caption.get_text() == caption
    ]
    assert found, f"no table is called {caption!r}"
    return rows_in(found[0])


def rows_in(*tables: Any) -> dict[str, list[str]]:
    """The rows of some tables: their heading, and the words of their cells."""
    return {
        " ".join(row.find("th").get_text(" ").split()): [
            " ".join(cell.get_text(" ").split()) for cell in row.select("td")
        ]
        for table in tables
        for row in table.select("tbody tr[data-row], tfoot tr")
    }


def figures_in(page: Page, code: str) -> dict[str, list[str]]:
    """The rows of all tables of some figures, by the code of the table."""
    return rows_in(*page.soup.select(f"table[data-figures={code}]"))


def state_lists(page: Page) -> dict[str, list[str]]:
    """The member states by name, under the heading of their list."""
    return {
        " ".join(part.find_previous("h3").find(string=True).split()): [
            item.get_text(" ", strip=True) for item in part.select("li")
        ]
        for part in page.soup.select("ul.list-inline")
    }


def a_conference_that_was(**changes: Any) -> Event:
    """Two delegates of Georgia came, Germany's was absent, Austria's was never confirmed; INTERPOL and a speaker came."""
    states = the_member_states()
    event = a_past_event(**changes)
    for _ in range(2):
        a_check_in(a_registration(event, Status.CONFIRMED, body=states["GE"], discreet=True))
    a_registration(event, Status.CONFIRMED, body=states["DE"])
    a_registration(event, Status.DECLINED, body=states["AT"])
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.OBSERVER))
    speaker = a_registration(event, Status.WITHDRAWN, category=Category.SPEAKER_EXPERT, body=states["FR"])
    a_check_in(speaker)
    return event
