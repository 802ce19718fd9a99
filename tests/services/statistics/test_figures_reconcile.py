"""The sums that hold whoever takes part: parts add up to the whole, and the steps to one another. Over generated events."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extensions import db
from app.models import LIVING, Category, Event, Group, Mode, Place, Status
from app.services.statistics import event_figures
from app.services.statistics.figure_kinds import EventFigures
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.events import a_session
from tests.factories.figures import a_past_event
from tests.factories.registrations import a_registration

STATES = ("MD", "DE", "AT")

person = st.fixed_dictionaries(
    {
        "category": st.sampled_from(list(Category)),
        "status": st.sampled_from(list(Status)),
        "body": st.sampled_from(STATES),
        "replaced": st.booleans(),
        "waits": st.booleans(),
        "walk_in": st.booleans(),
        "mode": st.sampled_from([Mode.IN_PERSON, Mode.ONLINE]),
        "entries": st.lists(
            st.tuples(st.integers(0, 1), st.booleans(), st.booleans()), max_size=3
        ),  # day, at the door of the session, undone
    }
)


def _make(event: Event, people: list[dict]) -> None:
    session = a_session(event, capacity=3)
    for one in people:
        living = one["status"] in LIVING
        waits = one["waits"] and living and one["status"] is not Status.CONFIRMED
        registration = a_registration(
            event,
            one["status"],
            category=one["category"],
            body=None if one["category"] is Category.PRESS else _body(one),
            replaced=one["replaced"] and not living,
            walk_in=one["walk_in"],
            mode=one["mode"],
            **({"place": Place.WAITING} if waits else {}),
        )
        for day, at_door, is_undone in one["entries"]:
            entry = a_check_in(registration, event.days[day], session if at_door else None)
            if is_undone:
                undone(entry)


def _body(one: dict) -> object:
    return a_body("INTERPOL" if one["category"] is Category.OBSERVER else one["body"])


def _sums_hold(figures: EventFigures) -> None:
    total, groups = figures.summary.total, figures.summary.groups
    parts = [
        list(groups.values()),
        [numbers for _, numbers in figures.categories],
        [kind.numbers for kind in figures.kinds],
        *([numbers for _, numbers in rows] for rows in figures.breakdowns.values()),
    ]
    for part in parts:
        for code in part[0] if part else ():
            if code.startswith("states_"):
                continue  # a state is counted once, wherever its people stand
            known = [numbers[code] for numbers in part]
            if total[code] is None:
                assert set(known) <= {None}, code
            else:
                assert sum(number or 0 for number in known) == total[code], code
    if total["registered"] is None:
        return  # nobody was ever entered: nothing is known
    assert total["registered"] == total["outstanding"] + total["confirmed"] + total["ended"]  # type: ignore[operator]
    if total["attended"] is not None:
        seen = total["confirmed"] - total["absent"] + total["attended_unconfirmed"]  # type: ignore[operator]
        assert total["attended"] == seen
    for step in ("registered", "confirmed", "attended"):
        represented = [state for state in figures.states if state.numbers[step]]
        assert (total[f"states_{step}"] or 0) == len(represented)
        delegates = sum(state.numbers[step] or 0 for state in figures.states)
        assert delegates == (groups[Group.MEMBER_STATES][step] or 0)


@pytest.mark.both_databases
def test_the_sums_hold(app: Flask) -> None:
    @settings(max_examples=40)
    @given(people=st.lists(person, max_size=12))
    def check(people: list[dict]) -> None:
        with db.session.begin_nested() as trial:
            event = a_past_event()
            _make(event, people)
            figures = event_figures.figures_of(event)
            if people:
                log_exists = any(one["entries"] for one in people)
                assert (figures.summary.total["attended"] is not None) == log_exists
            _sums_hold(figures)
            trial.rollback()

    check()
