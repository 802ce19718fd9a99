"""What the desk's page says about the last scan. The address holds ids only; names come from the database."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from app.checkin.asking import number
from app.models import CheckIn, Event, Registration
from app.services.attendance import desk_log
from app.services.attendance.checking_in import Answer


class Said(enum.StrEnum):
    """What else the page can say, where nothing was asked of the log."""

    WRONG_DAY = "wrong_day"
    FOUND = "found"


_ABOUT_AN_ENTRY = {Answer.WELCOME, Answer.ALREADY_IN, Answer.TAKEN_BACK}
_ABOUT_A_PERSON = {Answer.NOT_CONFIRMED, Answer.ONLINE_ONLY, Said.FOUND}


@dataclass(frozen=True)
class Told:
    """An answer with whom and which line of the log it is about."""

    code: str
    registration: Registration | None = None
    entry: CheckIn | None = None


def of_address(event: Event, values: Mapping[str, str]) -> Told | None:
    """The answer that an address tells; None if it tells none, or none about this event."""
    code = values.get("answer", "")
    if code in _ABOUT_AN_ENTRY:
        return _about_entry(event, code, number(values.get("entry")))
    if code in _ABOUT_A_PERSON:
        return _about_person(event, code, number(values.get("person")))
    return Told(code) if code in {*Answer, *Said} else None


def _about_entry(event: Event, code: str, entry_id: int | None) -> Told | None:
    line = desk_log.line(event.id, entry_id) if entry_id is not None else None
    if line is None:
        return None
    return Told(code if line.stands else Answer.TAKEN_BACK, line.entry.registration, line.entry)


def _about_person(event: Event, code: str, registration_id: int | None) -> Told | None:
    person = desk_log.person(event.id, registration_id) if registration_id is not None else None
    return Told(code, person) if person is not None else None
