"""The look holds together: dark is the same however it is chosen, colours contrast, every icon exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.web.colour_tokens import contrast, themes

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "app/static"
THEME = (STATIC / "css/theme.css").read_text(encoding="utf-8")
# What stands on what, and the ratio that WCAG 2.2 asks for: 4.5 for words, 3 for edges, glyphs and areas of charts.
PAIRS = [
    ("ink", "paper", 4.5), ("ink", "surface", 4.5), ("ink", "b1", 4.5), ("ink", "b2", 4.5), ("ink", "gold-1", 4.5),
    ("soft", "paper", 4.5), ("soft", "surface", 4.5), ("soft", "sunk", 4.5), ("soft", "b1", 4.5),
    ("link", "paper", 4.5), ("link", "surface", 4.5), ("on-act", "act", 4.5), ("act", "surface", 4.5),
    ("on-navy", "navy", 4.5), ("on-navy-soft", "navy", 4.5), ("on-b4", "b4", 4.5), ("on-gold", "gold-bright", 4.5),
    ("gold-ink", "gold-1", 4.5), ("gold-ink", "paper", 4.5), ("green", "green-1", 4.5), ("red", "red-1", 4.5),
    ("red", "paper", 4.5), ("red", "surface", 4.5), ("edge", "surface", 3), ("b3", "surface", 3), ("gold", "surface", 3),
    ("others", "surface", 3), ("focus-out", "paper", 3),
]  # fmt: skip


def block(selector: str) -> dict[str, str]:
    """The custom properties that a rule of the theme sets."""
    body = re.search(rf"{re.escape(selector)} \{{(.*?)\n *\}}", THEME, re.DOTALL)
    assert body, f"theme.css has no rule {selector}"
    return dict(re.findall(r"--([\w-]+): ([^;]+);", body[1]))


LIGHT, DARK = themes()


def test_dark_is_the_same_by_choice_and_by_device() -> None:
    assert block("[data-bs-theme=dark]") == block(":root:not([data-bs-theme])")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "needed"), PAIRS, ids=[f"{front} on {back}" for front, back, _ in PAIRS]
)
def test_colours_contrast(tokens: dict[str, str], front: str, back: str, needed: float) -> None:
    assert contrast(tokens[front], tokens[back]) >= needed


def test_a_pale_pair_would_fail() -> None:
    assert contrast("#fff", "#000") == pytest.approx(21)
    assert contrast("#b5821b", "#f7f5ef") < 4.5


def test_pictures_are_those_that_were_drawn_here() -> None:
    """No logo, emblem or flag of anybody: a picture that comes in is looked at by somebody, and named here."""
    kinds = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico"}
    served = {file.name for file in STATIC.rglob("*") if file.suffix in kinds}
    assert served == {"icons.svg", "mark.svg"}
    fonts_and_papers = [
        file for place in ("app", "templates") for file in (ROOT / place).rglob("*") if file.suffix in kinds
    ]
    assert {file.name for file in fonts_and_papers} == served
    sheets = "".join(file.read_text(encoding="utf-8") for file in STATIC.rglob("*.css"))
    assert re.findall(r"url\((?!\"data:image/svg)[^)]{1,60}", sheets) == []


def test_every_icon_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img/icons.svg").read_text(encoding="utf-8")))
    pages = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "templates").rglob("*.html"))
    pages += "\n".join(file.read_text(encoding="utf-8") for file in (STATIC / "js").rglob("*.js"))
    asked = set(re.findall(r'\bicon\(["\']([\w-]+)', pages)) | set(re.findall(r'_anchor="([\w-]+)"', pages))
    assert not asked - drawn, "icons that are not in the sprite"


def test_a_page_asks_for_two_of_our_style_sheets_at_most() -> None:
    for layout in ("public", "work"):
        page = (ROOT / f"templates/layouts/{layout}.html").read_text(encoding="utf-8")
        assert len(re.findall(r"filename='css/[\w-]+\.css'", page)) == 1  # theme.css is in the base
