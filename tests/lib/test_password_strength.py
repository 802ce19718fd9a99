"""Passwords that are tried first are refused; long ones that nobody guesses need no digits and no signs."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from zxcvbn import matching

from app.lib import password_hash, password_strength

ABOUT = ("Helena Marchetti", "h.marchetti@coe.example")


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "Password2027!Password2027!", "123456789012345", "aaaaaaaaaaaaaaaa", "qwertyuiopasdfgh",
        "azertyuiopqsdfgh", "P@ssw0rdP@ssw0rd1", "Strasbourg2027!!", "conference-strasbourg-2027", "abcabcabcabcabcabc",
        "motdepassemotdepasse1", "1q2w3e4r5t6y7u8i", "helena marchetti 2027", "h.marchetti@coe.example",
        "MARCHETTI-helena-99", "police network conference", "               a",
        "iloveyou iloveyou", "Bienvenue 2027 !!", "987654321987654321", "!!!!!!!!!!!!!!!!", "pqpqpqpqpqpqpqpqpq", "",
    ],
)  # fmt: skip
def test_common_ones_are_recognised(password: str) -> None:
    assert password_strength.is_common(password, ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple", "le fleuve dort sous la neige", "Tr0ub4dor&3 of nine lives", "xK9#mQ2$vL7@pR4z",
        "заметка о дождливом дне", "καλημέρα στον ποταμό μας", "seven grey herons by the canal",
        "x9$K!w2@%^&*()+=#",
    ],
)  # fmt: skip
def test_others_pass(password: str) -> None:
    assert not password_strength.is_common(password, ABOUT)


@pytest.mark.parametrize("password", ["ab" * 5_000, "aA1!" * 50, "\ud800" * 200, "\0" * 200, "🦊" * 200])
def test_the_judgement_of_a_long_one_takes_no_long_text(password: str) -> None:
    assert password_strength.is_common(password, ABOUT), "only its beginning is looked at"


def test_signs_that_stand_for_letters_do_not_multiply_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = Mock(wraps=matching.dictionary_match)
    monkeypatch.setattr(matching, "dictionary_match", readings)
    password_strength.is_common("4@8({[<369!|1!|10$5+7%2" * 8)
    assert readings.call_count < 100, "all ways of reading them are hundreds"


def test_what_is_known_of_the_person_is_worth_nothing() -> None:
    assert not password_strength.is_common("Oksana Vasylenko Ternopil")
    assert password_strength.is_common(
        "Oksana Vasylenko Ternopil", ("Oksana Vasylenko", "ternopil@police.example")
    )


def test_length_is_counted_as_hashed() -> None:
    assert password_strength.length("e\u0301" * 3) == 3


def test_the_same_password_on_two_keyboards_is_one() -> None:
    stored = password_hash.made("Trois éléphants blancs")
    assert password_hash.matches(stored, "Trois e\u0301le\u0301phants blancs")
    assert not password_hash.matches(stored, "Trois elephants blancs")


def test_it_is_argon2id_and_two_hashes_of_one_password_differ() -> None:
    first, second = (
        password_hash.made("correct horse battery staple"),
        password_hash.made("correct horse battery staple"),
    )
    assert first.startswith("$argon2id$")
    assert first != second


def test_who_is_not_known_is_asked_as_long_as_who_is() -> None:
    assert not password_hash.is_outdated(password_hash.NOBODYS), (
        "made with other parameters than those of today"
    )
    assert not password_hash.matches(password_hash.NOBODYS, "")


def test_what_is_no_hash_matches_nothing() -> None:
    assert not password_hash.matches("plain", "plain")


def test_half_of_a_pair_of_code_units_is_no_accident() -> None:
    assert password_hash.matches(password_hash.made("\ud800 fifteen or more"), "\ud800 fifteen or more")
