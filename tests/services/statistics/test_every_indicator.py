"""Every indicator and every dimension of the registry against the plain count, over generated conferences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.extensions import db
from app.models import BodyKind, Category, Event, Group, User
from app.services import body_participation
from app.services.attendance import attendance_counts
from app.services.dimensions import DIMENSIONS
from app.services.indicators import LETTERS, LOG, ONLINE, PEOPLE, REGISTRY, ROOM, SEATS, STATES
from app.services.statistics import editions, event_figures, figures, matrix
from app.services.statistics.counted_weeks import WEEKS
from app.services.statistics.figure_kinds import Answer, EventFigures
from app.services.statistics.figures import Source
from tests.factories.bodies import a_body
from tests.factories.users import an_organiser
from tests.services.statistics import plain_counts as plain
from tests.services.statistics.conferences import BODIES, Conference, Guest, conference, held
from tests.services.statistics.conferences import STATES as CODES_OF_STATES

# Shrinking would ask the database for minutes: a failing conference is told as it was made up.
quickly = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
SESSION = {
    "capacity": lambda one: one.capacity,
    "percent": lambda one: one.percent,
    "signed_up": lambda one: one.signed_up,
    "waiting_for_session": lambda one: one.waiting,
    "seen": lambda one: one.seen,
    "seen_online": lambda one: one.seen_online,
    "minutes_online": lambda one: one.minutes_online,
    "head_count": lambda one: one.in_the_room[0],
    "in_the_room": lambda one: one.in_the_room[1],
    "head_count_difference": lambda one: one.in_the_room[2],
}  # fmt: skip


def test_whatever_is_in_the_registries_is_counted_by_hand_too() -> None:
    """Whoever adds an indicator or a dimension adds its plain count, and says below where it is compared."""
    by_rows = {
        "PEOPLE": (PEOPLE, plain.PEOPLE), "STATES": (STATES, plain.STATES), "SEATS": (SEATS, plain.SEATS),
        "LOG": (LOG, plain.LOG), "ONLINE": (ONLINE, plain.ONLINE), "ROOM": (ROOM, plain.ROOM),
        "LETTERS": (LETTERS, plain.LETTERS),
    }  # fmt: skip
    for rows, (registry, counts) in by_rows.items():
        assert [one.code for one in registry] == list(counts), rows
    assert set(REGISTRY) == set(plain.CODES)
    assert {one.code for one in DIMENSIONS} == set(plain.DIMENSIONS)
    of_sessions = {*plain.SEATS, *plain.ONLINE, *plain.ROOM, "seen", "seen_online"}
    assert of_sessions | {"capacity", "percent"} == set(SESSION)


def _check_with(app: Flask, check: Callable[[Conference, Event], None]) -> None:
    """Check each of two conferences that stand side by side, so that neither counts what belongs to the other."""

    @quickly
    @given(plans=st.lists(conference, min_size=2, max_size=2))
    def run(plans: list[Conference]) -> None:
        with db.session.begin_nested() as trial:
            for code in BODIES:
                a_body(code)
            made = [(plan, held(plan)) for plan in plans]
            for plan, event in made:
                check(plan, event)
            trial.rollback()
            db.session.expunge_all()  # SQLite gives the ids of what was rolled back to what comes next

    run()


def test_people_and_states(app: Flask) -> None:
    def check(plan: Conference, event: Event) -> None:
        found = event_figures.figures_of(event)
        if not plan.guests:
            _only_reported(plan, found)
            return
        assert found.summary.source is Source.COUNTED
        assert found.summary.total == plain.numbers(plan.guests, plan)
        groups = _apart(plan, Group, lambda guest: guest.category.group)
        assert found.summary.groups == groups
        assert dict(found.categories) == _known(_apart(plan, Category, lambda guest: guest.category))
        _bodies(plan, found)
        [summary] = figures.summaries([event])
        assert (summary.total, summary.groups) == (found.summary.total, found.summary.groups)

    _check_with(app, check)


def _apart(
    plan: Conference,
    keys: Iterable[Any],
    of_guest: Callable[[Guest], Any],
    codes: Sequence[str] = plain.OF_PEOPLE,
) -> dict[Any, plain.Numbers]:
    """The numbers of those whom something tells apart, by what it tells."""
    return {
        key: plain.numbers([guest for guest in plan.guests if of_guest(guest) == key], plan, codes)
        for key in keys
    }


def _known(rows: dict[Any, plain.Numbers]) -> dict[Any, plain.Numbers]:
    """Rows without anybody are not shown."""
    return {key: numbers for key, numbers in rows.items() if numbers["registered"] or numbers["attended"]}


def _only_reported(plan: Conference, found: EventFigures) -> None:
    for code in plain.PEOPLE | plain.STATES:
        assert found.summary.total[code] == plan.reported.get(code)
        for group, numbers in found.summary.groups.items():
            assert numbers[code] == plan.reported.get(f"{code}_{group.value}")
    for part in (found.categories, found.kinds, found.delegations, found.sessions, found.days, found.weeks):
        assert not part


def _bodies(plan: Conference, found: EventFigures) -> None:
    kinds: dict[str | None, BodyKind | None] = {None: None, **{code: a_body(code).kind for code in BODIES}}
    people = _known(_apart(plan, (*BodyKind, None), lambda guest: kinds[guest.body]))
    assert {row.kind: row.numbers for row in found.kinds} == people
    own = _known(_apart(plan, BODIES, lambda guest: guest.body))
    told = {one.body.code: (row.kind, one.numbers) for row in found.kinds for one in row.bodies}
    assert told == {code: (kinds[code], numbers) for code, numbers in own.items()}
    sent = {code: plain.numbers(plain.delegation(plan, code), plan) for code in BODIES
            if code in CODES_OF_STATES or plain.delegation(plan, code)}  # fmt: skip
    assert {one.body.code: one.numbers for one in found.delegations} == sent
    for one in found.delegations:
        declined = plan.invited.get(one.body.code)
        answer = Answer.NOT_INVITED if declined is None else Answer.REFUSED if declined else Answer.INVITED
        assert one.body.answer is answer


def test_dimensions(app: Flask) -> None:
    def check(plan: Conference, event: Event) -> None:
        found = event_figures.figures_of(event).breakdowns
        for code, of_guest in plain.DIMENSIONS.items():
            values = {of_guest(guest) for guest in plan.guests}
            assert dict(found[code]) == _known(_apart(plan, values, of_guest, plain.STEPS)), code

    _check_with(app, check)


def test_sessions_days_weeks_and_letters(app: Flask) -> None:
    def check(plan: Conference, event: Event) -> None:
        found = event_figures.figures_of(event)
        assert {row.kind: row.numbers for row in found.letters} == plain.letters(plan)
        if not plan.guests:
            return
        told = [{name: of(one) for name, of in SESSION.items()} for one in found.sessions]
        assert told == [{name: row[name] for name in SESSION} for row in plain.sessions(plan)]
        assert {
            one.day: {code: getattr(one, code) for code in plain.LOG} for one in found.days
        } == plain.days(plan)
        assert [(one.monday, one.groups) for one in found.weeks] == list(plain.weeks(plan, WEEKS).items())

    _check_with(app, check)


def test_the_desk_and_the_page_of_a_body_tell_the_same(app: Flask) -> None:
    reader_id = an_organiser().id

    def check(plan: Conference, event: Event) -> None:
        for day, told in plain.days(plan).items():
            presence = attendance_counts.presence(event.id, day)
            assert presence.people == (told["seen"] or 0)
        shown = [one for one, room in zip(_ids(event), plan.rooms, strict=True) if room.shown]
        seen = attendance_counts.by_session(event.id)
        assert [seen.get(one, 0) for one in shown] == [row["seen"] or 0 for row in plain.sessions(plan)]
        recorded = next(
            one
            for one in body_participation.events(db.session.get_one(User, reader_id))
            if one.event.id == event.id
        )
        for code in BODIES:
            [part] = body_participation.of_body(a_body(code), [recorded])
            told = plain.numbers(plain.delegation(plan, code), plan)
            known = any(guest.registered_at is not None for guest in plan.guests)
            for step in plain.STEPS:
                assert getattr(part, step) == (told[step] if known else None), (code, step)

    _check_with(app, check)


def test_bodies_and_events_side_by_side(app: Flask) -> None:
    """The matrix, each of its lines alone, and the events side by side; the other event of the two stands beside it."""
    reader_id = an_organiser().id

    def check(plan: Conference, event: Event) -> None:
        events = editions.of_user(db.session.get_one(User, reader_id))
        place = events.index(event)
        compared = matrix.of_events(events, all_bodies=True)
        lines = {line.code: line.cells[place].numbers for line in compared.lines}
        for code in BODIES:
            told = plain.delegation_numbers(plan, code, matrix.COUNTED)
            if code in lines:
                assert lines[code] == told, code
            else:
                assert not plain.delegation(plan, code)
            [line] = matrix.of_body(a_body(code), events).lines
            assert line.cells[place].numbers == told, code
        assert compared.summaries[place].total == event_figures.figures_of(event).summary.total

    _check_with(app, check)


def _ids(event: Event) -> list[int]:
    return [row.id for row in sorted(event.sessions, key=lambda row: row.starts_at)]
