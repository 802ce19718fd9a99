"""A report as a page, or a job, holds it between looking at it and recording it: sealed, because it names people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.lib.sealed_values import CannotOpen, Safe
from app.lib.spans import Span
from app.lib.zoom_reports import Report, Stay
from app.models import Event
from app.services.attendance import presence_import
from app.services.attendance.presence_lines import Question


@dataclass(frozen=True)
class Carried:
    """What was looked at: the report, what it was asked, and who was chosen by hand, by the row of the report."""

    report: Report
    question: Question
    hands: Mapping[int, str]


def seal(carried: Carried, safe: Safe) -> str:
    """The report with what it was asked; it opens for its event only."""
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
    return safe.seal_facts(facts, _purpose(question.event))


def unseal(sealed: str, event: Event, safe: Safe) -> Carried | None:
    """The report of this event; None if it was tampered with, or if a session is not there any more."""
    try:
        facts = safe.open_facts(sealed, _purpose(event))
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
