"""The style sheets hold nothing that no page uses, and their colours are tokens."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSS = sorted((ROOT / "app/static/css").glob("*.css"))
# Classes whose names are put together: r{{ row }} and c{{ column }} of a tile, s-{{ … }} of its state.
MADE = re.compile(r"[rc]\d{1,2}")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(")
SHADOWS = "rgb("  # shadows and the veil behind a dialogue are dark in both themes


def rules(css: str) -> str:
    """A sheet without comments and pictures."""
    return re.sub(r"/\*.*?\*/|url\(\"[^\"]*\"\)", "", css, flags=re.DOTALL)


def classes(css: str) -> set[str]:
    """The classes of its selectors."""
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", rules(css))))


def raw_colours(css: str) -> list[str]:
    """Declarations that name a colour although they set no custom property."""
    found = re.findall(r"(?<![\w-])([a-z][\w-]*): ([^;{}]*)[;}]", rules(css))
    return [
        f"{name}: {value}"
        for name, value in found
        if COLOUR.search(value) and not value_is_shadow(name, value)
    ]


def value_is_shadow(name: str, value: str) -> bool:
    """Shadows, veils and hatchings may be half transparent."""
    return SHADOWS in value and "/" in value and not re.search(r"#[0-9a-fA-F]{3}", value)


@cache
def pages() -> str:
    """Everything in which a class can stand."""
    files = [file for place in ("app", "templates") for file in (ROOT / place).rglob("*")]
    wanted = [file for file in files if file.suffix in {".html", ".py", ".js", ".svg"}]
    return "\n".join(file.read_text(encoding="utf-8") for file in wanted)


@pytest.mark.parametrize("sheet", CSS, ids=[file.name for file in CSS])
def test_every_class_is_used(sheet: Path) -> None:
    names = classes(sheet.read_text(encoding="utf-8"))
    words = set(re.findall(r"[\w-]+", pages()))
    assert not {name for name in names if name not in words and not MADE.fullmatch(name)}, "used nowhere"


@pytest.mark.parametrize("sheet", CSS, ids=[file.name for file in CSS])
def test_colours_are_tokens(sheet: Path) -> None:
    assert not raw_colours(sheet.read_text(encoding="utf-8")), (
        "make it a custom property, or use one that is there"
    )


def test_the_guard_sees_what_it_should() -> None:
    assert raw_colours(".a { color: #fff; }") == ["color: #fff"]
    assert raw_colours(".a { background: rgb(0 0 0); }")
    assert not raw_colours(".a { --own: #fff; color: var(--own); box-shadow: 0 0 2px rgb(0 0 0 / .2); }")
    assert classes("/* .no */ .a.b > .c:hover { width: 1.5rem; }") == {"a", "b", "c"}
