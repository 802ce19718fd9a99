"""The organisers' own words for the letters of an event, in versions; without any, the standard words hold."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select

from app.emails.words import Words
from app.extensions import db
from app.models import LetterKind, LetterText


def own_words(event_id: int | None, kind: LetterKind, language: str) -> tuple[Words | None, str | None]:
    """The words that hold for a letter in a language, and the heading in the other; None stands for the standard."""
    rows = db.session.scalars(
        select(LetterText)
        .where(LetterText.kind == kind, or_(LetterText.event_id == event_id, LetterText.event_id.is_(None)))
        .order_by(LetterText.event_id.is_(None), LetterText.version.desc())
    ).all()
    own = _holding(row for row in rows if row.language.value == language)
    other = _holding(row for row in rows if row.language.value != language)
    return own, other.heading if other else None


def _holding(rows: Iterable[LetterText]) -> Words | None:
    """Of the versions, an event's before those for every event and the last first, the one that holds."""
    decided: set[int | None] = set()
    for row in rows:
        if row.event_id not in decided and not row.standard:
            return Words(row.subject, row.heading, row.text)
        decided.add(row.event_id)
    return None
