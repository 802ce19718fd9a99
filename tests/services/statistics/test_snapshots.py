"""Frozen figures: the newest version holds, whatever becomes of the people afterwards."""

from __future__ import annotations

from flask import Flask

from app.models import Status
from app.services.statistics import event_figures, snapshots
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session
from tests.factories.figures import a_past_event, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser


def test_what_was_frozen_holds_until_a_newer_version_is(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    body = the_member_states()["FR"]
    a_session(event)
    a_check_in(a_registration(event, Status.CONFIRMED, body=body))
    before = event_figures.figures_of(event)
    assert snapshots.holding(event) == before
    snapshots.freeze(event, user)
    a_check_in(a_registration(event, Status.CONFIRMED, body=body))
    held = snapshots.holding(event)
    assert held.frozen is not None
    assert (held.frozen.version, held.frozen.hand) == (1, user.name)
    assert held.summary.total == before.summary.total
    assert [one.total for one in snapshots.summaries([event])] == [before.summary.total]
    assert snapshots.frozen_delegations([event.id])[event.id] == before.delegations
    snapshots.freeze(event, user)
    assert snapshots.holding(event).summary.total["attended"] == 2
    assert snapshots.version(event, 1) == held
    assert [one.version for one in snapshots.versions(event.id)] == [2, 1]
