"""Days and periods in words, in English and French."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from babel import Locale
from babel.lists import format_list

from app.lib.calendar_words import calendar_words
from app.lib.numbers import number


def day(value: date, language: str, *, weekday: bool = True, year: bool = False) -> str:
    """A day, as in “Wednesday 9 June” or “mercredi 9 juin”; the first of a month is “1er” in French."""
    named = calendar_words(language)
    words = [named.weekdays[value.weekday()]] if weekday else []
    words += [_number(value, language), named.months[value.month - 1]]
    if year:
        words.append(str(value.year))
    return " ".join(words)


def day_range(first: date, last: date, language: str) -> str:
    """Some days, as in “9–10 June 2027”, “30 May – 1 June 2027” or “9 June 2027”."""
    if first == last:
        return day(first, language, weekday=False, year=True)
    end = day(last, language, weekday=False, year=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_number(first, language)}–{end}"
    return f"{day(first, language, weekday=False, year=first.year != last.year)} – {end}"


def on_days(first: date, last: date, language: str) -> str:
    """Some days inside a sentence, as in “on 9 and 10 June 2027”, “from 30 May to 1 June 2027” or “du 19 au 21 mars 2024”."""
    end = day(last, language, weekday=False, year=True)
    french = language == "fr"
    if first == last:
        return f"{'le' if french else 'on'} {end}"
    one_month = (first.year, first.month) == (last.year, last.month)
    start = (
        _number(first, language)
        if one_month
        else day(first, language, weekday=False, year=first.year != last.year)
    )
    if (last - first).days == 1:
        return f"les {start} et {end}" if french else f"on {start} and {end}"
    return f"du {start} au {end}" if french else f"from {start} to {end}"


def day_list(days: Sequence[date], language: str) -> str:
    """Some days in their order, as in “9–10 June 2027” or “9 June, 10 June and 12 June 2027”; empty where there are none."""
    if not days:
        return ""
    if (days[-1] - days[0]).days == len(days) - 1:
        return day_range(days[0], days[-1], language)
    one_year = days[0].year == days[-1].year
    words = [day(value, language, weekday=False, year=not one_year or value is days[-1]) for value in days]
    return format_list(words, locale=_locale(language))


def short_day(value: date, language: str) -> str:
    """A day where there is little room, as in “9 Jun” or “9 juin”."""
    return f"{value.day} {calendar_words(language).short_months[value.month - 1]}"


def weekday(value: date, language: str) -> str:
    """The day of the week, as in “Wednesday” or “mercredi”."""
    return calendar_words(language).weekdays[value.weekday()]


def month_year(value: date, language: str) -> str:
    """A month, as in “June 2027” or “juin 2027”."""
    return f"{calendar_words(language).months[value.month - 1]} {value.year}"


def language_names(codes: Iterable[str], language: str) -> str:
    """The names of languages by their codes, as in “English, French” or “anglais, français”."""
    locale = Locale.parse(_locale(language))
    return ", ".join(locale.languages.get(code, code) for code in codes)


def file_size(size: int, language: str) -> str:
    """A number of bytes, rounded, as in “240 KB” or “240 Ko”."""
    unit = "o" if language == "fr" else "B"
    if size < 1000:
        return f"{size}\u00a0{unit}"
    if size < 1_000_000:
        return f"{round(size / 1000)}\u00a0K{unit}"
    if size < 1_000_000_000:
        return f"{number(size / 1_000_000, language, places=1)}\u00a0M{unit}"
    return f"{number(size / 1_000_000_000, language, places=1)}\u00a0G{unit}"


def day_number(value: date, language: str) -> str:
    """The number of a day alone, as in “9”; the first of a month is “1er” in French."""
    return _number(value, language)


def _number(value: date, language: str) -> str:
    return "1er" if language == "fr" and value.day == 1 else str(value.day)


def _locale(language: str) -> str:
    return "fr_FR" if language == "fr" else "en_GB"
