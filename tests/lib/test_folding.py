"""French sets narrow spaces and curly apostrophes; whoever searches types a blank and a straight one, and finds the same."""

from __future__ import annotations

import pytest

from app.lib import names

SPACES = [" ", "\u00a0", "\u202f", "\u2009"]
APOSTROPHES = ["'", "’", "‘", "ʼ"]


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_spaces_and_apostrophes_are_the_same(space: str, apostrophe: str) -> None:
    written = f"Comité{space}contre l{apostrophe}extrémisme{space}: Côte d{apostrophe}Azur"
    plain = "Comité contre l'extrémisme : Côte d'Azur"
    assert names.fold(written) == names.fold(plain)
    assert names.tokens(written) == names.tokens(plain)
    assert names.search_text(written) == names.search_text(plain)
    assert names.sort_key(written) == names.sort_key(plain)


@pytest.mark.parametrize("space", SPACES)
def test_two_people_of_one_name_are_one_however_it_is_spaced(space: str) -> None:
    assert names.identity_key("a@b.example", f"VAN{space}DEN{space}BERGHE") == names.identity_key(
        "a@b.example", "VAN DEN BERGHE"
    )


@pytest.mark.parametrize("sign", [chr(number) for number in range(128)])
def test_plain_letters_are_folded_as_beside_others(sign: str) -> None:
    assert names.fold(f"Ab{sign}Cd é") == f"{names.fold(f'Ab{sign}Cd')} e"
