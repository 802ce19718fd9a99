"""Which signs the fonts of the papers have a shape for: nothing is ever set as an empty box by accident."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import fontpkg_noto_sans

from app.lib.normal_forms import normal

OWN_FONTS = Path(__file__).parent / "fonts"
NOTO_FONTS = Path(fontpkg_noto_sans.__file__).parent / "files"
MISSING = "\N{WHITE SQUARE}"
_BLANKS = " \n\u00a0\u202f"  # those that are set as they are
_SANS = (
    (NOTO_FONTS / "NotoSans[wdth,wght].ttf",),
    (OWN_FONTS / "DejaVuSans.ttf", OWN_FONTS / "DejaVuSans-Bold.ttf"),  # Georgian, Armenian
)


def can_be_set(text: str) -> bool:
    """Whether every sign of a text has a shape, in regular and in bold."""
    return all(sign.isspace() or ord(sign) in _known() for sign in normal("NFC", text))


def settable(text: str) -> str:
    """The text as it can be set: controls are blanks, a sign without a shape is its base letter, or a square."""
    return "".join(map(_shown, normal("NFC", text)))


def _shown(sign: str) -> str:
    if sign.isspace():
        return sign if sign in _BLANKS else " "
    if (
        not sign.isprintable()
    ):  # controls, marks of direction, signs that are none: fonts claim to have some of them
        return " " if unicodedata.category(sign) == "Cc" else ""
    if ord(sign) in _known():
        return sign
    base = normal("NFKD", sign)[0]
    return base if ord(base) in _known() else MISSING


@cache
def _known() -> frozenset[int]:
    """A family knows what each of its weights knows; one of the families must know it."""
    families = (frozenset.intersection(*map(_of_font, family)) for family in _SANS)
    return frozenset[int]().union(*families)


def _of_font(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - large, and only papers need it

    with TTFont(file, lazy=True) as font:
        shapes: Iterable[int] = font.getBestCmap()
        return frozenset(shapes)
