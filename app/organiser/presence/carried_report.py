"""A report between looking at it and recording it: sealed in the page, because it names people, and stored nowhere."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.lib.sealed_values import CannotOpen
from app.lib.spans import Span
from app.lib.zoom_reports import Report, Stay
from app.models import Event
from app.services.attendance import presence_import
from app.services.attendance.presence_lines import Question
from app.web.sealing import safe

MOST = 800_000  # characters; with what is chosen by hand a form carries a million


class TooMuchToCarry(Exception):
    """The report is longer than a page can carry."""


@dataclass(frozen=True)
class Carried:
    """What was looked at: the report, what it was asked, and who was chosen by hand, by the row of the report."""

    report: Report
    question: Question
    hands: Mapping[int, str]


def seal(carried: Carried) -> str:
    """What the page carries.

    Raises:
        TooMuchToCarry: told before anybody is chosen by hand.
    """
    question = carried.question
    facts = {
        "stays": [_plain(stay) for stay in carried.report.stays],
        "timed": carried.report.timed,
        "sessions": [session.id for session in question.sessions],
        "day": question.day.isoformat() if question.day else None,
        "least": question.least,
        "corrects": question.corrects,
        "hands": {str(row): typed for row, typed in carried.hands.items()},
    }
    packed = b64encode(zlib.compress(json.dumps(facts).encode())).decode()
    sealed = safe().seal(packed, _purpose(question.event))
    if len(sealed) > MOST and not carried.hands:
        raise TooMuchToCarry
    return sealed


def unseal(sealed: str, event: Event) -> Carried | None:
    """What the page of this event carried; None if it was tampered with, or if a session is not there any more."""
    try:
        facts = json.loads(zlib.decompress(b64decode(safe().open(sealed, _purpose(event)))))
    except CannotOpen:
        return None
    sessions = tuple(
        session for session in presence_import.sessions(event) if session.id in facts["sessions"]
    )
    if len(sessions) < len(facts["sessions"]):
        return None
    day = date.fromisoformat(facts["day"]) if facts["day"] else None
    question = Question(event, sessions, day, facts["least"], facts["corrects"])
    report = Report([_stay(*stay) for stay in facts["stays"]], facts["timed"])
    return Carried(report, question, {int(row): typed for row, typed in facts["hands"].items()})


def _purpose(event: Event) -> str:
    return f"presence online of event {event.id}"


def _plain(stay: Stay) -> list[Any]:
    span = [moment.isoformat() for moment in stay.span] if stay.span else None
    return [stay.row, stay.name, stay.email, stay.minutes, span]


def _stay(row: int, name: str, email: str, minutes: int, span: list[str] | None) -> Stay:
    return Stay(row, name, email, minutes, Span(*map(datetime.fromisoformat, span)) if span else None)
