"""What the desk's page says about the last scan. The address holds ids only; names come from the database."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.checkin.asking import number
from app.models import CheckIn, Event, Registration
from app.services.attendance import checking_in, desk_log
from app.services.attendance.checking_in import Answer


class Said(enum.StrEnum):
    """What else the page can say, where nothing was asked of the log."""

    WRONG_DAY = "wrong_day"
    FOUND = "found"
    NO_CODE = "no_code"
    SEVERAL_CODES = "several_codes"
    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"


_RECORDED = {Answer.WELCOME, Answer.LEFT, Answer.TAKEN_BACK}
_ABOUT_AN_ENTRY = {*_RECORDED, Answer.ALREADY_IN, Answer.NOT_IN}
_ABOUT_A_PERSON = {Answer.NOT_CONFIRMED, Answer.ONLINE_ONLY, Answer.NOT_IN, Said.FOUND}


@dataclass(frozen=True)
class Told:
    """An answer with whom and which line of the log it is about."""

    code: str
    registration: Registration | None = None
    entry: CheckIn | None = None

    @property
    def kept(self) -> dict[str, Any]:
        """What an address says of it. Of somebody else's event it says nothing."""
        about = {}
        if self.entry is not None:
            about = {"entry": self.entry.id}
        elif self.registration is not None:
            about = {"person": self.registration.id}
        return {"answer": str(self.code), **about}


def of_address(event: Event, values: Mapping[str, str]) -> Told | None:
    """The answer that an address tells; None if it tells none, or none about this event."""
    code, entry_id = values.get("answer", ""), number(values.get("entry"))
    if code in _ABOUT_AN_ENTRY and entry_id is not None:
        return _about_entry(event, code, entry_id)
    if code in _ABOUT_A_PERSON:
        return _about_person(event, code, number(values.get("person")))
    return Told(code) if code in {*Answer, *Said} - _ABOUT_AN_ENTRY else None


def _about_entry(event: Event, code: str, entry_id: int) -> Told | None:
    line = desk_log.line(event.id, entry_id)
    if line is None:
        return None
    if code in _RECORDED or not line.stands:
        code = checking_in.answer_of(line.entry, stands=line.stands)
    return Told(code, line.entry.registration, line.entry)


def _about_person(event: Event, code: str, registration_id: int | None) -> Told | None:
    person = desk_log.person(event.id, registration_id) if registration_id is not None else None
    return Told(code, person) if person is not None else None
