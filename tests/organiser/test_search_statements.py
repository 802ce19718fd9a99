"""A search in the list of participants: tolerant, and as cheap among two thousand as among three."""

from __future__ import annotations

import pytest

from app.extensions import db
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.organiser.test_participants import address_of
from tests.pages import Visitor
from tests.statement_count import counted


@pytest.mark.sqlite_only
def test_a_search_costs_the_same_among_two_thousand(organiser: Visitor) -> None:
    """Accents, order of words, capitals, another script: whatever is typed, it is found, in as many statements."""
    few, many = an_event(), an_event()
    for event, number in ((few, 2), (many, 1_999)):
        a_registration(event, given_name="Zdeněk", family_name="DVOŘÁK", own_script_name="Зденек Дворжак")
        many_registrations(event, number)
    db.session.commit()
    counts = set()
    for event in (few, many):
        for words in ("dvorak zdenek", "DVOŘÁK", "дворжак", "zdenĚk dvo"):
            address = address_of(organiser, event, f"?q={words}")
            with counted() as asked:
                page = organiser.visit(address)
            assert "DVOŘÁK" in page.one("table").get_text()
            counts.add(len(asked))
    assert len(counts) == 1, counts
