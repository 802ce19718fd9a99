"""The colours of theme.css, read from it, with the contrast that each keeps in light and in dark (WCAG 2.2)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

_THEME = Path(__file__).parents[1] / "static/css/theme.css"
# What a token is for, the token it is measured with, and the ratio asked for: 4.5 for words, 3 for edges and areas.
_USES = [
    ("paper", _l("Page"), "ink", 4.5),
    ("surface", _l("Tables, fields, panels"), "ink", 4.5),
    ("sunk", _l("Closed, empty track"), "soft", 4.5),
    ("line", _l("Hairlines (decorative)"), "", 0.0),
    ("edge", _l("Borders of controls"), "surface", 3.0),
    ("ink", _l("Text"), "paper", 4.5),
    ("soft", _l("Secondary text"), "paper", 4.5),
    ("link", _l("Links"), "paper", 4.5),
    ("act", _l("Buttons, current choice"), "on-act", 4.5),
    ("navy", _l("Working header, hero"), "on-navy", 4.5),
    ("b1", _l("Selected, nominated, information"), "ink", 4.5),
    ("b2", _l("Validated"), "ink", 4.5),
    ("b3", _l("Border of blue states"), "surface", 3.0),
    ("b4", _l("Confirmed; member states in charts"), "on-b4", 4.5),
    ("gold", _l("Rule, observers in charts"), "surface", 3.0),
    ("gold-bright", _l("Arrived; register button"), "on-gold", 4.5),
    ("gold-1", _l("Silent, waiting, warning"), "gold-ink", 4.5),
    ("gold-ink", _l("Text in gold"), "paper", 4.5),
    ("green-1", _l("Done, open"), "green", 4.5),
    ("red-1", _l("Problem"), "red", 4.5),
    ("red", _l("Text of errors"), "paper", 4.5),
    ("others", _l("Others in charts"), "surface", 3.0),
]


class Tone(NamedTuple):
    """A colour in one theme, and its contrast with its partner there."""

    colour: str
    ratio: float | None


class Token(NamedTuple):
    """A token as the style guide lists it."""

    name: str
    use: object
    partner: str
    light: Tone
    dark: Tone
    needed: float


def tokens() -> list[Token]:
    """Every colour that has a use of its own."""
    light, dark = themes()
    return [
        Token(name, use, partner, _tone(light, name, partner), _tone(dark, name, partner), needed)
        for name, use, partner, needed in _USES
    ]


@cache
def themes() -> tuple[dict[str, str], dict[str, str]]:
    """The custom properties of the light and of the dark theme."""
    css = _THEME.read_text(encoding="utf-8")
    light = _properties(css, ":root, [data-bs-theme=light]")
    return light, light | _properties(css, "[data-bs-theme=dark]")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (#rgb or #rrggbb), from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _tone(theme: dict[str, str], name: str, partner: str) -> Tone:
    return Tone(theme[name], contrast(theme[name], theme[partner]) if partner else None)


def _properties(css: str, selector: str) -> dict[str, str]:
    body = re.search(rf"^{re.escape(selector)} \{{(.*?)\n\}}", css, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"--([\w-]+): ([^;]+);", body[1])) if body else {}


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
