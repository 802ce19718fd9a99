"""Small numbers as words, for the beginning of a sentence: “Nine things to decide today”."""

from __future__ import annotations

_WORDS = {
    "en": "none one two three four five six seven eight nine ten eleven twelve",
    "fr": "aucun un deux trois quatre cinq six sept huit neuf dix onze douze",
}


def in_words(number: int, language: str) -> str:
    """A number from two to twelve as a word, any other in figures (one has a gender in French)."""
    words = _WORDS[language].split()
    return words[number] if 2 <= number < len(words) else str(number)
