"""Reported figures: entered with a source, corrected, removed, and never against one another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Event, EventStatus, Status, User
from app.services.errors import NotFound
from app.services.statistics import event_figures, reporting
from app.services.statistics.figure_errors import (
    FiguresContradict,
    FigureWithoutSource,
    NeverHeld,
    NotOverYet,
)
from app.services.statistics.figures import Source
from app.services.statistics.reporting import Entry
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser

SOURCE = "Activity report 2024, page 7"


@pytest.fixture(autouse=True)
def states(app: Flask) -> None:
    the_member_states()


def change(event: Event, user: User, **values: int | None) -> bool:
    """Enter numbers with a source, or remove them (None), having seen what stands there."""
    entries = {code: None if value is None else Entry(value, SOURCE) for code, value in values.items()}
    return reporting.change(event, entries, user)


def known(event: Event) -> dict[str, int]:
    return {code: row.value for code, row in reporting.present(event.id).items()}


def test_figures_are_entered_corrected_and_removed(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    assert change(event, user, attended=65, attended_member_states=30)
    assert known(event) == {"attended": 65, "attended_member_states": 30}
    row = reporting.present(event.id)["attended"]
    assert (row.source, row.user_id) == (SOURCE, user.id)
    assert change(event, user, attended=66, attended_member_states=None)
    assert known(event) == {"attended": 66}
    summary = event_figures.figures_of(event).summary
    assert (summary.source, summary.total["attended"], summary.total["confirmed"]) == (
        Source.REPORTED,
        66,
        None,
    )


def test_what_is_typed_again_changes_nothing(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    change(event, user, attended=65)
    entered = reporting.present(event.id)["attended"].entered_at
    assert not change(event, user, attended=65)
    assert reporting.present(event.id)["attended"].entered_at == entered


@pytest.mark.parametrize("number", [30, 66])
def test_a_figure_against_another_is_refused_and_nothing_is_kept(app: Flask, number: int) -> None:
    event, user = the_conference_of_2024(), an_organiser()
    with pytest.raises(FiguresContradict) as refused:
        change(event, user, attended=20, attended_member_states=number, confirmed=5)
    assert f" is {number}: that is more than “Attended”, 20." in refused.value.wording("en")
    assert known(event) == {"attended": 65, "attended_member_states": 30}


def test_the_numbers_are_told_in_french_too(app: Flask) -> None:
    event = the_conference_of_2024()
    with pytest.raises(FiguresContradict) as refused:
        change(event, an_organiser(), attended=20)
    assert "30" in refused.value.wording("fr")
    assert "20" in refused.value.wording("fr")


def test_more_states_than_there_are_is_refused(app: Flask) -> None:
    event = the_conference_of_2024()
    with pytest.raises(FiguresContradict) as refused:
        change(event, an_organiser(), states_attended=47)
    assert "there are 46 member states" in refused.value.wording("en")


def test_what_stood_there_already_is_not_held_against_another_figure(app: Flask) -> None:
    event, user = the_conference_of_2024(), an_organiser()
    reporting.present(event.id)["attended"].value = 20  # as an old import could have left it
    db.session.flush()
    assert change(event, user, registered=80)


def test_a_number_needs_its_source(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    with pytest.raises(FigureWithoutSource):
        reporting.change(event, {"attended": Entry(65, "")}, user)
    assert known(event) == {}


def test_an_indicator_that_is_not_there_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        change(a_past_event(), an_organiser(), astronauts=3)


def test_nothing_is_reported_of_what_is_to_come_or_never_was(app: Flask) -> None:
    user = an_organiser()
    to_come = an_event(starts_at=now() + timedelta(days=2), ends_at=now() + timedelta(days=3))
    with pytest.raises(NotOverYet):
        change(to_come, user, attended=3)
    with pytest.raises(NeverHeld):
        change(a_past_event(status=EventStatus.CANCELLED), user, attended=3)


def test_what_is_reported_never_changes_what_is_counted(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    a_registration(event, Status.CONFIRMED)
    change(event, user, attended=65)
    summary = event_figures.figures_of(event).summary
    assert (summary.source, summary.total["registered"], summary.total["attended"]) == (
        Source.COUNTED,
        1,
        None,
    )
    assert [one.value for one in summary.reported] == [65]


def test_the_trail_names_the_figures_and_no_number(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    change(event, user, attended=65, registered=70)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "figures.reported")).one()
    assert (entry.actor_id, entry.event_id, entry.fields) == (user.id, event.id, ["attended", "registered"])
