"""The places of a delegation in a row: as many as there are, inside the picture, in words too."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from app.charts.places import places

WIDTH = 592


def drawn(answered: int, unanswered: int, free: int, told: str = "in words") -> Element:
    return fromstring(places("x", "Places", told, answered, unanswered, free))  # noqa: S314 - our own drawing


def kinds(picture: Element) -> list[str | None]:
    return [rect.get("class") for rect in picture.iter("rect")]


@pytest.mark.parametrize("numbers", [(2, 1, 1), (0, 0, 1), (3, 0, 0), (10, 10, 20)])
def test_each_place_is_drawn(numbers: tuple[int, int, int]) -> None:
    answered, unanswered, free = numbers
    assert kinds(drawn(*numbers)) == ["s1"] * answered + ["s4"] * unanswered + ["hole"] * free


def test_many_places_are_stretches() -> None:
    assert kinds(drawn(30, 20, 150)) == ["s1", "s4", "hole"]
    assert kinds(drawn(0, 0, 41)) == ["hole"]


@pytest.mark.parametrize("numbers", [(1, 0, 0), (2, 1, 1), (5, 4, 3), (10, 10, 20), (30, 20, 150), (0, 0, 0)])
def test_nothing_leaves_the_picture(numbers: tuple[int, int, int]) -> None:
    for rect in drawn(*numbers).iter("rect"):
        left, width = float(rect.get("x", 0)), float(rect.get("width", 0))
        assert left >= 0
        assert width > 0
        assert left + width <= WIDTH


def test_what_the_eye_sees_is_told_and_inert() -> None:
    picture = drawn(1, 1, 1, told='"><script>x</script>')
    assert [element.text for element in picture if element.tag.endswith("desc")] == ['"><script>x</script>']
