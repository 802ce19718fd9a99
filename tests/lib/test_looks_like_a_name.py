"""What passes for a name: letters of any script, not buried under marks."""

from __future__ import annotations

import pytest

from app.lib.names import looks_like_a_name

ZALGO = "A" + "\u0301\u0302\u0303\u0304" + "na"


@pytest.mark.parametrize(
    "name",
    [
        "Ana", "O", "D’ESTRÉES-KERMADEC", "Nguyễn", "Ệ\u0323", "a\u0301\u0302\u0303", "ΠΑΠΑΔΌΠΟΥΛΟΣ", "ᾧ", "Մարտիրոսյան",
        "გიორგი", "Йордан Їжак", "J. R.", "van ’t Hof", "שָּׁלוֹם", "ณัฐวุฒิ", "3PO",
    ],
)  # fmt: skip
def test_names_of_every_script(name: str) -> None:
    assert looks_like_a_name(name)


@pytest.mark.parametrize(
    "name", ["", "-", "12345", "…", "\u0301", "😀", ZALGO, "Ana " + ZALGO, "ễ\u0304\u0305"]
)
def test_what_is_no_name(name: str) -> None:
    assert not looks_like_a_name(name)
