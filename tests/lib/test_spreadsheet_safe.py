"""No text from outside is a formula in the file that the secretariat opens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib.spreadsheet_safe import as_typed, csv_cell, one_line


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\xa0=1",
        "\u200b=1",
        "＝1+1",
        "\x00=1",
    ],
)
def test_whatever_a_program_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert csv_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["+33 3 88 41 20 00", "+47 22 12 34 56", "+1 202 555 0100"])
def test_a_telephone_number_stays_what_it_was(text: str) -> None:
    assert csv_cell(text) == text


@pytest.mark.parametrize("text", ["+33388412000", "+33 388 412", "+33-3-88", "+33 3 88+1", "+33 3 88\n=1"])
def test_what_a_program_could_calculate_is_no_telephone_number(text: str) -> None:
    assert csv_cell(text).startswith("'+33")


def test_a_formula_behind_another_list_separator_is_inert_too() -> None:
    assert csv_cell("Ana;=1+1") == "Ana;'=1+1"
    assert csv_cell("Ana, \t@x|-2") == "Ana,  '@x|'-2"


@pytest.mark.parametrize(
    "text", ["Ana CEBOTARI", "D’ESTRÉES-KERMADEC", "Անի ՀԱԿՈԲՅԱՆ", "a@b.example", "1 = 1", "(=)", ""]
)
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert csv_cell(text) == text


def test_a_text_stays_on_one_line_and_can_be_written() -> None:
    assert one_line("a\r\nb\u2028c\td\x00\ud800e") == "a b c de"


@given(st.text())
def test_any_text_is_inert_and_can_be_encoded(text: str) -> None:
    cell = csv_cell(text)
    cell.encode()
    begins = cell.lstrip()[:1]
    assert begins not in {"=", "+", "-", "@"} or not cell.strip() or not set(cell[1:]) - set("0123456789 ")
    assert not set("\t\r\n\x00") & set(cell)


@pytest.mark.parametrize("text", ["=1+1", "a;-b", "+33", "O'Brien", "'s-Hertogenbosch", "plain", "x, @y"])
def test_what_was_made_safe_is_read_as_it_was_typed(text: str) -> None:
    assert as_typed(csv_cell(text)) == text
