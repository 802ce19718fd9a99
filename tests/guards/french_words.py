"""What a listed term is in French, and whether a French text has it: words by their stems, so that each may be inflected."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_SMALL = {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sans", "tenue"}
# Stems that the rule would cut elsewhere: nouns whose verbs and participles are the same term, and short words.
_STEMS = {
    "inscription": "inscri", "pointage": "pointe|pointa", "designation": "design", "confirmation": "confirm",
    "confirmee": "confirm", "validation": "valid", "validee": "valid", "remplacement": "remplac", "presence": "presen",
    "presente": "presen", "accompagnant": "accompagn", "evenement": "evenement", "absent": "absen", "retiree": "retir|retrait",
    "refusee": "refus", "annulee": "annul", "deposee": "depos", "expiree": "expir|echu", "represente": "represent",
    "recense": "recens", "conseiller": "conseil", "etat": "etat", "chef": "chef", "mode": "mode", "place": "place",
    "seance": "seance", "badge": "badge", "quota": "quota", "liste": "liste", "point": "point", "tour": "tour",
    "reponse": "repon", "attente": "attent|attend", "salle": "salle", "membre": "membre", "projet": "projet",
}  # fmt: skip


class Term(NamedTuple):
    """A listed term: its code, what it is called in English, and the stems of each way to say it in French."""

    code: str
    english: re.Pattern[str]
    french: tuple[tuple[str, ...], ...]


def folded(text: str) -> str:
    """Small letters without accents; every blank, hyphen and apostrophe is one space."""
    plain = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^\w·%]+", " ", plain)


def stems(words: str) -> tuple[str, ...]:
    """The stems of the words that carry a term."""
    found = [word.partition("·")[0] for word in folded(words).split()]
    return tuple(
        _STEMS.get(word, word[: max(4, -(-len(word) * 6 // 10))]) for word in found if word not in _SMALL
    )


@cache
def terms() -> tuple[Term, ...]:
    """Every term of the vocabulary."""
    with (ROOT / "app/reference/vocabulary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Term(
            row["code_name"],
            _english(row["term_en"]),
            tuple(stems(way) for way in re.sub(r"\([^)]*\)", "", row["term_fr"]).split(" / ")),
        )
        for row in rows
    )


def has(french: str, ways: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a French text says a term in one of these ways: a word for each stem, in any order."""
    words = folded(french).split()
    return any(
        all(any(word.startswith(tuple(stem.split("|"))) for word in words) for stem in way) for way in ways
    )


def _english(term: str) -> re.Pattern[str]:
    ways = re.sub(r"\([^)]*\)", "", term).split(" / ")
    said = "|".join(re.escape(way.strip()).replace("’", "[’']") + "s?" for way in ways)
    return re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE)
