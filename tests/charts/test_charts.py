"""Pictures: what they show, what they tell in words, and that no word of a stranger becomes markup."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from app.charts.bars import Bar, Fill, bars, fills
from app.charts.columns import Column, columns
from app.charts.drawing import broken, fitted, steps
from app.charts.stacked import Part, stacked
from app.charts.tiles import Tile, tiles
from app.charts.trend import Slot, trend

HOSTILE = '"><script>alert(1)</script>&'
WIDTHS = (340, 560, 720, 1200)


def parsed(drawing: str) -> Element:
    return fromstring(drawing)  # noqa: S314 - our own drawing


def words(drawing: str) -> list[str]:
    return [element.text or "" for element in parsed(drawing).iter("text")]


def rects(drawing: str, kind: str) -> list[Element]:
    return [element for element in parsed(drawing).iter("rect") if element.get("class") == kind]


def every_chart(label: str, width: int) -> list[str]:
    return [
        bars("a", label, (Bar(label, 3, label), Bar(label, None, unknown=label)), width),
        fills(
            "b", label, [Fill(label, 3, 4, label, label), Fill(label, None, 4, label, unknown=label)], width
        ),
        stacked("c", label, (Part(label, 3, "s1"), Part(label, None, "s2")), 5, label, width),
        columns("d", label, (Column(label, (1, 2, 3)), Column(label, (0, 0, 0))), width),
        tiles("e", label, label, (Tile(label, 1, 1, "part", 3, label),), width),
        trend("f", label, [Slot(label, label, 3), Slot(label, label, None, label)], width),
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_words_are_words_and_style_comes_from_classes(width: int) -> None:
    for drawing in every_chart(HOSTILE, width):
        tree = parsed(drawing)
        assert "<script" not in drawing
        assert not [element for element in tree.iter() if element.get("style") or element.get("fill")]
        assert tree.get("role") == "img"
        named = [tree.get("aria-labelledby"), tree.get("aria-describedby")]
        assert named[0]
        ids = {element.get("id") for element in tree.iter() if element.get("id")}
        assert set(named[0].split()) <= ids


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_drawn_outside(width: int) -> None:
    for drawing in every_chart("Confirmed", width):
        box = [float(number) for number in str(parsed(drawing).get("viewBox")).split()]
        assert box[2] == width
        for element in parsed(drawing).iter("rect"):
            left, top = float(element.get("x", 0)), float(element.get("y", 0))
            assert -0.1 <= left <= width
            assert left + float(element.get("width", 0)) <= width + 0.1, drawing
            assert top + float(element.get("height", 0)) <= box[3] + 0.1, drawing


def test_a_bar_is_as_long_as_its_number() -> None:
    drawing = bars("way", "From registered to attended", (Bar("Registered", 131), Bar("Confirmed", 120)), 560)
    lengths = [float(str(bar.get("width"))) for bar in rects(drawing, "s1")]
    assert lengths[1] / lengths[0] == pytest.approx(120 / 131, abs=0.01)
    assert {"131", "120"} <= set(words(drawing))
    assert "Registered: 131; Confirmed: 120" in drawing


def test_zero_is_drawn_and_unknown_is_dashed() -> None:
    drawing = bars("way", "Way", (Bar("Registered", 0), Bar("Attended", None, unknown="not recorded")), 560)
    assert words(drawing) == ["Registered", "0", "Attended", "not recorded"]
    assert len(rects(drawing, "hole")) == 1
    assert not rects(drawing, "s1")


def test_a_narrow_bar_has_its_label_above() -> None:
    wide, narrow = (bars("way", "Way", (Bar("Registered", 5),), width) for width in (560, 340))
    assert rects(wide, "s0")[0].get("x") == "120"
    assert rects(narrow, "s0")[0].get("x") == "0"


@pytest.mark.parametrize("width", [340, 560])
def test_the_line_below_a_bar_is_told_to_its_end(width: int) -> None:
    told = "1 en attente de décision · 1 sans suite · 12 sur la liste d’attente · 3 inscrites à l’accueil"
    drawing = bars("way", "Way", (Bar("Inscrites", 5, told), Bar("Présentes", 4)), width)
    assert " ".join(words(drawing)).count(told) == 1
    below = [float(str(line.get("y"))) for line in parsed(drawing).iter("text") if line.get("class") == "m"]
    assert len(below) == len(set(below)) > 1
    assert max(below) < float(str(rects(drawing, "s0")[1].get("y")))


def test_the_parts_share_the_width() -> None:
    groups = (Part("Member states", 78, "s1"), Part("Observers", 16, "s2"), Part("Others", 15, "s3"))
    drawing = stacked("groups", "Attended", groups, 109, "not recorded", 560)
    lengths = [float(str(rects(drawing, kind)[0].get("width"))) for kind in ("s1", "s2", "s3")]
    assert sum(lengths) == pytest.approx(560 - 4, abs=0.3)
    assert words(drawing) == ["78", "16", "15"]
    assert not rects(drawing, "hole")


def test_what_is_in_no_known_part_has_no_number() -> None:
    groups = (Part("Member states", 30, "s1"), Part("Observers", None, "s2"), Part("Others", None, "s3"))
    drawing = stacked("groups", "Attended", groups, 65, "not recorded", 560)
    assert words(drawing) == ["30", "not recorded"]
    assert "35" not in re.findall(r"\d+", " ".join([*words(drawing), *parsed(drawing).itertext()]))
    share = float(str(rects(drawing, "s1")[0].get("width"))) / 560
    assert share == pytest.approx(30 / 65, abs=0.01)


def test_nobody_in_any_group_is_a_zero() -> None:
    drawing = stacked("groups", "Attended", (Part("Member states", 0, "s1"),), 0, "not recorded", 560)
    assert words(drawing) == ["0"]


def test_nothing_known_is_one_empty_stretch() -> None:
    drawing = stacked("groups", "Attended", (Part("Member states", None, "s1"),), None, "not recorded", 340)
    assert words(drawing) == ["not recorded"]
    assert len(rects(drawing, "hole")) == 1


def test_an_event_without_a_figure_keeps_its_slot() -> None:
    slots = [Slot("2023", "", None, "not recorded"), Slot("2024", "", 65), Slot("2025", "", 0)]
    drawing = trend("trend", "Attended", slots, 560)
    assert {"not recorded", "2023", "65", "2024", "0", "2025"} <= set(words(drawing))
    assert len([path for path in parsed(drawing).iter("path") if path.get("class") == "gap"]) == 1
    assert len(rects(drawing, "s1")) == 1
    assert not [path for path in parsed(drawing).iter("path") if path.get("class") == "ln"], "no line bridges"


def test_the_slots_of_a_phone_lie_below_one_another() -> None:
    drawing = trend(
        "trend", "Attended", [Slot("2023", "meeting", None, "not recorded"), Slot("2024", "", 65)], 340
    )
    assert words(drawing) == ["2023 · meeting", "not recorded", "2024", "65"]


def test_words_below_a_slot_are_shortened_rather_than_left_out() -> None:
    slots = [Slot("2023", "correspondents’ meeting", 5, shorter=["meeting"])] * 6
    assert words(trend("trend", "Attended", slots[:1], 560))[-1] == "correspondents’ meeting"
    assert words(trend("trend", "Attended", slots, 560))[-1] == "meeting"


@pytest.mark.parametrize(("state", "kind"), [("full", "s-conf"), ("part", "s-nom"), ("none", "s-none")])
def test_a_tile_shows_its_state(state: str, kind: str) -> None:
    tile = Tile("MD", 6, 10, state, 0 if state == "none" else 3, "Republic of Moldova")
    drawing = tiles("map", "Map", "1 came", (tile,), 560)
    assert len(rects(drawing, kind)) == 1
    assert words(drawing) == (["MD"] if state == "none" else ["MD", "3"])
    assert (parsed(drawing).find("path") is not None) == (state == "part"), "a glyph, not the colour alone"
    assert words(tiles("map", "Map", "1 came", (tile,), 340)) == ["MD"]


def test_columns_stack_their_parts_and_leave_out_what_has_no_room() -> None:
    weeks = (Column("1 Mar", (3, 1, 0)), Column("8 Mar", (0, 0, 0)), Column("15 Mar", (2, 0, 2)))
    drawing = columns("weeks", "Registrations by week", weeks, 560)
    assert [len(rects(drawing, kind)) for kind in ("s1", "s2", "s3")] == [2, 1, 1]
    assert "1 Mar: 4; 15 Mar: 4" in drawing
    many = columns("weeks", "Registrations by week", (Column("15 Mar", (9, 0, 0)),) * 60, 340)
    assert words(many).count("15 Mar") < 10


@pytest.mark.parametrize(
    ("largest", "marks"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (24, [0, 10, 20, 30]), (109, [0, 50, 100, 150])]
)
def test_the_marks_of_an_axis_are_round(largest: int, marks: list[int]) -> None:
    assert steps(largest) == marks


def test_long_words_are_cut_with_an_ellipsis() -> None:
    assert fitted("Opening", 200) == "Opening"
    assert fitted("Opening and first plenary", 100).endswith("…")


@pytest.mark.parametrize("width", [340, 1200])
def test_the_long_title_of_a_session_is_read_whole_on_two_lines(width: int) -> None:
    title = "Ouverture et première séance plénière : qui surveille l’outil ?"
    drawing = fills("a", "Sessions", [Fill(title, 3, 4, "3 of 4"), Fill("Closing", 1, 4, "1 of 4")], width)
    assert " ".join(words(drawing)[:2]) == title


def test_words_without_a_space_stay_on_one_line() -> None:
    assert broken("Donaudampfschifffahrtsgesellschaft", 60) == [
        fitted("Donaudampfschifffahrtsgesellschaft", 60)
    ]
