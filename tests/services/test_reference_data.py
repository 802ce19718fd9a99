"""The bodies: 46 member states and the others; one wrong row and nothing is loaded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.csv_tables import TableRefused
from app.models import Body, BodyKind, NetworkObserver
from app.services import reference_data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference data that a test may spoil."""
    copy = tmp_path / "reference"
    shutil.copytree(reference_data.FOLDER, copy, copy_function=shutil.copyfile)
    return copy


def body(code: str) -> Body:
    return db.session.scalars(select(Body).where(Body.code == code)).one()


def number(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Body).where(*conditions)) or 0  # type: ignore[arg-type]


def test_every_body_is_there_after_the_first_load(app: Flask) -> None:
    loaded = reference_data.load()
    assert loaded == (123, 0, 0)
    assert number(Body.kind == BodyKind.MEMBER_STATE) == 46
    assert number(Body.network_since.is_not(None)) == 0, "since when a state is in the Network is not known"
    assert number(Body.kind == BodyKind.MEMBER_STATE, Body.tile_row.is_(None)) == 0
    assert number(Body.sort_en == "") + number(Body.sort_fr == "") == 0


def test_columns_come_from_the_files(app: Flask) -> None:
    reference_data.load()
    germany = body("DE")
    assert (germany.name_en, germany.name_fr, germany.iso2) == ("Germany", "Allemagne", "DE")
    assert (germany.tile_row, germany.tile_column) == (4, 6)
    assert str(germany.accession_date) == "1950-07-13"
    assert not body("POLICE-NETWORK").selectable
    assert body("CESP").network_observer is NetworkObserver.YES
    assert body("EUROPOL").network_observer is NetworkObserver.UNKNOWN
    assert body("CA").iso2 == "CA"


def test_sort_keys_are_folded(app: Flask) -> None:
    reference_data.load()
    assert body("CZ").sort_fr == "tchequie"
    assert body("BA").sort_fr == "bosnie herzegovine"
    assert body("MD").sort_en == "republic of moldova"
    french = db.session.scalars(
        select(Body.code).where(Body.kind == BodyKind.MEMBER_STATE).order_by(Body.sort_fr)
    ).all()
    assert french[:4] == ["AL", "DE", "AD", "AM"]  # Albanie, Allemagne, Andorre, Arménie


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("EUDA", "emcdda"), ("CZ", "czech"), ("CZ", "cze"), ("TR", "turquie"), ("SK", "slovakia"), ("GR", "grece"),
        ("POMPIDOU", "addictions"), ("DE", "deutschland"),
    ],
)  # fmt: skip
def test_bodies_are_found_by_former_and_everyday_names(app: Flask, code: str, word: str) -> None:
    reference_data.load()
    assert f" {word} " in body(code).search_text


def test_loading_again_changes_nothing(app: Flask) -> None:
    reference_data.load()
    assert reference_data.load() == (0, 0, 123)
    assert number() == 123


def test_loading_again_brings_names_up_to_date_and_keeps_what_people_entered(
    app: Flask, folder: Path
) -> None:
    reference_data.load()
    germany = body("DE")
    germany.cc_emails = ["representation@de.example"]
    db.session.flush()
    states = folder / "member_states.csv"
    states.write_text(states.read_text().replace("Germany", "Federal Republic of Germany"))
    assert reference_data.load(folder) == (0, 1, 122)
    db.session.expire_all()
    assert body("DE").name_en == "Federal Republic of Germany"
    assert body("DE").cc_emails == ["representation@de.example"]


Spoiling = Callable[[bytes], bytes]
ALBANIA = b"AL,AL,ALB,Albania,Albanie,albania,albanie,1995-07-13,\n"


def instead(old: bytes, new: bytes) -> Spoiling:
    """Replace a text that must be there, once."""

    def spoil(content: bytes) -> bytes:
        assert content.count(old) >= 1
        return content.replace(old, new, 1)

    return spoil


