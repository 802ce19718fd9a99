"""Who is meant by a name and an address in an online meeting: by the address first, then by the name, otherwise nobody.

People call themselves as they like there: “CEBOTARI Ana”, “Moldova - Ana Cebotari”, “iPhone (Ana Cebotari)”. Where more than
one can be meant, nobody is chosen: whoever imports says who it was.
"""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.names import tokens
from app.lib.spans import minutes as spans_together
from app.lib.zoom_reports import Report, Stay
from app.models import Event, Registration, Status

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_PARTS = re.compile(r"[–—|/,;:•_#]|\s-\s")

Words = tuple[str, ...]


class Way(enum.StrEnum):
    """How somebody was found, the surest first."""

    EMAIL = "email"
    NAME = "name"
    SIMILAR = "similar"  # one name has a word more than the other
    HAND = "hand"


@dataclass(frozen=True)
class Connection:
    """All lines of a report with one name and address."""

    name: str
    email: str
    stays: tuple[Stay, ...]

    @property
    def row(self) -> int:
        """Its first line, as a spreadsheet counts: by this it is called."""
        return self.stays[0].row

    @property
    def minutes(self) -> int:
        """How long it was in the meeting."""
        spans = [stay.span for stay in self.stays if stay.span is not None]
        return spans_together(spans) if spans else sum(stay.minutes for stay in self.stays)


@dataclass(frozen=True)
class Match:
    """Whom a connection can mean. There is a way only where it is one person."""

    people: tuple[Registration, ...] = ()
    way: Way | None = None


def connections(report: Report) -> list[Connection]:
    """The lines of a report by name and address, in their order."""
    found: dict[tuple[str, Words], list[Stay]] = {}
    for stay in report.stays:
        found.setdefault((stay.email, _words(stay.name)), []).append(stay)
    return [Connection(stays[0].name, stays[0].email, tuple(stays)) for stays in found.values()]


class Registered:
    """Everybody registered for an event, to be found by address, name and reference; whoever was erased is nobody here."""

    def __init__(self, event: Event) -> None:
        self.people = db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event.id, Registration.anonymised_at.is_(None))
            .order_by(Registration.sort_name, Registration.id)
            .options(joinedload(Registration.body))
        ).all()
        self._by_email: dict[str, list[Registration]] = {}
        self._by_words: dict[Words, list[Registration]] = {}
        self._by_word: dict[str, list[Words]] = {}
        for person in self.people:
            self._by_email.setdefault(person.email_key or "", []).append(person)
            for words in _names_of(person):
                self._by_words.setdefault(words, []).append(person)
        for words in self._by_words:
            for word in words:
                self._by_word.setdefault(word, []).append(words)

    def meant_by(self, connection: Connection) -> Match:
        """Whom a connection means."""
        named = [_words(variant) for variant in _variants(connection.name)]
        exact = _likeliest(person for words in named for person in self._by_words.get(words, ()))
        addressed = _likeliest(self._by_email.get(connection.email, ()) if connection.email else ())
        if addressed:
            return _agreed(addressed, exact or self._similar(named))
        if exact:
            return Match(exact, Way.NAME if len(exact) == 1 else None)
        similar = self._similar(named)
        return Match(similar, Way.SIMILAR if len(similar) == 1 else None)

    def with_reference(self, typed: str) -> Registration | None:
        """The person with a reference; what follows it in the list of choices may stand behind it."""
        first = typed.strip().upper().partition(" ")[0]
        return next((person for person in self.people if person.reference.upper() == first), None)

    def _similar(self, named: Iterable[Words]) -> tuple[Registration, ...]:
        """Those whose name has all words of this one, or the other way round; one word alone says too little."""
        found: list[Registration] = []
        for words in named:
            shared = Counter(other for word in words for other in self._by_word.get(word, ()))
            for other, number in shared.items():
                if number >= 2 and number == min(len(words), len(other)):
                    found += self._by_words[other]
        return _likeliest(found)


def _agreed(addressed: tuple[Registration, ...], named: tuple[Registration, ...]) -> Match:
    """Who is meant where the address is known: a mailbox can be shared, and lent to somebody who has another."""
    both = tuple(person for person in addressed if person in named)
    if len(both) == 1:
        return Match(both, Way.EMAIL)
    if len(addressed) == 1 and not named:
        return Match(addressed, Way.EMAIL)
    return Match((*addressed, *(person for person in named if person not in addressed)))


def _likeliest(found: Iterable[Registration]) -> tuple[Registration, ...]:
    """Each once; the confirmed before the living, and those before whoever withdrew."""
    people = list({person.id: person for person in found}.values())
    best = min(map(_rank, people), default=0)
    return tuple(person for person in people if _rank(person) == best)


def _rank(person: Registration) -> int:
    return 0 if person.status is Status.CONFIRMED else 1 if person.is_living else 2


def _names_of(person: Registration) -> set[Words]:
    names = (f"{person.given_name or ''} {person.family_name or ''}", person.own_script_name or "")
    return {words for words in map(_words, names) if words}


def _words(name: str) -> Words:
    """The folded words of a name, in an order that is always the same."""
    return tuple(sorted(set(tokens(name))))


def _variants(name: str) -> Sequence[str]:
    """The name as it stands; what stands in brackets and what around them; its parts between dashes and strokes."""
    inside = [first or second for first, second in _BRACKETS.findall(name)]
    outside = _BRACKETS.sub(" ", name)
    parts = [part for text in (outside, *inside) for part in _PARTS.split(text)]
    return list(dict.fromkeys((name, *inside, outside, *parts)))
