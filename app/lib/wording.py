"""Words for the floors that know no request: the language is an argument, the catalogues are those of the pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

_CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
_CONTEXT = "\x04"  # stands between context and message in every catalogue


def N_(message: str) -> str:  # noqa: N802 - the name by which the extraction of messages knows it
    """Mark a message for translation and return it unchanged."""
    return message


def N_n(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Mark a message that depends on a number and return both forms, for `translated_count`."""
    return singular, plural


def pgettext(context: str, message: str) -> str:
    """Mark a message that other places translate otherwise; returned with its context, as the catalogues write it."""
    return f"{context}{_CONTEXT}{message}"


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; English messages are their own."""
    return NullTranslations() if language == "en" else Translations.load(str(_CATALOGUES), [language])


def translated(message: str, language: str, **values: object) -> str:
    """The message in a language; `%(name)s` placeholders are filled from the values."""
    text = catalogue(language).ugettext(message).rpartition(_CONTEXT)[2]
    return text % values if values else text


def translated_count(singular: str, plural: str, count: int, language: str, **values: object) -> str:
    """The message that fits the count, in a language; `%(num)s` is the count."""
    text = catalogue(language).ungettext(singular, plural, count)
    return text % {"num": count, **values}


def capitalised(text: str) -> str:
    """The text as it begins a line; the rest stays as it is, unlike with `str.capitalize`."""
    return text[:1].upper() + text[1:]
