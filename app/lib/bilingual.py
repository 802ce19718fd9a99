"""A text in the two languages of the Network."""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES = ("en", "fr")


class Bilingual(NamedTuple):
    """English and French of one text; where one is missing the other stands in."""

    en: str
    fr: str

    def in_language(self, language: str) -> str:
        """The text in the language asked for."""
        return (self.fr or self.en) if language == "fr" else (self.en or self.fr)

    def other_language(self, language: str) -> str:
        """The text in the other language, or nothing where it would only repeat the first."""
        other = self.en if language == "fr" else self.fr
        return other if other and other != self.in_language(language) else ""

    def __bool__(self) -> bool:
        return bool(self.en or self.fr)


def bilingual(en: str | None, fr: str | None) -> Bilingual:
    """A bilingual text from two columns that may be empty."""
    return Bilingual(en or "", fr or "")


def other(language: str) -> str:
    """The other of the two languages."""
    return "en" if language == "fr" else "fr"