WRONG: list[tuple[str, Spoiling, int | None, str]] = [
    ("member_states.csv", instead(ALBANIA, b""), None, "has 45 member states, exactly 46 expected"),
    ("member_states.csv", instead(ALBANIA, ALBANIA + b"XK,XK,XKX,Kosovo,Kosovo,kosovo,kosovo,2030-01-01,\n"), None,
     "has 47 member states, exactly 46 expected"),
    ("member_states.csv", instead(b"AD,AD,AND,Andorra", b"AL,AD,AND,Andorra"), 3,
     "code 'AL' stands in member_states.csv, row 2, already"),
    ("member_states.csv", instead(b"Albania,Albanie,", b"Albania,,"), 2, "name_fr is missing"),
    ("member_states.csv", instead(b"1994-11-10", b"1994-11-31"), 3, "'1994-11-31' is not a date"),
    ("member_states.csv", instead(b"1994-11-10", b""), 3, "accession_date is missing"),
    ("member_states.csv", instead(b"Andorra", b"And\0rra"), 3, "holds a NUL byte"),
    ("member_states.csv", instead(b"Andorra", b"And\x07rra"), 3, "holds a control character"),
    ("member_states.csv", instead(b"Andorra", b"Andorra" * 50), 3, "name_en is longer than 300"),
    ("member_states.csv", instead("Arménie".encode(), "Arménie".encode("cp1252")), 4, "is not encoded in UTF-8"),
    ("member_states.csv", lambda content: content.decode().encode("utf-16"), None, "UTF-16"),
    ("member_states.csv", instead(b"name_fr", b"nom_fr"), 1, "the column name_fr is missing"),
    ("member_states.csv", instead(b"name_fr", b"name_en"), 1, "the column name_fr is missing"),
    ("member_states.csv", instead(b"Andorra,Andorre,", b"Andorra,Andorre,one,"), 3, "has 10 cells, 9 expected"),
    ("member_states.csv", lambda _content: b"", None, "is empty"),
    ("bodies.csv", instead(b",agency,eu_agency", b",agencies,eu_agency"), 2, "unknown kind 'agencies'"),
    ("bodies.csv", instead(b",agency,eu_agency", b",member_state,eu_agency"), 2, "stand in member_states.csv"),
    ("bodies.csv", instead(b"unknown,yes", b"unknown,perhaps"), 2, "selectable must be yes or no"),
    ("bodies.csv", instead(b"unknown,yes", b"maybe,yes"), 2, "unknown network_observer 'maybe'"),
    ("bodies.csv", instead(b"EIGE,,", b"CEPOL,,"), 3, "code 'CEPOL' stands in bodies.csv, row 2, already"),
    ("bodies.csv", instead(b"EIGE,,", b"FR,,"), 3, "code 'FR' stands in member_states.csv, row 16, already"),
    ("bodies.csv", instead(b"EIGE,,", b"eige,,"), 3, "'eige' is not a valid code"),
    ("bodies.csv", instead(b"CEPOL,,", b'CEPOL,,"'), None, "is not a row of a CSV file"),
    ("tiles.csv", instead(b"IS,1,1", b"IS,1,one"), 2, "'one' is not a whole number"),
    ("tiles.csv", instead(b"IS,1,1", b"RU,1,1"), 2, "RU is no member state"),
    ("tiles.csv", instead(b"IS,1,1\n", b""), None, "has no tile for IS"),
    ("tiles.csv", instead(b"IS,1,1", b"IS,1,6"), 3, "NO or its tile stands there twice"),
]  # fmt: skip


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("file", "spoil", "row", "reason"), WRONG)
def test_a_wrong_row_is_refused_with_its_place_and_reason(
    app: Flask, folder: Path, file: str, spoil: Spoiling, row: int | None, reason: str
) -> None:
    (folder / file).write_bytes(spoil((folder / file).read_bytes()))
    with pytest.raises(TableRefused) as refused:
        reference_data.load(folder)
    assert (refused.value.file, reason in refused.value.reason) == (file, True), str(refused.value)
    if row is not None:
        assert refused.value.row == row
        assert str(refused.value).startswith(f"{file}, row {row}: ")
    assert number() == 0, "something was loaded all the same"


def test_a_missing_file_is_refused(app: Flask, folder: Path) -> None:
    (folder / "bodies.csv").unlink()
    with pytest.raises(TableRefused, match=r"bodies\.csv: cannot be read"):
        reference_data.load(folder)
    assert number() == 0
