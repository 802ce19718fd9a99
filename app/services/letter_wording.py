"""Organisers word a letter: save, go back to the standard, take an earlier version again. Versions are added, never changed.

Where there is no event, the words are for every event that has none of its own.
"""

from __future__ import annotations

import re

from sqlalchemy.exc import IntegrityError

from app.emails import letters, placeholders
from app.emails.words import Problem, Words
from app.extensions import db
from app.lib.clock import now
from app.models import Event, Language, LetterKind, LetterText
from app.services import audit, event_states
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile
from app.services.letter_texts import (
    in_force,
    last_version,
    one_version,
    overview,
    refuse_unworded,
    rows_of,
    words_of,
)
from app.services.wording_errors import UnusableWords

MOST = {"subject": 200, "heading": 200, "text": 10_000}  # characters
_LOOSE = re.compile(r"\{\{[^\S\n]*([A-Za-z][A-Za-z_]*)[^\S\n]*\}\}")


def save(
    event: Event | None, kind: LetterKind, language: Language, words: Words, version: int, actor: Actor
) -> LetterText | None:
    """Let a letter have these words from now on; None where they are those that hold already.

    `version` is the last version that whoever saves has seen.

    Raises:
        NotFound: organisers do not word this letter.
        EventReadOnly: no letter of the event is worded any more.
        UnusableWords: something in them is wrong.
        EditedMeanwhile: somebody else has saved a version since.
    """
    _refuse(event, kind)
    cleaned = clean(words)
    refuse_unusable(kind, cleaned)
    event_id = event.id if event else None
    rows = rows_of(event_id, kind)
    if version != last_version(rows, event_id, language):
        raise EditedMeanwhile
    general = in_force([row for row in rows if row.event_id is None and event_id is not None], language)
    without = words_of(general) if general else letters.standard(kind, language.value)
    holding = in_force(rows, language)
    if cleaned == (words_of(holding) if holding else without):
        return None
    own = None if cleaned == without else cleaned
    return _add(event_id, kind, language, own, version, actor)


def back_to_standard(
    event: Event | None, kind: LetterKind, language: Language, version: int, actor: Actor
) -> LetterText | None:
    """Let a letter have no words of its own from now on; None where it has none. The versions stay.

    Raises: as `save`.
    """
    _refuse(event, kind)
    event_id = event.id if event else None
    rows = rows_of(event_id, kind)
    if version != last_version(rows, event_id, language):
        raise EditedMeanwhile
    holding = in_force(rows, language)
    if holding is None or holding.event_id != event_id:
        return None
    return _add(event_id, kind, language, None, version, actor)


def take_again(
    event: Event | None, kind: LetterKind, language: Language, number: int, version: int, actor: Actor
) -> LetterText | None:
    """Let the words of an earlier version hold again, as a new version; None where they hold already.

    Raises: as `save`; UnusableWords where a letter no longer knows what the version asks for.
    """
    earlier = one_version(event.id if event else None, kind, language, number)
    if earlier.standard:
        return back_to_standard(event, kind, language, version, actor)
    return save(event, kind, language, words_of(earlier), version, actor)


def take_over(source: Event, event: Event, actor: Actor) -> None:
    """Give the letters of a new event the words that those of an earlier one have of their own."""
    for standing in overview(source.id, with_texts=True):
        for language, own in standing.own.items():
            if own is not None and own.event_id == source.id:
                row = _version(event.id, standing.kind, language, words_of(own), 0, actor)
                db.session.add(row)


def refuse_unusable(kind: LetterKind, words: Words) -> None:
    """Make sure that a letter can have these words.

    Raises:
        UnusableWords: it cannot.
    """
    found: dict[str, list[Problem]] = {
        part: list(lines) for part, lines in letters.problems(kind, words).items()
    }
    for part, most in MOST.items():
        length = len(getattr(words, part))
        if not length:
            found[part] = [Problem(1, "empty", "")]
        elif length > most:
            found.setdefault(part, []).insert(0, Problem(1, "too_long", str(most)))
    if found:
        raise UnusableWords({part: found[part] for part in Words._fields if part in found})


def clean(words: Words) -> Words:
    """The words as they are kept: lines without breaks, placeholders in one spelling, nothing that marks a private link."""
    subject, heading, text = (
        _LOOSE.sub(lambda found: f"{{{{ {found[1].lower()} }}}}", placeholders.inert(part)) for part in words
    )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Words(
        " ".join(subject.split()),
        " ".join(heading.split()),
        "\n".join(line.rstrip() for line in lines).strip(),
    )


def _add(
    event_id: int | None,
    kind: LetterKind,
    language: Language,
    own: Words | None,
    version: int,
    actor: Actor,
) -> LetterText:
    row = _version(event_id, kind, language, own, version, actor)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # somebody else was faster
        raise EditedMeanwhile from None
    action = "letter_text.standard" if row.standard else "letter_text.saved"
    audit.record(actor, action, row, fields=[kind.value, language.value])
    return row


def _version(
    event_id: int | None, kind: LetterKind, language: Language, own: Words | None, version: int, actor: Actor
) -> LetterText:
    words = own or Words("", "", "")
    return LetterText(
        event_id=event_id,
        kind=kind,
        language=language,
        version=version + 1,
        standard=own is None,
        **words._asdict(),
        user_id=actor.id,
        created_at=now(),
    )


def _refuse(event: Event | None, kind: LetterKind) -> None:
    refuse_unworded(kind)
    if event is not None:
        event_states.refuse_read_only(event)
