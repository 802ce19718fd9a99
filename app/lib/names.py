"""Names of persons and bodies: folded for search and sorting, compared for identity."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from app.lib.normal_forms import normal

# Letters that Unicode does not decompose into a base letter and a mark.
_LIGATURES = str.maketrans(
    {
        "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d",
        "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ł": "l", "Ł": "l", "ı": "i", "İ": "i", "ħ": "h", "Ħ": "h",
        "ŋ": "n", "Ŋ": "n", "ə": "a", "Ə": "a", "’": "'", "ʼ": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "‑": "-",
    }
)  # fmt: skip
_BREAKING = re.compile(r"[ \t\n]+")
# A blank before a high sign that ends a word, and inside « »: only French sets one, and no line may break there.
_FRENCH_BLANK = re.compile(r"(?<=\S) (?=[:;?!»](?:\s|$))|(?<=«) (?=\S)")
_MOST_MARKS = 3  # on one letter
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def fold(text: str) -> str:
    """The text without accents, ligatures and case, so that œuvre and Oeuvre are found alike and sort together."""
    if text.isascii():  # most are: nothing to take off
        return " ".join(text.lower().split())
    spread = normal("NFKD", text.translate(_LIGATURES))
    plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def tokens(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return [word for word in _NOT_WORD.split(fold(text)) if word]


def search_text(*parts: str | None) -> str:
    """What a search looks through: the folded words of all parts, between blanks, each once."""
    words = dict.fromkeys(word for part in parts if part for word in tokens(part))
    return f" {' '.join(words)} " if words else ""


def sort_key(*parts: str | None) -> str:
    """A key by which every database sorts alike: folded words without punctuation."""
    return " ".join(word for part in parts if part for word in tokens(part))


def identity_key(address: str, *names: str | None) -> str:
    """One key per person and event: the normalised address and the folded words of the name in any order.

    A digest, because the key is compared and never read.
    """
    words = sorted(word for name in names if name for word in tokens(name))
    return hashlib.sha256("\n".join([normalised_address(address), *words]).encode()).hexdigest()


def normalised_address(address: str) -> str:
    """An e-mail address as it is compared: without blanks around it, in one case and one Unicode form."""
    return normal("NFC", address.strip()).casefold()


def looks_like_a_name(text: str) -> bool:
    """Whether there is a letter of any script, and on no letter more than three marks: Vietnamese has two, Hebrew three."""
    marks, letters = 0, 0
    for sign in normal("NFD", text):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        letters += kind[0] == "L"
        if marks > _MOST_MARKS:
            return False
    return letters > 0


def tidy(text: str | None, *, prose: bool = False) -> str | None:
    """What somebody typed, without control characters, bidirectional overrides and surplus blanks; None if nothing is left.

    In prose no-break spaces stay, and a blank before a high sign becomes one, as French sets it.
    """
    if text is None:
        return None
    kept = "".join(
        letter
        for letter in normal("NFC", text)
        if letter in "\n\t"
        or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
        or letter == "\u200d"
    )
    if not prose:
        return " ".join(kept.split()) or None
    return _FRENCH_BLANK.sub("\u202f", " ".join(_BREAKING.split(kept)).strip()) or None
