"""Bodies and events: what each body did, counted now or frozen; unknown is never zero."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.lib.figure_table import Missing, Word
from app.models import BodyKind, Category, Event, EventStatus, Status
from app.services.statistics import event_figures, matrix, matrix_tables, snapshots
from app.services.statistics.deeds import Deed
from app.services.statistics.matrix_tables import Show
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.mandates import a_convocation
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser


def deeds_of(*events: Event, all_bodies: bool = False) -> dict[str, list[str]]:
    """What each body did, in the order of the events."""
    found = matrix.of_events(events, all_bodies=all_bodies)
    return {line.code: [cell.deed.value for cell in line.cells] for line in found.lines}


def come(event: Event, code: str, number: int = 1, **changes: Any) -> None:
    for _ in range(number):
        a_check_in(a_registration(event, Status.CONFIRMED, body=a_body(code), **changes))


def invited(event: Event, *codes: str, **changes: Any) -> None:
    for code in codes:
        a_convocation(event, a_body(code), **changes)


def test_each_deed_has_its_word(app: Flask) -> None:
    event = a_past_event()
    codes = ["AT", "DE", "MD", "FR", "IT", "ES", "PT", "NO"]
    bodies = {code: a_body(code) for code in codes}
    invited(event, "AT", "DE", "MD", "FR", "ES")
    invited(event, "IT", refused_at=now())
    come(event, "AT", 2)
    a_registration(event, Status.CONFIRMED, body=bodies["DE"])
    undone(a_check_in(a_registration(event, Status.CONFIRMED, body=bodies["DE"])))
    a_registration(event, Status.SUBMITTED, body=bodies["MD"])
    a_registration(event, Status.WITHDRAWN, body=bodies["FR"])
    a_registration(event, Status.WITHDRAWN, body=bodies["IT"])
    come(event, "NO", category=Category.SPEAKER_EXPERT)
    assert deeds_of(event) == {
        "AT": ["attended"],
        "DE": ["absent"],
        "MD": ["registered"],
        "FR": ["ended"],
        "IT": ["declined"],
        "ES": ["silent"],
        "PT": ["not_invited"],
        "NO": ["not_invited"],
    }
    table = matrix_tables.table(matrix.of_events([event]), Show.DEEDS, "en")
    said = {row.code: row.values[0].text for row in table.rows if isinstance(row.values[0], Word)}
    assert said["AT"] == "2 attended"
    assert said["DE"] == "2 confirmed, nobody came"
    assert said["MD"] == "1 registered only"
    assert said["ES"] == "no answer"
    assert table.total is not None
    assert table.total.values[0] == 1, "one state was represented; a speaker represents none"


def test_before_an_event_nobody_is_absent(app: Flask) -> None:
    event = an_event()
    for code in ("AT", "DE"):
        a_body(code)
    a_registration(event, Status.CONFIRMED, body=a_body("AT"))
    assert deeds_of(event) == {"AT": ["confirmed"], "DE": ["nobody"]}
    table = matrix_tables.table(matrix.of_events([event]), Show.ATTENDED, "en")
    assert [row.values[0] for row in table.rows] == [Missing("not_yet", "not yet")] * 2


def test_where_names_are_missing_nothing_is_known_of_any_body(app: Flask) -> None:
    the_member_states()
    reported, cancelled = the_conference_of_2024(), an_event(status=EventStatus.CANCELLED)
    found = matrix.of_events([reported, cancelled])
    assert {tuple(cell.deed for cell in line.cells) for line in found.lines} == {
        (Deed.NOT_RECORDED, Deed.NOT_HELD)
    }
    for language, unknown in (("en", "not recorded"), ("fr", "non recensé")):
        for show in Show:
            table = matrix_tables.table(found, show, language)
            assert len(table.rows) == 46
            known = {row.values[0] for row in table.rows}
            assert known == {Missing("not_recorded", unknown)}, "never zero, never 30"
            assert table.total is not None
            reported_people = 30 if show is Show.ATTENDED else Missing("not_recorded", unknown)
            assert table.total.values[0] == reported_people


def test_a_list_of_those_who_came_does_not_say_who_else_was_invited(app: Flask) -> None:
    event = a_past_event(only_who_came=True)
    come(event, "AT")
    a_body("DE")
    found = matrix.of_events([event])
    assert deeds_of(event) == {"AT": ["attended"], "DE": ["nobody"]}
    numbers = {line.code: dict(line.cells[0].numbers) for line in found.lines}
    assert numbers["DE"] == {"registered": None, "ended": None, "confirmed": None, "attended": 0}


def test_other_bodies_stand_below_where_they_were_ever_there(app: Flask) -> None:
    event = a_past_event()
    come(event, "AT")
    come(event, "INTERPOL", category=Category.OBSERVER)
    come(event, "ECCD", category=Category.INTERNAL_PARTNER)
    a_body("EUROPOL")
    assert set(deeds_of(event)) == {"AT"}
    assert deeds_of(event, all_bodies=True) == {
        "AT": ["attended"],
        "INTERPOL": ["attended"],
        "ECCD": ["attended"],
    }
    table = matrix_tables.table(matrix.of_events([event], all_bodies=True), Show.DEEDS, "en")
    assert [heading for heading, _ in table.sections] == [
        "Member state",
        "Observer organisation",
        "Part of the Council of Europe",
    ]


def test_bodies_stand_in_the_order_of_the_language(app: Flask) -> None:
    the_member_states()
    found = matrix.of_events([a_past_event()])
    for language, first in (("en", ["Albania", "Andorra"]), ("fr", ["Albanie", "Allemagne"])):
        table = matrix_tables.table(found, Show.DEEDS, language)
        assert [row.label for row in table.rows[:2]] == first


def test_the_numbers_are_those_of_the_events_themselves(app: Flask) -> None:
    first, second = a_past_event(), a_past_event()
    states = the_member_states()
    for event, codes in ((first, ("AT", "DE", "DE")), (second, ("DE", "MD"))):
        invited(event, "AT", "DE", "FR")
        for code in codes:
            come(event, code)
        a_registration(event, Status.SUBMITTED, body=states["FR"])
    found = matrix.of_events([first, second])
    for place, event in enumerate((first, second)):
        own = {state.body.code: state.numbers for state in event_figures.figures_of(event).states}
        assert len(own) == len(found.lines) == 46
        for line in found.lines:
            for code, number in line.cells[place].numbers.items():
                assert number == own[line.code][code], (line.code, code)


def test_frozen_figures_hold(app: Flask) -> None:
    event = a_past_event()
    for code in ("AT", "DE", "MD"):
        a_body(code)
    come(event, "AT")
    invited(event, "AT", "DE")
    snapshots.freeze(event, an_organiser())
    before = deeds_of(event)
    come(event, "MD")
    assert deeds_of(event) == before == {"AT": ["attended"], "DE": ["silent"], "MD": ["not_invited"]}
    assert [cell.deed for cell in matrix.of_body(a_body("MD"), [event]).lines[0].cells] == [Deed.NOT_INVITED]
    snapshots.freeze(event, an_organiser(), "Moldova had been forgotten.")
    assert deeds_of(event)["MD"] == ["attended"]


def test_one_body_is_a_line_of_the_matrix(app: Flask) -> None:
    events = [a_past_event(), the_conference_of_2024(), an_event()]
    invited(events[0], "AT", "DE")
    come(events[0], "AT")
    a_registration(events[2], Status.SUBMITTED, body=a_body("AT"))
    for code in ("AT", "DE", "MD"):
        (line,) = matrix.of_body(a_body(code), events).lines
        whole = next(one for one in matrix.of_events(events).lines if one.code == code)
        assert line == whole


def test_taking_part_is_counted_over_events_that_are_known(app: Flask) -> None:
    attended, missed, unseen = a_past_event(), a_past_event(), a_past_event()
    come(attended, "AT")
    come(missed, "DE")
    a_registration(unseen, Status.CONFIRMED, body=a_body("AT"))
    events = [attended, missed, unseen, the_conference_of_2024(), an_event()]
    found = matrix.of_events(events)
    editions = {line.code: found.editions(line) for line in found.lines}
    assert editions == {"AT": (2, 3), "DE": (1, 3)}
    table = matrix_tables.table(found, Show.DEEDS, "en")
    assert [row.values[-1] for row in table.rows] == [Word("2/3", "2 of 3"), Word("1/3", "1 of 3")]


@pytest.mark.parametrize("number", [3, 20])
def test_the_statements_do_not_depend_on_how_many_events_there_are(
    app: Flask, statements: Callable[[], Any], number: int
) -> None:
    events = [a_past_event() for _ in range(number)]
    for event in events:
        come(event, "AT")
        invited(event, "AT", "DE")
    for event in events[: number // 2]:
        snapshots.freeze(event, an_organiser())
    db.session.flush()
    with statements() as asked:
        matrix.of_events(events, all_bodies=True)
    assert len(asked) == 7, str(asked)
    with statements() as asked:
        matrix.of_body(a_body("AT"), events)
    assert len(asked) <= 8, str(asked)


def test_two_events_of_a_year_are_told_apart(app: Flask) -> None:
    first = a_past_event(short_code="C25")
    second = a_past_event(short_code="C25B")
    found = matrix.of_events([first, the_conference_of_2024(), second])
    assert matrix_tables.headings(found.summaries, "en") == [
        "2025 conference C25",
        "2024 conference",
        "2025 conference C25B",
    ]


def test_kinds_of_bodies_have_their_words(app: Flask) -> None:
    event = a_past_event()
    for kind in BodyKind:
        invited(event, a_body(f"X-{kind.value}", kind).code)
    table = matrix_tables.table(matrix.of_events([event], all_bodies=True), Show.DEEDS, "en")
    assert len(table.sections) == len(BodyKind)
    assert table.total is None, "the bodies of several kinds are not added up"
