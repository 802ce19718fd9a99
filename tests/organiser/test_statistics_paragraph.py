"""The page with the paragraph for the activity report: both languages, each number with its definition, and whence it comes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from app.models import Event, Gender, Status
from app.services.statistics import snapshots
from tests.factories.attendance import a_check_in
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent, a_statistics_reader, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


def page_of(client: Visitor, event: Event, **query: str) -> Page:
    return client.visit(f"/organiser/events/{event.slug}/statistics/paragraph", query_string=query)


def told(page: Page, language: str) -> list[str]:
    """The paragraph and what stands below it, as they would be copied."""
    return [line.get_text().strip() for line in page.one(f"[data-text][lang={language}]").select("p")]


def test_both_languages_stand_beside_each_other(app: Flask, client: Visitor) -> None:
    the_member_states()
    event = the_conference_of_2024()
    sign_in(client, a_statistics_reader())
    for asked in ("en", "fr"):
        page = page_of(client, event, lang=asked)
        assert told(page, "en") == [
            "The conference “Police data processing” took place in Strasbourg from 19 to 21 March 2024."
            " It brought together 65 people, including 30 representatives of member states."
            " The number of observers, of other participants and of member states represented is not recorded.",
            "Reported figures; source: Council of Europe, 2024.",
        ]
        assert told(page, "fr")[0].startswith(
            "La conférence «\u202fTraitement des données policières\u202f» s’est tenue"
        )
        assert "Le nombre d’observateurs, d’autres participants et d’États membres représentés n’est pas recensé." in (
            told(page, "fr")[0]
        )  # fmt: skip


def test_each_number_leads_to_its_definition(app: Flask, client: Visitor) -> None:
    states = the_member_states()
    event = a_past_event()
    for code in ("DE", "GE"):
        a_check_in(a_registration(event, Status.CONFIRMED, body=states[code]))
    sign_in(client, an_organiser())
    page = page_of(client, event)
    links = page.soup.select("[data-text] a")
    assert len(links) == 6
    definitions = client.visit("/organiser/statistics/definitions").soup
    for link in links:
        address, _, anchor = str(link["href"]).partition("#")
        assert address == "/organiser/statistics/definitions"
        assert definitions.find(id=anchor) is not None, anchor
        assert link["title"]


def test_it_says_that_the_figures_are_not_frozen_until_they_are(app: Flask, client: Visitor) -> None:
    the_member_states()
    event, user = a_past_event(), an_organiser()
    a_check_in(a_registration(event, Status.CONFIRMED))
    sign_in(client, user)
    assert "These figures are not frozen" in page_of(client, event).text
    snapshots.freeze(event, user)
    page = page_of(client, event)
    assert "These figures are not frozen" not in page.text
    assert told(page, "en")[1].startswith("Figures frozen on")
    a_check_in(a_registration(event, Status.CONFIRMED))
    assert told(page_of(client, event), "en")[0] == told(page, "en")[0], "what is frozen holds"


def test_it_says_what_is_left_out_because_a_number_is_small(app: Flask, client: Visitor) -> None:
    event = a_past_event()
    for gender in (Gender.WOMAN, *[Gender.MAN] * 6):
        a_check_in(a_registration(event, Status.CONFIRMED, gender=gender))
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert "“Gender” is left out, because a number in it is below 5." in page.text
    assert "women" not in " ".join(told(page, "en"))


@pytest.mark.sqlite_only
def test_who_may_read_it(app: Flask, client: Visitor) -> None:
    event = an_event()
    sign_in(client, a_desk_agent())
    assert client.get(f"/organiser/events/{event.slug}/statistics/paragraph").status_code == 403


@pytest.mark.sqlite_only
def test_its_statements_do_not_grow_with_the_people(app: Flask, client: Visitor, statements: Counted) -> None:
    event = a_past_event()
    sign_in(client, an_organiser())
    a_check_in(a_registration(event, Status.CONFIRMED))
    with statements() as few:
        page_of(client, event)
    for _ in range(30):
        a_check_in(a_registration(event, Status.CONFIRMED))
    with statements() as many:
        page_of(client, event)
    assert len(many) == len(few)
    many.within(12)
