"""Papers that are handed out before an event, an agenda or a practical note, as tagged PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from app.documents import typesetting


@dataclass(frozen=True)
class Line:
    """A paragraph; with a lead, such as a time, it stands beside it, and a note below."""

    text: str
    lead: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Handout:
    """What stands on the paper. `over` and `under` the title are its kind and its place and date; `mark` warns the reader."""

    language: str
    title: str
    over: str
    under: str
    footer: str
    dated: date
    sections: Sequence[Section]
    mark: str = ""


def pdf(handout: Handout) -> bytes:
    """The paper as PDF/UA-1."""
    facts = asdict(handout)
    dated = facts.pop("dated")
    return typesetting.pdf("handout", facts, dated)
