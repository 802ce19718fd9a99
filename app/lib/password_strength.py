"""Whether a password is one that is tried first: rows of keys, repetitions, everyday words, one's own name.

Long passwords need no digits and no signs; they must only not be guessed. What is left once everything common is taken
out must still be something.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from app.lib.names import fold

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm",
    "wxcvbn", "qwertzuiop", "yxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)  # fmt: skip
_WORDS = (
    "password", "passwort", "passphrase", "motdepasse", "wachtwoord", "contrasena", "secret", "letmein", "changeme",
    "welcome", "bienvenue", "willkommen", "iloveyou", "jetaime", "sunshine", "princess", "football", "baseball", "dragon",
    "monkey", "master", "superman", "batman", "starwars", "whatever", "trustno", "freedom", "shadow", "michael", "charlie",
    "chocolat", "soleil", "doudou", "bonjour", "administrator", "administrateur", "admin", "organiser", "organisateur",
    "login", "user", "test", "police", "network", "reseau", "council", "conseil", "europe", "strasbourg", "conference",
    "meeting", "reunion", "secretariat", "correspondent", "event", "registration", "inscription", "interpol", "europol",
    "monday", "lundi", "january", "janvier", "spring", "summer", "autumn", "winter", "printemps", "automne", "hiver",
    "this", "the", "your", "mine", "very", "super",
)  # fmt: skip
_SUBSTITUTES = str.maketrans("0134578@$!€", "oieastbasie")
_SHORTEST_RUN = 4
_LEAST_LEFT, _LEAST_DIFFERENT, _LEAST_UNIT = 6, 5, 10


def length(password: str) -> int:
    """The number of characters, as they are hashed."""
    return len(unicodedata.normalize("NFKC", password))


def is_common(password: str, about: Iterable[str] = ()) -> bool:
    """Whether a password is easily guessed; `about` has what is known of the person: name, address."""
    plain = fold(password)
    own = [word for text in about for word in re.split(r"[^\w]+", fold(text)) if len(word) > 2]
    return any(_little_is_left(text, own) for text in (plain, plain.translate(_SUBSTITUTES)))


def _little_is_left(text: str, own: list[str]) -> bool:
    letters = re.sub(r"[\W_]+", "", text)
    if len(_unit(letters)) < _LEAST_UNIT:
        return True
    for word in sorted({*own, *_WORDS}, key=len, reverse=True):
        letters = letters.replace(word, "")
    letters = _without_rows(letters)
    return len(letters) < _LEAST_LEFT or len(set(letters)) < _LEAST_DIFFERENT


def _unit(text: str) -> str:
    """What a text repeats from its beginning to its end; the text itself if it does not."""
    return text[: (text + text).find(text, 1)] if text else ""


def _without_rows(text: str) -> str:
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    left, start = [], 0
    while start < len(text):
        end = start + _SHORTEST_RUN
        if any(text[start:end] in row for row in rows) and end <= len(text):
            while end < len(text) and any(text[start : end + 1] in row for row in rows):
                end += 1
            start = end
        else:
            left.append(text[start])
            start += 1
    return "".join(left)
