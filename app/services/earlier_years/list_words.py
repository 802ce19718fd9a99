"""What the words of a list mean: by our vocabulary in both languages, by the names of bodies, or as somebody once said."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.lib.clock import now
from app.lib.names import fold, sort_key, tidy
from app.models import Body, Category, Gender, ImportWord, Mode, Role
from app.models.labels import label

COLUMN = "column"  # of a remembered heading
TEXT = "text"  # the meaning of an affiliation that is no body of ours
YES, NO = "yes", "no"
FIELDS = ("body", "category", "role", "mode", "gender", "came")  # whose words have a meaning
_LONGEST = 120
_PEOPLE_MODES = (Mode.IN_PERSON, Mode.ONLINE)

_ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "category": {
        Category.MEMBER_STATE_DELEGATE: (
            "delegate", "member state", "member states", "délégué", "déléguée", "état membre", "états membres",
        ),
        Category.OBSERVER: ("observer", "observers", "observateur", "observatrice", "observateurs"),
        Category.INTERNAL_PARTNER: ("partner", "partenaire", "council of europe", "conseil de l'europe"),
        Category.SPEAKER_EXPERT: (
            "speaker", "speakers", "expert", "experts", "panellist", "moderator", "intervenant", "intervenante", "experte",
        ),
        Category.SECRETARIAT: ("secretariat", "staff", "secrétariat"),
        Category.INTERPRETER: ("interpreter", "interpreters", "interprète", "interprètes"),
        Category.PRESS: ("press", "media", "presse", "médias"),
        Category.SECURITY: ("security", "sécurité"),
        Category.GUEST: ("guest", "guests", "invité", "invitée", "invités"),
    },
    "role": {
        Role.HEAD: ("head", "head of delegation", "chef", "cheffe", "chef de délégation", "cheffe de délégation"),
        Role.DELEGATE: ("delegate", "member", "délégué", "déléguée", "membre"),
        Role.ALTERNATE: ("alternate", "substitute", "suppléant", "suppléante"),
        Role.ADVISER: ("adviser", "advisor", "conseiller", "conseillère"),
        Role.NATIONAL_CORRESPONDENT: (
            "national correspondent", "correspondent", "correspondant", "correspondante", "correspondant national",
            "correspondante nationale",
        ),
    },
    "mode": {
        Mode.IN_PERSON: ("in person", "on site", "on the spot", "physical", "présentiel", "en présentiel", "sur place"),
        Mode.ONLINE: ("online", "on-line", "remote", "remotely", "en ligne", "à distance", "distanciel", "zoom"),
    },
    "gender": {
        Gender.WOMAN: ("woman", "female", "f", "w", "femme", "féminin"),
        Gender.MAN: ("man", "male", "m", "h", "homme", "masculin"),
        Gender.OTHER: ("other", "x", "autre"),
        Gender.PREFERS_NOT_TO_SAY: ("prefers not to say", "ne souhaite pas répondre"),
    },
    "came": {
        YES: ("yes", "y", "x", "1", "true", "oui", "o", "✓", "✔", "present", "présent", "présente", "came", "attended"),
        NO: ("no", "n", "0", "false", "non", "-", "–", "absent", "absente", "did not come"),
    },
}  # fmt: skip
_MEMBERS: dict[str, tuple[enum.StrEnum, ...]] = {
    "category": tuple(Category),
    "role": tuple(Role),
    "mode": _PEOPLE_MODES,
    "gender": tuple(Gender),
}


def _vocabulary() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, meanings in _ALSO.items():
        found[name] = {fold(word): str(code) for code, words in meanings.items() for word in words}
    for name, members in _MEMBERS.items():
        for member in members:
            found[name] |= {
                fold(member.value.replace("_", " ")): member.value,
                fold(member.value): member.value,
            }
    return found


_BUILT_IN = _vocabulary()


@dataclass
class Meanings:
    """The meanings of words, and which words of the list have none yet or have one that somebody gave."""

    bodies: dict[str, Body]  # by code
    _names: Mapping[str, str]  # codes of bodies by what people call them
    remembered: Mapping[str, Mapping[str, str]]
    given: Mapping[tuple[str, str], str]  # on this list, by field and folded word
    unknown: dict[tuple[str, str], str] = field(default_factory=dict)  # as it is written in the list
    by_hand: dict[tuple[str, str], str] = field(default_factory=dict)  # likewise: given now or earlier

    def of(self, name: str, cell: str) -> str | None:
        """The code that a cell means; None if that is not known, and then it is noted."""
        word = word_of(cell)
        told = self.given.get((name, word)) or self.remembered.get(name, {}).get(word)
        if told is not None and self.is_meaning(name, told):
            self.by_hand[name, word] = cell
            return told
        meant = self._plain(name, word)
        if meant is None:
            self.unknown[name, word] = cell
        return meant

    def chosen(self, name: str, word: str) -> str:
        """The meaning that somebody gave a word, on this list or before."""
        return self.given.get((name, word)) or self.remembered.get(name, {}).get(word, "")

    def is_meaning(self, name: str, code: str) -> bool:
        """Whether a code can be what a word of a field means."""
        if name == "body":
            return code == TEXT or code in self.bodies
        return code in meanings_of(name)

    def _plain(self, name: str, word: str) -> str | None:
        if name != "body":
            return _words_of(name).get(word)
        return self._names.get(word) or self._names.get(_unmarked(word))


def meanings(given: Mapping[tuple[str, str], str], remembered: Mapping[str, Mapping[str, str]]) -> Meanings:
    """What words mean, with all that is remembered; one statement."""
    bodies = list(db.session.scalars(select(Body).order_by(Body.id)))
    names: dict[str, str] = {}
    for body in bodies:
        for name in (body.name_fr, body.name_en, body.alias, body.iso2, body.code):
            if name:
                names.setdefault(word_of(name), body.code)
    for word, code in list(names.items()):
        names.setdefault(_unmarked(word), code)
    return Meanings({body.code: body for body in bodies}, names, remembered, given)


def meanings_of(name: str) -> tuple[str, ...]:
    """The codes that the words of a field can mean, bodies apart."""
    return (YES, NO) if name == "came" else tuple(member.value for member in _MEMBERS.get(name, ()))


def word_of(cell: str) -> str:
    """A word as it is compared and remembered; of such a word, the same word."""
    word = fold(tidy(cell) or "")[:_LONGEST]
    return fold(word)[:_LONGEST].strip()  # the letters below an accent can fold once more: Ǿ is ø, and ø is o


def _unmarked(word: str) -> str:
    """The name of a body without its hyphens and apostrophes: people leave them out, or type others."""
    return sort_key(word)


def remembered() -> dict[str, dict[str, str]]:
    """What is remembered, by field and word; one statement."""
    found: dict[str, dict[str, str]] = {}
    for row in db.session.scalars(select(ImportWord)):
        found.setdefault(row.field, {})[row.word] = row.meaning
    return found


def remember(told: Mapping[tuple[str, str], str]) -> None:
    """Keep what words mean, by field and word. An affiliation that is no body of ours is not kept: it may lead to a person."""
    rows = [
        {"field": name, "word": word, "meaning": code, "remembered_at": now()}
        for (name, word), code in sorted(told.items())
        if word and code != TEXT
    ]
    if not rows:
        return
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    keep = insert(ImportWord)  # for another event somebody may be telling the same at this moment
    changed = {"meaning": keep.excluded.meaning, "remembered_at": keep.excluded.remembered_at}
    db.session.execute(keep.on_conflict_do_update(index_elements=["field", "word"], set_=changed), rows)


@cache
def _words_of(name: str) -> Mapping[str, str]:
    """The vocabulary of a field; the words of our own pages are added, which need the translations."""
    return _BUILT_IN[name] | _labelled(name)


def _labelled(name: str) -> dict[str, str]:
    members: tuple[enum.StrEnum, ...] = _MEMBERS.get(name, ())
    return {fold(label(one, spoken)): one.value for one in members for spoken in ("fr", "en")}
