"""The tables from which pages and files are made: stable codes, numbers that add up, and a reason wherever there is no number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.lib.figure_table import ALL, Missing, Table, Value, Word
from app.models import Body, Category, Convocation, Event, EventStatus, Gender, Origin, Status
from app.services.statistics import figure_tables
from app.services.statistics.definitions import DEFINED
from app.services.statistics.event_figures import figures_of
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session, an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration


def tables_of(event: Event, language: str = "en") -> dict[str, Table]:
    return {table.code: table for table in figure_tables.of_event(figures_of(event), language)}


def words(value: Value) -> str:
    return value.text if isinstance(value, Word) else str(value)


def invited(event: Event, body: Body, *, refused: bool = False) -> None:
    row = Convocation(event=event, body=body, invited_at=now(), refused_at=now() if refused else None)
    db.session.add(row)
    db.session.flush()


def a_conference() -> Event:
    """Georgia came twice, Germany's delegate was absent; Andorra declined, Albania was invited and is silent."""
    states, event = the_member_states(), a_past_event()
    a_session(event, title_en="Opening")
    a_session(event, title_en="Beside it")
    for _ in range(2):
        a_check_in(a_registration(event, Status.CONFIRMED, body=states["GE"], gender=Gender.WOMAN))
    a_registration(event, Status.CONFIRMED, body=states["DE"])
    a_check_in(a_registration(event, Status.WITHDRAWN, category=Category.GUEST, body_text="A town"))
    invited(event, states["AL"])
    invited(event, states["AD"], refused=True)
    invited(event, states["GE"])
    return event


def test_codes_are_unique_and_the_same_in_both_languages(app: Flask) -> None:
    event = a_conference()
    english, french = tables_of(event), tables_of(event, "fr")
    assert list(english) == list(french)
    for code, table in english.items():
        rows = [row.code for row in table.lines]
        assert len(set(rows)) == len(rows)
        assert sorted(rows) == sorted(row.code for row in french[code].lines)
        assert [column.code for column in table.columns] == [column.code for column in french[code].columns]
        for row in table.lines:
            assert len(row.values) == len(table.columns)
            assert row.code
            assert row.label
        assert {column.definition for column in table.columns} <= {"", *DEFINED}
        assert table.definition in {"", *DEFINED}


def test_every_table_is_in_the_language(app: Flask) -> None:
    french = tables_of(a_conference(), "fr")
    assert french["groups"].title == "Personnes par groupe"
    assert [row.label for row in french["groups"].lines] == [
        "États membres",
        "Observateurs",
        "Autres",
        "Total",
    ]
    states = [row.label for row in french["states"].rows]
    assert states.index("Allemagne") < states.index("Autriche")


@pytest.mark.parametrize(
    "code", ["groups", "categories", "kinds", "bodies", "role", "mode", "language", "gender"]
)
def test_the_rows_add_up_to_the_sum(app: Flask, code: str) -> None:
    table = tables_of(a_conference())[code]
    assert table.total is not None
    assert table.total.code == ALL
    for place, _column in enumerate(table.columns):
        assert sum(int(words(row.values[place])) for row in table.rows) == table.total.values[place]


def test_the_steps_reconcile(app: Flask) -> None:
    table = tables_of(a_conference())["reconciliation"]
    assert [(row.code, row.values[0]) for row in table.rows] == [
        ("registered.confirmed", 3),
        ("registered.outstanding", 0),
        ("registered.ended", 1),
        ("registered.registered", 4),
        ("attended.confirmed", 3),
        ("attended.absent", -1),
        ("attended.attended_unconfirmed", 1),
        ("attended.attended", 3),
    ]
    for heading, rows in table.sections:
        *parts, total = [int(words(row.values[0])) for row in rows]
        assert sum(parts) == total, heading


def test_what_each_state_did_with_its_invitation(app: Flask) -> None:
    tables = tables_of(a_conference())
    cells = tables["states"].cells
    assert [cells["GE", code] for code in ("registered", "confirmed", "attended")] == [2, 2, 2]
    assert cells["GE", "answer"] == Word("invited", "Invited")
    assert cells["AD", "answer"] == Word("refused", "Declined")
    assert cells["DE", "answer"] == Word("not_invited", "Not invited")
    silent = tables["silent_states"].rows
    assert [(row.code, words(row.values[0])) for row in silent][:3] == [
        ("AD", "Declined"),
        ("AL", "Silent"),
        ("AM", "Not invited"),
    ]
    assert len(silent) == 44
    assert not {"GE", "DE"} & {row.code for row in silent}


