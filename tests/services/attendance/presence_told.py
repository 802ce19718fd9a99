"""Presence online in tests: an event, reports of its meetings, and what became of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.lib.zoom_reports import Report
from app.models import CheckIn, Event, EventSession, Mode, Registration, Status
from app.services.actors import staff
from app.services.attendance import presence_import
from app.services.attendance.presence_import import Judged, Taken
from app.services.attendance.presence_lines import Question
from app.services.participation import standing
from tests.factories import users
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration

ANA = ("Ana Cebotari", "ana@igp.example")
ION = ("Ion Munteanu", "")


def a_hybrid_event() -> Event:
    """Two days; sessions in the first and in the second hour of the first."""
    made = an_event(starts_at=moment(-1, 9), closes_at=None)
    a_session(made, 0)
    a_session(made, 1)
    a_registration(
        made, Status.CONFIRMED, given_name="Ana", family_name="CEBOTARI", email=ANA[1], mode=Mode.ONLINE
    )
    a_registration(made, Status.CONFIRMED, given_name="Ion", family_name="MUNTEANU", mode=Mode.ONLINE)
    db.session.flush()
    return made


def both(event: Event) -> tuple[EventSession, ...]:
    return tuple(event.sessions)


def person(event: Event, family_name: str) -> Registration:
    return db.session.scalars(
        select(Registration).where(Registration.event_id == event.id, Registration.family_name == family_name)
    ).one()


def judged(event: Event, report: Report, **kwargs: Any) -> Judged:
    asked = {name: kwargs.pop(name) for name in ("hands", "anyway") if name in kwargs}
    return presence_import.judge(Question(event, **kwargs), report, **asked)


def taken(event: Event, report: Report, **kwargs: Any) -> Taken:
    asked = {name: kwargs.pop(name) for name in ("hands", "anyway") if name in kwargs}
    question = Question(event, **kwargs)
    found = presence_import.judge(question, report, **asked, lock=True)
    return presence_import.take_over(question, found, staff(users.an_organiser()))


def log(event: Event) -> set[tuple[str | None, str, int | None, str]]:
    """The log as it stands: family name, session or day, minutes, mode."""
    rows = db.session.scalars(select(CheckIn).where(CheckIn.event_id == event.id, standing()))
    return {
        (
            row.registration.family_name,
            row.session.title_en if row.session else "day",
            row.minutes,
            row.mode.value,
        )
        for row in rows
    }


def told(found: Judged) -> dict[str | None, list[tuple[int, str]]]:
    return {
        one.registration.family_name: [(line.minutes, line.fate.value) for line in one.lines]
        for one in found.people
    }
