"""Thin bars under headings: as long as their share, never more said than is known."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from app.charts.shares import Share, Shares, percent, shares

HOSTILE = '"><script>alert(1)</script>&'


@pytest.mark.parametrize("width", [340, 560, 1200])
def test_bars_numbers_and_percentages(width: int) -> None:
    parts = (
        Shares("Gender", (Share("Woman", 51), Share("Man", 58))),
        Shares("Language", (Share("English", 109), Share("French", 0))),
    )
    drawing = shares("who", "Who they are", parts, 109, width)
    tree = fromstring(drawing)  # noqa: S314 - our own drawing
    found = [one.text for one in tree.iter("text")]
    assert found[:4] == ["Gender", "Woman", "51", "47%"]
    assert found[-3:] == ["French", "0", "0%"]
    assert "Woman: 51; Man: 58; English: 109; French: 0" in drawing
    bars = [one for one in tree.iter("rect") if one.get("class") == "s1"]
    assert len(bars) == 3, "nobody has no bar"
    whole = float(str(next(one for one in tree.iter("rect")).get("width")))
    assert float(str(bars[0].get("width"))) / whole == pytest.approx(51 / 109, abs=0.01)
    height = float(str(tree.get("viewBox")).split()[3])
    assert all(float(str(one.get("y"))) < height for one in tree.iter("text"))


def test_what_is_not_known_is_dashed_and_says_why() -> None:
    drawing = shares("who", "Who", (Shares("", (Share("Woman", None, "not recorded"),)),), 0)
    assert "not recorded" in drawing
    assert 'class="hole"' in drawing
    assert 'class="s1"' not in drawing


def test_words_of_strangers_stay_words() -> None:
    drawing = shares("who", HOSTILE, (Shares(HOSTILE, (Share(HOSTILE, None, HOSTILE),)),), 3)
    assert "<script" not in drawing


@pytest.mark.parametrize(
    ("value", "whole", "said"),
    [(0, 109, "0"), (1, 400, "1"), (399, 400, "99"), (400, 400, "100"), (1, 3, None), (0, 0, None)],
)
def test_percentages_round_but_never_to_nobody_or_everybody(value: int, whole: int, said: str | None) -> None:
    assert percent(value, whole) == ("" if said is None else f"{said}%")
    assert percent(value, whole, "fr") == ("" if said is None else f"{said}\u202f%")
