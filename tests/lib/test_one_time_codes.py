"""Codes as RFC 6238 has them, one step of patience to either side, and what people type."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from app.lib import one_time_codes

# The seed of the test vectors in RFC 6238, appendix B; the codes are their last six digits.
SEED = one_time_codes.seed_of(b"12345678901234567890")


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_vectors_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert one_time_codes.matching_step(SEED, code, at) == seconds // 30


@pytest.mark.parametrize(("apart", "found"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_differ_by_one_step(apart: int, found: bool) -> None:
    at = datetime(2027, 6, 9, 6, 0, 10, tzinfo=UTC)
    code = pyotp.TOTP(SEED).at(at + timedelta(seconds=apart))
    step = one_time_codes.matching_step(SEED, code, at)
    assert step == (int(at.timestamp()) // 30 + apart // 30 if found else None)


@pytest.mark.parametrize("typed", ["287082", " 287 082 ", "287-082", "287\u202f082", "２８７０８２"])  # noqa: RUF001
def test_digits_are_read_as_people_type_them(typed: str) -> None:
    assert one_time_codes.digits(typed) == "287082"


@pytest.mark.parametrize("typed", ["", "28708", "2870821", "28708a", "\0" * 6, "٠١٢٣٤٥", "ABCD-EFGH"])
def test_other_things_are_no_digits(typed: str) -> None:
    assert one_time_codes.digits(typed) is None


def test_what_the_app_is_given() -> None:
    address = one_time_codes.address(SEED, "nora&co@desk.example", "Police Network")
    assert pyotp.parse_uri(address).secret == SEED
    assert address.startswith("otpauth://totp/Police%20Network:nora%26co%40desk.example?secret=")
    assert one_time_codes.in_groups(SEED).split(" ") == [SEED[at : at + 4] for at in range(0, 32, 4)]
