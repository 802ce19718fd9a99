"""Sealed values open with their key and for their purpose only, and outlive a change of the key."""

from __future__ import annotations

import pytest

from app.lib.sealed_values import CannotOpen, Safe

OLD, NEW = "the key of last year, thirty-two", "the key of this year, thirty-two"
ROW = "second factor of user 12"


def test_what_was_sealed_is_opened() -> None:
    sealed = Safe([NEW]).seal("JBSWY3DPEHPK3PXP", ROW)
    assert "JBSWY3DP" not in sealed
    assert Safe([NEW]).open(sealed, ROW) == "JBSWY3DPEHPK3PXP"
    assert Safe([NEW]).seal("JBSWY3DPEHPK3PXP", ROW) != sealed, "alike values do not look alike"


def test_a_value_moved_to_another_row_opens_nothing() -> None:
    sealed = Safe([NEW]).seal("JBSWY3DPEHPK3PXP", ROW)
    with pytest.raises(CannotOpen):
        Safe([NEW]).open(sealed, "second factor of user 1")


@pytest.mark.parametrize("sealed", ["", "plain", "gAAAAA" + "A" * 94, "é"])
def test_what_was_never_sealed_opens_nothing(sealed: str) -> None:
    with pytest.raises(CannotOpen):
        Safe([NEW]).open(sealed, ROW)


def test_the_key_of_before_opens_but_does_not_seal() -> None:
    before = Safe([OLD]).seal("JBSWY3DPEHPK3PXP", ROW)
    both = Safe([NEW, OLD])
    assert both.open(before, ROW) == "JBSWY3DPEHPK3PXP"
    assert both.is_outdated(before, ROW)
    anew = both.seal("JBSWY3DPEHPK3PXP", ROW)
    assert not both.is_outdated(anew, ROW)
    assert Safe([NEW]).open(anew, ROW) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(CannotOpen):
        Safe([NEW, ""]).open(before, ROW)


def test_derived_bytes_depend_on_key_and_purpose() -> None:
    made = {Safe([key]).derive(purpose, 20) for key in (OLD, NEW) for purpose in ("set-up a", "set-up b")} | {
        Safe([NEW, OLD]).derive("set-up a", 20)
    }
    assert len(made) == 4
    assert {len(one) for one in made} == {20}
