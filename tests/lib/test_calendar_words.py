"""Our names of days, months and time zones are those of the Unicode Consortium, and no process loads all its words for them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from babel.dates import format_date, get_timezone_location

from app.lib import dates
from app.lib.zone_cities import OF_MEMBER_STATES, zone_city
from config import ROOT

YEAR = [date(2028, 1, 1) + timedelta(number) for number in range(366)]


@pytest.mark.parametrize(("language", "locale"), [("en", "en_GB"), ("fr", "fr_FR")])
def test_each_day_of_a_year_is_written_as_babel_writes_it(language: str, locale: str) -> None:
    for each in YEAR:
        weekday, month = (format_date(each, pattern, locale=locale) for pattern in ("EEEE", "MMMM"))
        number = "1er" if language == "fr" and each.day == 1 else str(each.day)
        assert dates.weekday(each, language) == weekday
        assert dates.day(each, language, year=True) == f"{weekday} {number} {month} 2028"
        assert dates.month_year(each, language) == format_date(each, "MMMM y", locale=locale)
        assert dates.short_day(each, language) == format_date(each, "d MMM", locale=locale)


@pytest.mark.parametrize(("language", "locale"), [("en", "en_GB"), ("fr", "fr_FR")])
@pytest.mark.parametrize("zone", [*OF_MEMBER_STATES, "America/New_York"])
def test_each_time_zone_is_called_as_babel_calls_it(zone: str, language: str, locale: str) -> None:
    assert zone_city(zone, language) == get_timezone_location(zone, locale=locale, return_city=True)


LETTER = """
from datetime import date
from babel import localedata
from app.lib import dates, zone_cities
for language in ("en", "fr"):
    dates.day_range(date(2027, 6, 9), date(2027, 7, 1), language)
    zone_cities.zone_city("Europe/Athens", language)
print(len(localedata._cache))
"""


def test_no_words_of_a_whole_language_are_loaded_for_them() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LETTER], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "0\n"
