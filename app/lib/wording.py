"""Words for the floors that know no request: the language is an argument, the catalogues are those of the pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

_CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


def N_(message: str) -> str:  # noqa: N802 - the name by which the extraction of messages knows it
    """Mark a message for translation and return it unchanged."""
    return message


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(_CATALOGUES), [language])


def translated(message: str, language: str, **values: object) -> str:
    """The message in a language; `%(name)s` placeholders are filled from the values."""
    text = message if language == "en" else _catalogue(language).ugettext(message)
    return text % values if values else text


def translated_count(singular: str, plural: str, count: int, language: str, **values: object) -> str:
    """The message that fits the count, in a language; `%(num)s` is the count."""
    english = singular if count == 1 else plural
    text = english if language == "en" else _catalogue(language).ungettext(singular, plural, count)
    return text % {"num": count, **values}