def test_where_nobody_was_invited_it_is_not_recorded_who_was(app: Flask) -> None:
    states, event = the_member_states(), a_past_event()
    a_check_in(a_registration(event, Status.CONFIRMED, body=states["GE"]))
    tables = tables_of(event)
    assert tables["states"].cells["GE", "answer"] == Missing("not_recorded", "not recorded")
    assert {row.values[0] for row in tables["silent_states"].rows} == {
        Missing("not_recorded", "not recorded")
    }


def test_before_the_event_nobody_has_come_yet(app: Flask) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED)
    tables = tables_of(event)
    assert tables["groups"].cells[ALL, "attended"] == Missing("not_yet", "not yet")
    assert tables["groups"].cells[ALL, "confirmed"] == 1
    assert tables["days"].rows[0].values[0] == Missing("not_yet", "not yet")
    assert tables_of(an_event(status=EventStatus.CANCELLED))["groups"].cells[ALL, "attended"] == Missing(
        "not_held", "did not take place"
    )


def test_a_list_of_those_who_came_does_not_tell_who_registered(app: Flask) -> None:
    states, event = the_member_states(), a_past_event(only_who_came=True)
    a_check_in(a_registration(event, Status.CONFIRMED, body=states["GE"], origin=Origin.IMPORT, gender=None))
    tables = tables_of(event)
    unknown = Missing("not_recorded", "not recorded")
    assert tables["groups"].cells["member_states", "attended"] == 1
    assert tables["groups"].cells["member_states", "registered"] == unknown
    assert tables["reconciliation"].cells["attended.absent", "number"] == unknown
    assert tables["gender"].cells["unrecorded", "attended"] == 1
    assert tables["states"].cells["AT", "attended"] == 0


def test_the_conference_of_2024(app: Flask) -> None:
    the_member_states()
    event = the_conference_of_2024()
    for language, unknown in (("en", "not recorded"), ("fr", "non recensé")):
        tables = tables_of(event, language)
        assert list(tables) == ["about", "summary", "groups", "reported", "definitions"]
        groups = tables["groups"].cells
        assert [groups[code, "attended"] for code in ("member_states", ALL)] == [30, 65]
        assert words(groups["observers", "attended"]) == words(groups["others", "attended"]) == unknown
        assert words(tables["summary"].cells["states_attended", "number"]) == unknown
        numbers = [
            value
            for table in tables.values()
            if table.code != "definitions"
            for value in table.cells.values()
            if isinstance(value, int)
        ]
        assert sorted(numbers) == [30, 30, 65, 65, 65], (
            "in the groups, in the summary, and among the reported"
        )
        (name,) = {row.label for row in tables["reported"].rows if row.values[0] == 30}
        assert ("people" if language == "en" else "personnes") in name


def test_sessions_at_the_same_hour_keep_apart(app: Flask) -> None:
    codes = [row.code for row in tables_of(a_conference())["sessions"].rows]
    assert codes[1] == f"{codes[0]} (2)"


def test_a_table_can_be_narrowed(app: Flask) -> None:
    groups = tables_of(a_conference())["groups"].only("attended", "registered")
    assert [column.code for column in groups.columns] == ["attended", "registered"]
    assert groups.cells[ALL, "registered"] == 4
    with pytest.raises(ValueError, match="nothing"):
        groups.only("nothing")


def test_all_columns_of_a_table_are_the_table_without_its_chart(app: Flask) -> None:
    groups = tables_of(a_conference())["groups"]
    whole = groups.only(*(column.code for column in groups.columns))
    assert (whole.columns, whole.lines, whole.chart) == (groups.columns, groups.lines, None)
    assert groups.chart is not None


def test_the_definitions_name_the_version(app: Flask) -> None:
    table = figure_tables.definitions("en", 7)
    assert {row.values[2] for row in table.rows} == {7}
    assert {row.code for row in table.rows} == set(DEFINED)


@pytest.mark.sqlite_only
def test_weeks_name_their_monday(app: Flask) -> None:
    event = a_past_event()
    a_registration(event, Status.CONFIRMED, registered_at=datetime(2025, 3, 5, tzinfo=UTC))
    row = tables_of(event)["weeks"].rows[0]
    assert (row.code, row.label) == ("2025-03-03", "3 March 2025")
