"""What the public page of an event asks the engine: exact, and the same for a short programme and for a long one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from app.extensions import db
from app.models import Category, SessionRole, SessionRoleKind, Status
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


@pytest.mark.parametrize("sessions", [1, 20])
def test_an_event_without_limits_asks_three_times(
    client: Visitor, statements: Counted, sessions: int
) -> None:
    """The event with its admissions, the sessions with who speaks in them, the documents."""
    event = an_event([Category.OBSERVER], slug="trust")
    for hour in range(sessions):
        speaker = a_registration(event, Status.CONFIRMED)
        session = a_session(event, hour, sign_up=hour % 2 == 0)
        for kind in (SessionRoleKind.SPEAKER, SessionRoleKind.MODERATOR):
            db.session.add(SessionRole(session=session, kind=kind, registration=speaker, name_public=True))
    db.session.commit()
    with statements() as asked:
        page = client.visit("/events/trust")
    assert len(page.soup.select(".slot")) == sessions
    asked.within(3)


@pytest.mark.parametrize("people", [1, 40])
def test_each_sort_of_limit_asks_once_more(client: Visitor, statements: Counted, people: int) -> None:
    """The places of the event, and those of its sessions."""
    event = an_event([Category.OBSERVER], slug="trust", capacity_in_person=50)
    for hour in (1, 3):
        a_session(event, hour, sign_up=True, capacity=30)
    for _ in range(people):
        a_registration(event, Status.CONFIRMED)
    db.session.commit()
    with statements() as asked:
        page = client.visit("/events/trust")
    assert f"{50 - people} of 50 left" in page.text
    asked.within(5)
