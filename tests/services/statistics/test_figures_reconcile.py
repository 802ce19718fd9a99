"""The figures against a plain, slow, obviously right count in Python, over generated events; and the sums that must hold."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.extensions import db
from app.models import LIVING, Category, Event, Group, Mode, Place, Registration, Status
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


def _make(event: Event, people: list[dict]) -> list[tuple[Registration, list[tuple[int, bool, bool]]]]:
    session = a_session(event, capacity=3)
    made = []
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
        made.append((registration, one["entries"]))
    return made


def _body(one: dict) -> object:
    return a_body("INTERPOL" if one["category"] is Category.OBSERVER else one["body"])


def _plain(made: Iterable[tuple[Registration, list[tuple[int, bool, bool]]]]) -> dict[str, int]:
    """What a patient person would count on paper."""
    count: dict[str, int] = dict.fromkeys(
        ("registered", "outstanding", "ended", "confirmed", "attended", "absent", "attended_unconfirmed"), 0
    ) | {"walk_ins": 0, "waiting": 0}
    states: dict[str, set[int | None]] = {"registered": set(), "confirmed": set(), "attended": set()}
    for registration, entries in made:
        registered = registration.registered_at is not None and not registration.replaced
        confirmed = registration.status is Status.CONFIRMED
        attended = any(not is_undone for _, _, is_undone in entries)
        count["registered"] += registered
        count["confirmed"] += confirmed
        count["outstanding"] += registered and registration.is_living and not confirmed
        count["ended"] += registered and not registration.is_living
        count["attended"] += attended
        count["absent"] += confirmed and not attended
        count["attended_unconfirmed"] += attended and not confirmed
        count["walk_ins"] += registered and registration.walk_in
        count["waiting"] += registered and registration.place is Place.WAITING
        if registration.category is Category.MEMBER_STATE_DELEGATE:
            for name, holds in (("registered", registered), ("confirmed", confirmed), ("attended", attended)):
                if holds:
                    states[name].add(registration.body_id)
    return count | {f"states_{name}": len(ids) for name, ids in states.items()}


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
def test_counted_as_on_paper(app: Flask) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(people=st.lists(person, max_size=12))
    def check(people: list[dict]) -> None:
        with db.session.begin_nested() as trial:
            event = a_past_event()
            made = _make(event, people)
            figures = event_figures.figures_of(event)
            if made:
                plain = _plain(made)
                log_exists = any(entries for _, entries in made)
                for code, number in figures.summary.total.items():
                    unknown = not log_exists and number is None
                    assert unknown or number == plain[code], code
                assert (figures.summary.total["attended"] is not None) == log_exists
            _sums_hold(figures)
            trial.rollback()

    check()
