"""The directory from a file: each bad row is told by its number, nothing is imported before all are good."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.handed_tables import pasted
from app.models import Language, Mandate
from app.services import mandate_rows
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
