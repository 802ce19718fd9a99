"""Papers set by typst: a template of templates/typst and facts in, tagged PDF/UA-1 or pictures of its pages out.

The facts go in as JSON and nothing of them is read as markup. The fonts are named here and nowhere else: Noto Sans (Latin, Greek,
Cyrillic), DejaVu Sans (Georgian, Armenian), TeX Gyre Pagella for titles; what stands on a machine besides makes no difference.

Each paper is set by a process of its own (typesetter.py). typst keeps what it has set, some hundred megabytes after a few long
papers: so it goes back with the process, and one that never ends is stopped without the server.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app.documents.glyphs import NOTO_FONTS, OWN_FONTS, settable
from app.documents.typesetter import files_of
from app.lib import installation

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "typst"
PDF_TYPE = "application/pdf"
_PROGRAM = Path(__file__).with_name("typesetter.py")
_LONGEST = 300  # seconds; 5,000 badges take a tenth of it
_QUOTED = re.compile(r"`.*?`", re.DOTALL)  # of a name, in what typst says: it stands in no log


class CannotBeSet(Exception):
    """A template and its facts do not fit: a mistake of ours, not of whoever asked."""


def pdf(template: str, facts: Mapping[str, Any], dated: date) -> bytes:
    """A paper as PDF/UA-1. The template reads the facts with `#import "frame.typ": facts`; `dated` stands in them and in
    the file's own date, so that the same facts make the same file.
    """
    return _set(template, facts, dated, format="pdf", pdf_standards=["ua-1"])[0]


def pictures(
    template: str, facts: Mapping[str, Any], dated: date, *, most: int, ppi: int = 96
) -> list[bytes]:
    """The first pages of a paper as PNG, at most so many; the caller bounds the facts, as all pages are set first."""
    return _set(template, facts, dated, format="png", ppi=ppi)[:most]


def _set(template: str, facts: Mapping[str, Any], dated: date, **form: Any) -> list[bytes]:
    network = installation.spoken(str(facts.get("language", "en"))).name
    whole = {
        **_settable(facts),
        "network": settable(network),
        "date": [dated.year, dated.month, dated.day],
    }
    order = {
        "root": str(TEMPLATES),
        "template": str(TEMPLATES / f"{template}.typ"),
        "fonts": [str(NOTO_FONTS), str(OWN_FONTS)],
        "facts": json.dumps(whole, ensure_ascii=False),
        "as": form,
    }
    done = subprocess.run(  # noqa: S603 - a program of ours; what somebody wrote goes in as data, not as words of the line
        [sys.executable, "-P", str(_PROGRAM)],
        input=json.dumps(order).encode(),
        capture_output=True,
        timeout=_LONGEST,
        check=False,
    )
    if done.returncode:
        said = _QUOTED.sub("…", done.stderr.decode(errors="replace"))
        raise CannotBeSet(f"{template}: {said[:300]}")
    return list(files_of(done.stdout))


def _settable(value: Any) -> Any:
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, Mapping):
        return {key: _settable(one) for key, one in value.items()}
    return [_settable(one) for one in value] if isinstance(value, list | tuple) else value
