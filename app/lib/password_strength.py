"""Whether a password is one that is tried first, as zxcvbn judges: common passwords, words, names, dates, rows of keys.

Long passwords need no digits and no signs; they must only not be guessed. What is known of the person and the words of
this house are worth nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import log10

from app.lib.names import fold
from app.lib.normal_forms import normal

# Words of the house, in both languages: who attacks it thinks of them first.
_OF_THE_HOUSE = (
    "police", "network", "reseau", "council", "conseil", "europe", "strasbourg", "conference", "meeting", "reunion",
    "secretariat", "correspondent", "correspondant", "event", "evenement", "registration", "inscription", "delegation",
    "accreditation", "interpol", "europol", "administrator", "administrateur", "organiser", "organisateur", "bienvenue",
    "motdepasse", "azertyuiop", "qsdfghjklm",
)  # fmt: skip
_LEAST = 10  # the logarithm of the number of guesses that a password must withstand
_BETWEEN_WORDS = re.compile(r"[\s_.,;:'’\-]+")  # hides nothing, but zxcvbn counts it for much
_JUDGED = 72  # characters; whoever remembers more than those need not fear for the rest
# Signs that stand for letters are read as those. zxcvbn tries all ways of reading them, hundreds where many kinds of them
# are mixed: a password made for it held a process for six seconds. Those of the digits are few.
_LETTERS = str.maketrans("@({[<!|$+%", "accccilstx")


def length(password: str) -> int:
    """The number of characters, as they are hashed."""
    return len(normal("NFKC", password))


def is_common(password: str, about: Iterable[str] = ()) -> bool:
    """Whether a password is easily guessed; `about` has what is known of the person: name, address."""
    known = [word.translate(_LETTERS) for word in (*_OF_THE_HOUSE, *_own_words(about))]
    plain = fold(password).translate(_LETTERS)
    return any(_guesses(text, known) < _LEAST for text in (plain, _BETWEEN_WORDS.sub("", plain)))


def _own_words(about: Iterable[str]) -> list[str]:
    texts = [fold(text) for text in about]
    words = [word for text in texts for word in re.split(r"[\W_]+", text) if len(word) > 2]
    return [*filter(None, texts), *words, "".join(words)]


def _guesses(text: str, known: list[str]) -> float:
    """How many guesses a text withstands, as a logarithm to the base of ten."""
    if not text:
        return 0
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists of words are large, and only a new password needs them

    return log10(zxcvbn(text[:_JUDGED], user_inputs=known, max_length=_JUDGED)["guesses"])
