"""The organisers' own words for the letters of an event, in versions; without any, the standard words hold.

Where `event_id` is None, the words are for every event that has none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import defer, joinedload

from app.emails import letters
from app.emails.words import Words
from app.extensions import db
from app.lib.bilingual import other
from app.models import Language, LetterKind, LetterText
from app.services.errors import NotFound


@dataclass(frozen=True)
class Present:
    """The words of a letter in a language as they hold now."""

    words: Words
    own: LetterText | None  # the version that holds; None: the standard words
    version: int  # of the last words saved for the event, 0 where there are none: whoever saves names it
    behind: Language | None  # the language that is not adapted to the other
    without: Words  # what would hold without own ones: of an event, the words for every event
    is_general: bool = False  # whether those are the words for every event, and not the standard


@dataclass(frozen=True)
class Standing:
    """Which words a letter has, by language: the version that holds, None for the standard words."""

    kind: LetterKind
    own: dict[Language, LetterText | None]
    behind: Language | None


def own_words(event_id: int | None, kind: LetterKind, language: str) -> tuple[Words | None, str | None]:
    """The words that hold for a letter in a language, and the heading in the other; None stands for the standard."""
    rows = rows_of(event_id, kind)
    own, beside = (in_force(rows, Language(each)) for each in (language, other(language)))
    return words_of(own) if own else None, beside.heading if beside else None


def present(event_id: int | None, kind: LetterKind, language: Language) -> Present:
    """What holds for a letter in a language.

    Raises:
        NotFound: organisers do not word this letter.
    """
    refuse_unworded(kind)
    rows = rows_of(event_id, kind)
    own = in_force(rows, language)
    for_all = [row for row in rows if row.event_id is None and event_id is not None]
    general = in_force(for_all, language)
    without = words_of(general) if general else letters.standard(kind, language.value)
    return Present(
        words_of(own) if own else without,
        own,
        last_version(rows, event_id, language),
        _behind(rows),
        without,
        general is not None,
    )


def overview(event_id: int | None, *, with_texts: bool = False) -> list[Standing]:
    """Every letter that organisers word, in the order of their kinds; one statement, as a rule without the texts."""
    query = _query(event_id)
    rows = db.session.scalars(query if with_texts else query.options(defer(LetterText.text))).all()
    return [
        _standing(kind, [row for row in rows if row.kind is kind])
        for kind, letter in letters.TYPES.items()
        if letter.worded
    ]


def history(event_id: int | None, kind: LetterKind, language: Language) -> Sequence[LetterText]:
    """The versions of a letter in a language, the last first, with whoever saved them."""
    refuse_unworded(kind)
    return db.session.scalars(
        select(LetterText)
        .where(LetterText.kind == kind, LetterText.language == language, _of(event_id))
        .order_by(LetterText.version.desc(), LetterText.id.desc())
        .options(joinedload(LetterText.user))
    ).all()


def one_version(event_id: int | None, kind: LetterKind, language: Language, number: int) -> LetterText:
    """A version of a letter.

    Raises:
        NotFound: there is none with this number.
    """
    found = [row for row in history(event_id, kind, language) if row.version == number]
    if not found:
        raise NotFound
    return found[0]


def words_of(row: LetterText) -> Words:
    """What a version says."""
    return Words(row.subject, row.heading, row.text)


def in_force(rows: Sequence[LetterText], language: Language) -> LetterText | None:
    """Of the versions, an event's before those for every event and the last first, the one that holds."""
    decided: set[int | None] = set()
    for row in rows:
        if row.language is not language:
            continue
        if row.event_id not in decided and not row.standard:
            return row
        decided.add(row.event_id)
    return None


def _behind(rows: Sequence[LetterText]) -> Language | None:
    """The language that waits to be adapted: the other one has words of its own, or was changed last and alone."""
    own = [language for language in Language if in_force(rows, language)]
    if len(own) < len(Language):
        return _beside(own[0]) if own else None
    ahead: Language | None = None
    for row in sorted(rows, key=lambda row: row.id):
        ahead = None if ahead is _beside(row.language) else row.language
    return _beside(ahead) if ahead else None


def _beside(language: Language) -> Language:
    return Language(other(language.value))


def _standing(kind: LetterKind, rows: Sequence[LetterText]) -> Standing:
    return Standing(kind, {language: in_force(rows, language) for language in Language}, _behind(rows))


def rows_of(event_id: int | None, kind: LetterKind) -> Sequence[LetterText]:
    """The versions of a letter that decide on an event's words, in both languages, as `in_force` takes them."""
    return db.session.scalars(_query(event_id).where(LetterText.kind == kind)).all()


def _query(event_id: int | None) -> Select[LetterText]:
    """The versions that decide on an event's words: its own first, the last version first."""
    return (
        select(LetterText)
        .where(or_(_of(event_id), LetterText.event_id.is_(None)))
        .order_by(LetterText.event_id.is_(None), LetterText.version.desc(), LetterText.id.desc())
    )


def _of(event_id: int | None) -> ColumnElement[bool]:
    return LetterText.event_id.is_(None) if event_id is None else LetterText.event_id == event_id


def last_version(rows: Sequence[LetterText], event_id: int | None, language: Language) -> int:
    """The number of the last version that was saved for the event itself; 0 where there is none."""
    versions = [row.version for row in rows if row.event_id == event_id and row.language is language]
    return max(versions, default=0)


def refuse_unworded(kind: LetterKind) -> None:
    """Make sure that organisers word a letter.

    Raises:
        NotFound: they do not.
    """
    if not letters.TYPES[kind].worded:
        raise NotFound
