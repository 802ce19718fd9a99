"""Events to be compared, and the pages and files that compare them, as tests read them."""

from __future__ import annotations

from werkzeug.test import TestResponse

from app.lib.clock import now
from app.models import Category, Event, Status
from tests.factories.attendance import a_check_in
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.mandates import a_convocation
from tests.factories.registrations import a_registration
from tests.figure_files import on_page
from tests.pages import Page, Visitor

MATRIX, YEARS, EXPORT = (
    "/organiser/statistics/matrix",
    "/organiser/statistics",
    "/organiser/statistics/export",
)


def cells_of(page: Page, row: str, table: str = "matrix") -> dict[str, str]:
    """What stands in the cells of a row, by the codes of the columns."""
    found = on_page(page).cells
    return {column: words for (code, key, column), words in found.items() if (code, key) == (table, row)}


def a_history() -> list[Event]:
    """A conference that was counted, the reported one of 2024, and one to come; with observers."""
    states = the_member_states()
    first = a_past_event(slug="first", title_en="First", title_fr="Première")
    for code in ("GE", "GE", "DE"):
        a_check_in(a_registration(first, Status.CONFIRMED, body=states[code]))
    a_registration(first, Status.CONFIRMED, body=states["AT"])
    a_check_in(a_registration(first, Status.CONFIRMED, category=Category.OBSERVER))
    a_check_in(a_registration(first, Status.CONFIRMED, category=Category.SPEAKER_EXPERT, body=states["FR"]))
    for code in ("GE", "DE", "AT", "IT"):
        a_convocation(first, states[code])
    a_convocation(first, states["ES"], refused_at=now())
    soon = an_event(slug="soon", title_en="Soon", title_fr="Bientôt")
    a_registration(soon, Status.CONFIRMED, body=states["GE"])
    return [first, the_conference_of_2024(), soon]


def file_of(client: Visitor, address: str = EXPORT, **chosen: str) -> TestResponse:
    """The answer to the form of the page of files, filled in."""
    page = Page(client, client.get(address))
    fields = {**page.fields("form#file"), "purpose": "evaluation", **chosen}
    return client.post(str(page.one("form#file")["action"]), data=fields)
