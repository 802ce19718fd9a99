"""What the pages over events ask of the log names the events: on PostgreSQL the log of all of them would be read otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.mandates import a_convocation
from tests.pages import Visitor
from tests.statement_count import Statements

_READ = re.compile(r"FROM check_in(?: AS (?P<alias>\w+))?\b(?P<rest>.*?)(?=FROM |$)", re.DOTALL)


@pytest.mark.parametrize("page", ["/", "/events/{slug}", "/events/{slug}/delegations"])
def test_no_page_reads_the_log_of_all_events(
    organiser: Visitor, statements: Callable[[], AbstractContextManager[Statements]], page: str
) -> None:
    event = an_event()
    a_convocation(event, a_body("FR"))
    an_event(starts_at=moment(-3), ends_at=moment(-2))  # who came is asked only of what is over
    with statements() as asked:
        organiser.visit(f"/organiser{page.format(slug=event.slug)}")
    read = [found for statement in asked for found in _READ.finditer(statement)]
    assert read
    for found in read:
        table = found["alias"] or "check_in"
        assert f"{table}.event_id " in found["rest"], found[0]
