"""Days and hours as other programs write them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib.written_moments import Order, readings

PARIS = ZoneInfo("Europe/Paris")
SAME = "2027-06-09T07:58:12+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "2027-06-09 09:58:12", "2027-06-09T09:58:12", "2027-06-09T07:58:12Z", "2027-06-09 10:58:12+03:00",
        "2027/06/09 09:58:12", "Jun 9, 2027 09:58:12", "Jun 09, 2027 09:58:12 AM", "June 9, 2027 9:58:12\u202fa.m.",
        "9 juin 2027 09:58:12",
        "9 Jun 2027 9h58:12", "09.06.2027 09:58:12", "9 juin 2027 à 09:58:12", "2027-06-09 07:58:12 UTC",
    ],
)  # fmt: skip
def test_some_ways_have_one_reading(text: str) -> None:
    assert {moment.isoformat() for moment in readings(text, PARIS).values()} == {SAME}


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("06/09/2027 09:58:12 AM", "2027-09-06T07:58:12+00:00", SAME),
        ("09/06/2027 09:58:12", SAME, "2027-09-06T07:58:12+00:00"),
        ("9/6/27 9:58", "2027-06-09T07:58:00+00:00", "2027-09-06T07:58:00+00:00"),
        ("01/26/2027 12:05:00 PM", None, "2027-01-26T11:05:00+00:00"),
        ("26/01/2027 12:05:00 AM", "2027-01-25T23:05:00+00:00", None),
        ("26-01-2027 23h05", "2027-01-26T22:05:00+00:00", None),
    ],
)
def test_numbers_have_two(text: str, day_first: str | None, month_first: str | None) -> None:
    found = readings(text, PARIS)
    said = {order: found[order].isoformat() if order in found else None for order in Order}
    assert said == {Order.DAY_FIRST: day_first, Order.MONTH_FIRST: month_first}


@pytest.mark.parametrize(
    "text",
    ["", "--", "2027-13-01 09:00", "31/02/2027 09:00", "06/09/2027", "06/09/2027 25:00", "13:00 PM", "06/09/2027 13:00 PM",
     "0000-00-00 00:00", "Foo 9, 2027 09:00", "٩/٦/٢٠٢٧ ٠٩:٠٠ x", "0001-01-01 00:00+14:00", "9999-12-31 23:59-12:00"],
)  # fmt: skip
def test_what_is_no_moment_has_none(text: str) -> None:
    assert readings(text, PARIS) == {}


@given(st.text())
def test_no_text_does_harm(text: str) -> None:
    readings(text, PARIS)
