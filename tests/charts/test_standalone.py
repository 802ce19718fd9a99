"""A picture as a file: whole without the page, in the light colours of the theme, readable without colour."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from markupsafe import Markup

from app.charts.bars import Bar, bars
from app.charts.columns import Column, columns
from app.charts.drawing import rect
from app.charts.stacked import Part, stacked
from app.charts.standalone import STYLE, Key, size_of, standalone

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script>&'
THEME = Path(__file__).parents[2] / "app/static/css/theme.css"
GROUPS = (Part("Member states", 78, "s1"), Part("Observers", 16, "s2"), Part("Others", 15, "s3"))
LABELS = {part.label.split()[0] for part in GROUPS}
LEGEND = [Key(part.kind, part.label, part.value) for part in GROUPS]


def file_of(drawing: Markup | None = None, **changes: object) -> Element:
    drawing = drawing or stacked("groups-560", "Who attended", GROUPS, 109, "not recorded", 560)
    told: dict[str, object] = {"heading": "Who attended", "legend": LEGEND, "language": "en", **changes}
    return fromstring(standalone(drawing, **told))  # type: ignore[arg-type] # noqa: S314 - our own drawing


def words(tree: Element) -> list[str]:
    return [element.text or "" for element in tree.iter(f"{SVG}text")]


def test_a_file_says_what_it_shows_of_what_and_whence() -> None:
    tree = file_of(about="Trust and Oversight · 9–10 June 2027", source="Counted on 14 June 2027")
    found = words(tree)
    assert found[:2] == ["Who attended", "Trust and Oversight · 9–10 June 2027"]
    assert found[-4:] == ["Member states 78", "Observers 16", "Others 15", "Counted on 14 June 2027"]
    assert tree.get("role") == "img"
    assert tree.get("lang") == "en"
    assert [tree.findtext(f"{SVG}{name}") for name in ("title", "desc")] == [
        "Who attended",
        "Member states: 78; Observers: 16; Others: 15",
    ]
    assert len(tree.findall(f".//{SVG}desc")) == 1, "one picture, one description"


def test_every_class_of_a_file_has_its_colour_in_the_file() -> None:
    styled = set(re.findall(r"\.([a-z][\w-]*)", STYLE))
    tree = file_of(
        bars("way", "Way", (Bar("Registered", 3, "1 absent"), Bar("Attended", None, "", "not yet")))
    )
    used = {name for element in tree.iter() for name in str(element.get("class") or "").split()}
    assert used <= styled
    assert "var(" not in STYLE
    assert "url(" not in STYLE


def test_the_colours_of_a_file_are_the_light_ones_of_the_theme() -> None:
    light: dict[str, str] = {}
    for name, colour in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", THEME.read_text()):
        light.setdefault(name, colour)  # the light ones stand first
    for kind, name in (
        ("s1", "b4"),
        ("s2", "gold"),
        ("s3", "others"),
        ("s4", "b2"),
        ("s0", "sunk"),
        ("m", "soft"),
    ):
        assert f".{kind}{{fill:{light[name]}}}" in STYLE, kind


def test_words_of_strangers_stay_words() -> None:
    drawing = stacked("groups", HOSTILE, (Part(HOSTILE, 3, "s1"),), 3, HOSTILE, 560)
    content = standalone(
        drawing, heading=HOSTILE, about=HOSTILE, source=HOSTILE, legend=[Key("s1", HOSTILE, 3)], language="en"
    )
    assert b"<script" not in content
    assert HOSTILE in words(fromstring(content))  # noqa: S314 - our own drawing


def test_everything_is_inside_and_long_legends_break() -> None:
    drawing = stacked("groups", "Who attended", GROUPS, 109, "", 340)
    tree = file_of(drawing, about="Of many " * 20, source="Whence " * 20)
    width, height = (float(str(tree.get(name))) for name in ("width", "height"))
    assert width == 380
    places = [(float(one.get("x", 0)), float(one.get("y", 0))) for one in tree.findall(f"{SVG}text")]
    assert all(0 <= x < width and 0 < y < height for x, y in places)
    assert " ".join(words(tree)).count("Of many") == 20
    assert " ".join(words(tree)).count("Whence") == 20, "nothing is cut"
    keys = [one for one in tree.findall(f"{SVG}text") if str(one.text).split()[0] in LABELS]
    lines = {one.get("y") for one in keys}
    assert len(lines) == 2, "no line is wider than the picture"


def test_a_bare_one_has_no_heading_and_no_margin() -> None:
    drawing = columns("weeks", "Registrations", (Column("1 Mar", (1, 2, 3)),), 560)
    tree = file_of(drawing, heading="", legend=[])
    assert "Registrations" not in words(tree)
    assert (float(str(tree.get("width"))), float(str(tree.get("height")))) == size_of(drawing)


@pytest.mark.parametrize(("kind", "strokes"), [("s1", 0), ("s2", 1), ("s3", 1), ("s0", 0)])
def test_second_and_third_colours_are_hatched(kind: str, strokes: int) -> None:
    assert rect(0, 0, 40, 40, kind).count('class="ht"') == strokes
    assert 'class="ht"' not in rect(0, 0, 2, 40, kind), "a sliver bears no strokes"


def test_hatching_stays_inside_its_rectangle() -> None:
    for kind in ("s2", "s3"):
        course = re.search(r' d="([^"]+)"', rect(10, 20, 33, 47, kind))
        assert course
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", course[1]):
            assert 10 <= float(x) <= 43
            assert 20 <= float(y) <= 67


def test_what_is_not_a_picture_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="not a picture"):
        size_of(Markup("<svg/>"))
