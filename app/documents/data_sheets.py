"""What is kept about somebody, on paper: sections of questions and answers as tagged PDF, names of any European script."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import typst

from app.lib.normal_forms import normal

_TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "typst" / "data_sheet.typ"
# What the fonts of the template have: Noto Sans and, for Georgian and Armenian, the DejaVu Sans Mono that typst carries.
_SCRIPTS = (
    "LATIN ",
    "GREEK ",
    "CYRILLIC ",
    "GEORGIAN ",
    "ARMENIAN ",
    "MODIFIER LETTER ",
    "COMBINING ",
    "DIGIT ",
)
_MISSING = "\N{WHITE SQUARE}"


@dataclass(frozen=True)
class Row:
    """A question, or a moment, with what is said to it; the note says more in small."""

    question: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of level 2 or 3 and its rows."""

    heading: str
    rows: Sequence[Row]
    level: int = 2


@dataclass(frozen=True)
class DataSheet:
    """What stands on the paper."""

    language: str
    title: str
    over: str
    lede: str
    footer: str
    dated: date
    sections: Sequence[Section]


def pdf(sheet: DataSheet) -> bytes:
    """The paper as PDF/UA-1. A sign for which no font has a shape stands as a square, and the paper is made all the same."""
    facts = asdict(sheet)
    dated = facts.pop("dated")
    facts["date"] = [dated.year, dated.month, dated.day]
    facts = _each_text(facts, _shown)
    try:
        return _compiled(facts)
    except typst.TypstError:  # a rare letter of a script that is known otherwise
        return _compiled(_each_text(facts, _plain))


def _compiled(facts: dict[str, Any]) -> bytes:
    written = typst.compile(
        str(_TEMPLATE),
        format="pdf",
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(facts)},
        pdf_standards=["ua-1"],
    )
    return bytes(written)


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return "".join(map(change, normal("NFC", value)))
    if isinstance(value, dict):
        return {key: _each_text(one, change) for key, one in value.items()}
    return [_each_text(one, change) for one in value] if isinstance(value, list | tuple) else value


def _shown(sign: str) -> str:
    if sign.isascii() or sign in _PUNCTUATION:
        return sign if sign.isprintable() or sign == "\n" else " "
    return sign if unicodedata.name(sign, "").startswith(_SCRIPTS) else _MISSING


def _plain(sign: str) -> str:
    return sign if ord(sign) < 0x250 or 0x370 <= ord(sign) < 0x500 or sign in _PUNCTUATION else _MISSING


_PUNCTUATION = frozenset("\u00a0\u202f’‘“”«»–—…·•№€°×%§©®±²³ªº¡¿¨´¸¬¯¶ʼ" + _MISSING)


@cache
def _fonts() -> str:
    return str(Path(fontpkg_noto_sans.__file__).parent / "files")
