"""What differs between two counts: every cell that is not the same, and nothing that only is worded otherwise."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from app.lib.figure_table import ALL
from app.models import Event, Status
from app.services.statistics import event_figures, figure_differences, snapshots
from app.services.statistics.figure_differences import LABEL, Difference
from app.services.statistics.figure_kinds import EventFigures
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session
from tests.factories.figures import a_past_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser


def a_frozen_event() -> tuple[Event, EventFigures]:
    """One person who came, frozen."""
    event = a_past_event()
    a_session(event, title_en="Opening", title_fr="Ouverture")
    a_check_in(a_registration(event, Status.CONFIRMED))
    snapshots.freeze(event, an_organiser())
    return event, snapshots.holding(event)


def told(found: list[Difference]) -> set[tuple[str, str, str, object, object]]:
    return {(one.table, one.row, one.column, one.before, one.after) for one in found}


def test_nothing_differs_from_what_was_just_frozen(app: Flask) -> None:
    event, held = a_frozen_event()
    counted = event_figures.figures_of(event)
    assert figure_differences.between(held, counted, "en") == []
    assert figure_differences.is_same(held, counted)


def test_each_cell_is_told_with_what_it_was_and_is(app: Flask) -> None:
    event, held = a_frozen_event()
    a_registration(event, Status.CONFIRMED)
    found = told(figure_differences.between(held, event_figures.figures_of(event), "en"))
    assert ("summary", "confirmed", "number", 1, 2) in found
    assert ("summary", "absent", "number", 0, 1) in found
    assert ("groups", ALL, "confirmed", 1, 2) in found
    assert not [one for one in found if one[1] == "attended"], "as many came as before"


def test_a_session_that_is_called_otherwise_is_told_in_both_languages(app: Flask) -> None:
    event, held = a_frozen_event()
    event.sessions[0].title_fr = "Séance d’ouverture"
    counted = event_figures.figures_of(event)
    assert figure_differences.between(held, counted, "en") == []
    (one,) = figure_differences.between(held, counted, "fr")
    assert (one.column, one.before, one.after) == (LABEL, "Ouverture", "Séance d’ouverture")
    assert not figure_differences.is_same(held, counted)


def test_a_row_that_is_new_or_gone_is_told(app: Flask) -> None:
    event, held = a_frozen_event()
    counted = event_figures.figures_of(event)
    without = replace(counted, sessions=[])
    gone = figure_differences.between(held, without, "en")
    assert {one.table for one in gone} == {"sessions"}
    assert {one.after for one in gone} == {None}
    assert told(figure_differences.between(without, held, "en")) == {
        (one.table, one.row, one.column, None, one.before) for one in gone
    }


def test_the_cells_of_now_are_found_by_their_codes(app: Flask) -> None:
    event, held = a_frozen_event()
    a_registration(event, Status.CONFIRMED)
    found = figure_differences.between(held, event_figures.figures_of(event), "en")
    assert figure_differences.now_in(found)["summary"][("confirmed", "number")] == 2


def test_in_short_a_row_stands_once_and_sums_stand_nowhere(app: Flask) -> None:
    event, held = a_frozen_event()
    a_registration(event, Status.CONFIRMED)
    found = figure_differences.between(held, event_figures.figures_of(event), "en")
    rows = [row for _, rows in figure_differences.in_short(found) for row in rows]
    keys = [(row[0].table, row[0].row) for row in rows]
    assert len(keys) == len(set(keys))
    assert ALL not in {key for _, key in keys}
    assert ("summary", "confirmed") in keys
