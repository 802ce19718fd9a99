"""Periods of the settings, in days or in months by the calendar, as the name of the setting says."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

_MONTHS = "_months"


@dataclass(frozen=True)
class Period:
    """So many days or months; none at all where something goes at once."""

    number: int = 0
    in_months: bool = False

    @classmethod
    def of(cls, setting: str, number: int) -> Period:
        """What a setting of a name says."""
        return cls(number, setting.endswith(_MONTHS))

    def before(self, moment: datetime) -> datetime:
        """What ended by then has its period behind it at a moment."""
        if not self.in_months:
            return moment - timedelta(days=self.number)
        year, month = _months_on(moment, -self.number)
        return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))

    def after(self, moment: datetime) -> datetime:
        """When the period is over that begins at a moment; the first of the next month where the day does not exist."""
        if not self.in_months:
            return moment + timedelta(days=self.number)
        year, month = _months_on(moment, self.number)
        if moment.day <= monthrange(year, month)[1]:
            return moment.replace(year=year, month=month)
        year, month = _months_on(moment, self.number + 1)
        return moment.replace(year=year, month=month, day=1)


def _months_on(moment: datetime, number: int) -> tuple[int, int]:
    months = moment.year * 12 + moment.month - 1 + number
    return months // 12, months % 12 + 1
