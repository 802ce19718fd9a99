"""What is kept about somebody, on paper: sections of questions and answers as tagged PDF, names of any European script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from app.documents import typesetting


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
    return typesetting.pdf("data_sheet", facts, dated)
