"""Numbers in words, in English and French: thousands apart, a point or a comma, “12%” or “12 %”."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal

_NARROW = "\N{NARROW NO-BREAK SPACE}"


def number(value: int | float | Decimal, language: str, *, places: int | None = None) -> str:
    """A number, as in “1,234.5” or “1 234,5”; `places` is how many stand behind the comma, as many as there are if None."""
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, format=pattern, locale="fr_FR" if language == "fr" else "en_GB")


def percent(value: int, language: str) -> str:
    """A whole percentage, as in “12%” or “12 %”."""
    return f"{value}{_NARROW}%" if language == "fr" else f"{value}%"
