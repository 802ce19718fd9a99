"""All bodies at once, for lists that name them: read in one statement, in the alphabetical order of a language."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Body, BodyKind


@dataclass(frozen=True)
class Entry:
    """A body as a list shows it."""

    id: int
    code: str
    kind: BodyKind
    name: str
    selectable: bool


class BodyDirectory:
    """Member states first, then the other bodies, each in the order of the language."""

    def __init__(self, language: str) -> None:
        name, sort = (Body.name_fr, Body.sort_fr) if language == "fr" else (Body.name_en, Body.sort_en)
        rows = db.session.execute(select(Body.id, Body.code, Body.kind, name, Body.selectable, sort)).all()
        rows = sorted(rows, key=lambda row: (row[2] is not BodyKind.MEMBER_STATE, row[5], row[0]))
        self.entries = [Entry(*row[:5]) for row in rows]
        self._by_id = {entry.id: entry for entry in self.entries}

    @property
    def order(self) -> list[int]:
        """The ids in their order."""
        return [entry.id for entry in self.entries]

    @property
    def member_states(self) -> int:
        """How many member states there are: the whole of which some are represented."""
        return sum(entry.kind is BodyKind.MEMBER_STATE for entry in self.entries)

    def name(self, body_id: int | None, otherwise: str | None = None) -> str:
        """The name of a body; where there is none, the affiliation that was typed in."""
        return self._by_id[body_id].name if body_id is not None else otherwise or ""

    def code(self, body_id: int | None) -> str:
        """The code of a body; empty where there is none."""
        return self._by_id[body_id].code if body_id is not None else ""
