"""The directory from a file: each bad row is told by its number, nothing is imported before all are good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.handed_tables import pasted
from app.models import Language, Mandate
from app.services import mandate_rows, mandates
from app.services.actors import SYSTEM
from tests.factories.bodies import a_body

HEAD = "Body;Given name;Family name;E-mail;Language;From;Until\n"


@pytest.fixture(autouse=True)
def _bodies(app: Flask) -> None:
    for code in ("MD", "DE", "INTERPOL"):
        a_body(code)


def test_bodies_are_known_by_code_and_name() -> None:
    lines = mandate_rows.check(
        pasted(
            HEAD + "MD;Ion;MUNTEANU;ion@igp.example;fr;2026-01-01;\n"
            "allemagne;Jörg;WEISS;jw@bka.example;;;2030-12-31\n"
            "Interpol;;SMITH;s@interpol.example;English;;"
        )
    )
    assert [line.problem for line in lines] == ["", "", ""]
    assert [line.body.code for line in lines if line.body] == ["MD", "DE", "INTERPOL"]
    assert mandate_rows.take_over(lines, SYSTEM) == 3
    ion, *_ = db.session.scalars(select(Mandate).order_by(Mandate.id)).all()
    assert (ion.person.given_name, ion.person.language) == ("Ion", Language.FR)
    assert ion.from_date.isoformat() == "2026-01-01"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Atlantis;Ion;MUNTEANU;ion@igp.example", mandate_rows.BODY_UNKNOWN),
        ("MD;Ion;;ion@igp.example", mandate_rows.NAME_MISSING),
        ("MD;Ion;77;ion@igp.example", mandate_rows.NAME_MISSING),
        (f"MD;Ion;{'M' * 101};ion@igp.example", mandate_rows.NAME_TOO_LONG),
        ("MD;Ion;MUNTEANU;ion", mandate_rows.NO_ADDRESS),
        ("MD;Ion;MUNTEANU;ion@igp.example;de", mandate_rows.UNKNOWN_LANGUAGE),
        ("MD;Ion;MUNTEANU;ion@igp.example;;soon", mandate_rows.NO_DAY),
        ("MD;Ion;MUNTEANU;ion@igp.example;;2027-02-02;2027-02-01", mandate_rows.ENDS_BEFORE_START),
    ],
)
def test_a_bad_row_stops_the_import(row: str, problem: str) -> None:
    lines = mandate_rows.check(pasted(f"{HEAD}DE;J;WEISS;jw@bka.example\n{row}"))
    assert [(line.number, line.problem) for line in lines] == [(2, ""), (3, problem)]
    with pytest.raises(ValueError, match="wrong"):
        mandate_rows.take_over(lines, SYSTEM)
    assert db.session.scalars(select(Mandate)).all() == []


def test_a_body_that_sends_nobody() -> None:
    a_body("OLD", selectable=False)
    [line] = mandate_rows.check(pasted(HEAD + "OLD;Ion;MUNTEANU;ion@igp.example"))
    assert line.problem == mandate_rows.BODY_SENDS_NOBODY


def test_columns_that_are_missing_are_named() -> None:
    [line] = mandate_rows.check(pasted("Name;Mail\nIon;ion@igp.example"))
    assert (line.number, line.problem) == (1, mandate_rows.COLUMN_MISSING)


def test_the_same_file_twice_changes_nothing() -> None:
    table = pasted(HEAD + "MD;Ion;MUNTEANU;ion@igp.example")
    assert mandate_rows.take_over(mandate_rows.check(table), SYSTEM) == 1
    [line] = mandate_rows.check(table)
    assert line.known
    assert mandate_rows.take_over([line], SYSTEM) == 0
    assert len(db.session.scalars(select(Mandate)).all()) == 1


def test_one_person_stands_for_a_body_once() -> None:
    lines = mandate_rows.check(
        pasted(HEAD + "MD;Ion;MUNTEANU;ion@igp.example\nmd;ion;Munteanu;ION@igp.example")
    )
    assert [line.problem for line in lines] == ["", mandate_rows.TWICE]


def test_days_are_understood_as_people_write_them() -> None:
    [line] = mandate_rows.check(pasted(HEAD + "MD;Ion;MUNTEANU;ion@igp.example;;1.2.2026;03/02/2026 00:00"))
    assert (str(line.from_date), str(line.until_date)) == ("2026-02-01", "2026-02-03")


def test_a_mandate_with_other_days_stays_as_it_is() -> None:
    row = "MD;Ion;MUNTEANU;ion@igp.example;fr;2026-01-01;"
    mandate_rows.take_over(mandate_rows.check(pasted(HEAD + row)), SYSTEM)
    [line] = mandate_rows.check(pasted(f"{HEAD}{row}2026-12-31".replace(";fr;", ";en;")))
    assert (line.known, line.differs) == (True, True)
    assert mandate_rows.take_over([line], SYSTEM) == 0
    mandate = db.session.scalars(select(Mandate)).one()
    assert (mandate.until_date, mandate.person.language) == (None, Language.FR)


def test_one_person_can_have_one_mandate_after_another() -> None:
    rows = (
        "MD;Ion;MUNTEANU;ion@igp.example;;2024-01-01;2024-12-31\nMD;Ion;MUNTEANU;ion@igp.example;;2026-01-01;"
    )
    lines = mandate_rows.check(pasted(HEAD + rows))
    assert [line.problem for line in lines] == ["", ""]
    assert mandate_rows.take_over(lines, SYSTEM) == 2
    assert all(line.known and not line.differs for line in mandate_rows.check(pasted(HEAD + rows)))


def test_what_is_carried_is_read_again_with_its_numbers() -> None:
    table = pasted(
        HEAD + "MD;Ion;'=MUNTEANU;ion@igp.example;;2026-01-01;\n\n\nDE;J;WEISS;jw@bka.example;fr;;2031-01-01"
    )
    lines = mandate_rows.check(table)
    assert [line.number for line in lines] == [2, 5]
    assert lines[0].named is not None
    assert lines[0].named.family_name == "=MUNTEANU"
    assert mandate_rows.check(pasted(mandate_rows.carried(lines))) == lines


def test_columns_that_nobody_asked_for_are_named() -> None:
    table = pasted("Body;Family name;E-mail;Telephone\nMD;MUNTEANU;ion@igp.example;1")
    assert mandate_rows.unused(table) == ["Telephone"]
    [line] = mandate_rows.check(pasted("Body;State;Family name;E-mail\nMD;MD;MUNTEANU;ion@igp.example"))
    assert (line.number, line.problem) == (1, mandate_rows.COLUMN_TWICE)


def test_a_file_has_its_limit() -> None:
    rows = "MD;Ion;MUNTEANU;ion@igp.example\n" * (mandate_rows.MOST + 1)
    [line] = mandate_rows.check(pasted(HEAD + rows))
    assert line.problem == mandate_rows.TOO_MANY_ROWS


def test_parts_of_the_council_of_europe_have_no_correspondent() -> None:
    a_body("ECCD")
    [line] = mandate_rows.check(pasted(HEAD + "ECCD;Ion;MUNTEANU;ion@igp.example"))
    assert line.problem == mandate_rows.BODY_SENDS_NOBODY


@pytest.mark.parametrize("number", [2, 60])
def test_the_statements_do_not_depend_on_the_rows(statements: Callable[[], Any], number: int) -> None:
    rows = "\n".join(f"MD;Ion;MUNTEANU;ion{each}@igp.example" for each in range(number))
    mandate_rows.take_over(mandate_rows.check(pasted(HEAD + rows)), SYSTEM)
    db.session.commit()
    with statements() as asked:
        assert all(line.known for line in mandate_rows.check(pasted(HEAD + rows)))
    assert len(asked) == 2, str(asked)


@pytest.mark.parametrize("number", [2, 400])
def test_an_import_asks_three_questions_whatever_its_rows(statements: Callable[[], Any], number: int) -> None:
    rows = "\n".join(f"MD;Ion;MUNTEANU;ion{each}@igp.example" for each in range(number))
    lines = mandate_rows.check(pasted(HEAD + rows))
    with statements() as asked:
        assert mandate_rows.take_over(lines, SYSTEM) == number
        db.session.commit()
    questions = [text for text in asked if text.startswith("SELECT")]
    assert len(questions) == 3, questions[:6]


def test_a_mandate_that_was_given_in_the_meantime_is_left_as_it_is() -> None:
    lines = mandate_rows.check(pasted(HEAD + "MD;Ion;MUNTEANU;ion@igp.example\nDE;J;WEISS;jw@bka.example"))
    assert lines[0].named is not None
    mandates.begin(a_body("MD"), lines[0].named, mandates.today(), None, SYSTEM)
    assert mandate_rows.take_over(lines, SYSTEM) == 1
    assert len(db.session.scalars(select(Mandate)).all()) == 2


def test_one_person_can_speak_for_several_bodies() -> None:
    rows = "MD;Ion;MUNTEANU;ion@igp.example\nDE;Ion;MUNTEANU;ion@igp.example"
    assert mandate_rows.take_over(mandate_rows.check(pasted(HEAD + rows)), SYSTEM) == 2
    first, second = db.session.scalars(select(Mandate)).all()
    assert first.person is second.person
