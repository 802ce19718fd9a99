"""Papers set by typst: a template of templates/typst and facts in, tagged PDF/UA-1 or pictures of its pages out.

The facts go in as JSON and nothing of them is read as markup. The fonts are named here and nowhere else: Noto Sans (Latin, Greek,
Cyrillic), DejaVu Sans (Georgian, Armenian), TeX Gyre Pagella for titles; what stands on a machine besides makes no difference.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import typst

from app.documents.glyphs import NOTO_FONTS, OWN_FONTS, settable

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "typst"
PDF_TYPE = "application/pdf"


def pdf(template: str, facts: Mapping[str, Any], dated: date) -> bytes:
    """A paper as PDF/UA-1. The template reads the facts with `#import "frame.typ": facts`; `dated` stands in them and in
    the file's own date, so that the same facts make the same file.
    """
    made = _compiler().compile(
        str(TEMPLATES / f"{template}.typ"),
        format="pdf",
        sys_inputs=_inputs(facts, dated),
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


def pictures(
    template: str, facts: Mapping[str, Any], dated: date, *, most: int, ppi: int = 96
) -> list[bytes]:
    """The first pages of a paper as PNG, at most so many; the caller bounds the facts, as all pages are set first."""
    made = _compiler().compile(
        str(TEMPLATES / f"{template}.typ"), format="png", ppi=ppi, sys_inputs=_inputs(facts, dated)
    )
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None][:most]


def _inputs(facts: Mapping[str, Any], dated: date) -> dict[str, str]:
    whole = {**_settable(facts), "date": [dated.year, dated.month, dated.day]}
    return {"facts": json.dumps(whole, ensure_ascii=False)}


def _settable(value: Any) -> Any:
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, Mapping):
        return {key: _settable(one) for key, one in value.items()}
    return [_settable(one) for one in value] if isinstance(value, list | tuple) else value


def _compiler() -> typst.Compiler:
    """A new one each time: two papers at once do not share their facts."""
    return typst.Compiler(root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(NOTO_FONTS), str(OWN_FONTS)],
    )
