"""Fields for days, hours and numbers that forgive how they are typed, and say in our words what is wrong."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, Form, IntegerField, TimeField
from wtforms.form import BaseForm
from wtforms.validators import Optional, StopValidation

from app.lib.names import tidy

_BLANKS = re.compile(r"[\s\u00a0\u202f’']")
EARLIEST, LATEST = 1990, 2100  # years


class Tidied(Field):
    """What was typed is shown again without control characters, which no page may hold."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.raw_data = [tidy(value) or "" for value in valuelist]
        super().process_formdata([_BLANKS.sub("", value) for value in self.raw_data])


class DayField(Tidied, DateField):
    """A day. Browsers send it as 2027-06-09; 9.6.2027 and 9/6/2027 are understood as well."""

    def __init__(self, label: Any, validators: Any = None, **kwargs: Any) -> None:
        kwargs["format"] = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
        kwargs["invalid_value_message"] = _l("Enter a day as year-month-day, such as 2027-06-09")
        super().__init__(label, [*(validators or [Optional()]), _year_in_sight], **kwargs)


class HourField(Tidied, TimeField):
    """An hour of the day. 9:30, 09h30 and 9.30 are the same."""

    def __init__(self, label: Any, validators: Any = None, **kwargs: Any) -> None:
        kwargs["format"] = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H.%M"]
        kwargs["invalid_value_message"] = _l("Enter an hour, such as 09:30")
        super().__init__(label, validators or [Optional()], **kwargs)


class NumberOfField(Tidied, IntegerField):
    """A whole number, with or without blanks between its thousands; empty means none is set."""

    def __init__(self, label: Any, *, least: int = 0, most: int = 100_000, **kwargs: Any) -> None:
        said = _l("Enter a whole number from %(least)s to %(most)s", least=least, most=most)
        self.least, self.most, self.said = least, most, said
        kwargs["invalid_value_message"] = said
        super().__init__(label, [Optional(), _between], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; Python takes 1_0 for ten, and nobody else does."""
        super().process_formdata(valuelist)
        if "_" in "".join(valuelist):
            self.data = None
            raise ValueError(self.said)


class NeededNumber(NumberOfField):
    """A number that cannot be left out."""

    def pre_validate(self, form: BaseForm) -> None:
        """Say so where nothing was typed."""
        if self.data is None:
            self.errors = []
            raise StopValidation(self.said)


def moment_at(day: date | None, hour: time | None, zone: ZoneInfo, otherwise: time) -> datetime | None:
    """The moment that a day and an hour mean by the clocks of a place; without an hour, the other one."""
    if day is None:
        return None
    return datetime.combine(day, hour or otherwise, tzinfo=zone).astimezone(UTC)


def _between(_form: Form, field: NumberOfField) -> None:
    if field.data is not None and not field.least <= field.data <= field.most:
        raise StopValidation(field.said)


def _year_in_sight(_form: Form, field: DayField) -> None:
    if field.data is not None and not EARLIEST <= field.data.year <= LATEST:
        raise StopValidation(_l("Enter a day that is not so far away"))
