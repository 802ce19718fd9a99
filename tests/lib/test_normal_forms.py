"""Normal forms: as Unicode has them, and no more work than the text is long."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from app.lib import names, normal_forms, password_hash
from config import ROOT

MARKS = "\u0315" * 400 + "\u0300" * 400  # each of the second kind belongs before each of the first
VOICED = "\uff9e" * 400 + "\u0f73" * 400  # are no marks, or one of two marks, before they are taken apart


@pytest.mark.parametrize(
    "text", ["Ångström " * 60, "Nguyễn Thị Ánh " * 40, "ﬁn ½ " * 80, "שָׁלוֹם " * 60, "a" * 900]
)
def test_what_people_write_is_as_unicode_has_it(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert normal_forms.normal("NFC", decomposed) == unicodedata.normalize("NFC", text)
    assert normal_forms.normal("NFKC", decomposed) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("many", [MARKS, VOICED])
def test_of_many_marks_on_one_letter_thirty_stay(many: str) -> None:
    spread = normal_forms.normal("NFKD", f"e{many} and e{many}")
    assert sum(bool(unicodedata.combining(letter)) for letter in spread) <= 2 * 30 * 2
    assert spread.startswith("e")
    assert " and e" in spread


def test_names_and_addresses_are_made_normal_so() -> None:
    assert len(names.tidy(f"e{MARKS}") or "") <= 31
    assert len(names.normalised_address(f"e{MARKS}@home.example")) <= 31 + len("@home.example")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("L’éthique : une réunion", "L’éthique\u202f: une réunion"),
        ("« Qui ? »", "«\u202fQui\u202f?\u202f»"),
        ("Doors open at 9:30 :30 at the latest", "Doors open at 9:30 :30 at the latest"),
    ],
)
def test_no_line_breaks_before_a_high_sign_of_prose(typed: str, kept: str) -> None:
    assert names.tidy(typed, prose=True) == kept
    assert names.tidy(typed) == typed


def test_of_what_is_sent_as_a_password_the_first_thousand_characters_count() -> None:
    stored = password_hash.made("x" * 1000)
    assert password_hash.matches(stored, "x" * 1000 + MARKS)
    assert not password_hash.matches(stored, "x" * 999)


def test_nothing_else_asks_for_a_normal_form() -> None:
    asking = {
        path.relative_to(ROOT).as_posix()
        for path in Path(ROOT / "app").rglob("*.py")
        if "unicodedata.normalize(" in path.read_text(encoding="utf-8")
    }
    assert asking == {"app/lib/normal_forms.py"}
