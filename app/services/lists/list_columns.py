"""The columns that a list of participants can have, each under a code that files, saved choices and the audit trail share.

Gender is none of them: it is asked for statistics only. What people need is apart: it is never saved with a choice.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from app.documents.spreadsheets import Column, Kind
from app.extensions import db
from app.lib import dates
from app.lib.wording import N_, capitalised, pgettext, translated
from app.models import Event, EventSession


class Part(enum.StrEnum):
    """What columns are about, so that they are chosen side by side."""

    PERSON = "person"
    BODY = "body"
    REGISTRATION = "registration"
    CONSENT = "consent"
    ATTENDANCE = "attendance"


class ListColumn(NamedTuple):
    """A column to be chosen: what it is about, its heading, its width in letters, what it holds."""

    part: Part
    heading: str
    width: int
    kind: Kind = Kind.TEXT


class FileColumn(NamedTuple):
    """A column of one file: its code, the column that was chosen, which session or day it is about, and its heading."""

    code: str
    chosen: str
    about: str
    column: Column


SIGN_UPS, DAYS = "sign_ups", "days"  # each becomes a column for each session with sign-up, for each day
DIET, ACCESS = "diet", "access"
_ZONE = "%(zone)s"
COLUMNS: dict[str, ListColumn] = {
    "reference": ListColumn(Part.REGISTRATION, N_("Reference"), 14),
    "family_name": ListColumn(Part.PERSON, N_("Family name"), 24),
    "given_name": ListColumn(Part.PERSON, N_("Given name"), 20),
    "own_script_name": ListColumn(Part.PERSON, N_("Name in the person’s own script"), 24),
    "title": ListColumn(Part.PERSON, N_("Title or rank"), 12),
    "function": ListColumn(Part.PERSON, N_("Function"), 28),
    "service": ListColumn(Part.PERSON, N_("Service"), 28),
    "body_code": ListColumn(Part.BODY, N_("Body, code"), 14),
    "body": ListColumn(Part.BODY, N_("Body"), 30),
    "category": ListColumn(Part.BODY, N_("Category"), 22),
    "role": ListColumn(Part.BODY, N_("Part in the delegation"), 20),
    "group": ListColumn(Part.BODY, N_("Group"), 16),
    "mode": ListColumn(Part.REGISTRATION, N_("Takes part"), 12),
    "status": ListColumn(Part.REGISTRATION, N_("Registration"), 16),
    "place": ListColumn(Part.REGISTRATION, pgettext("registration", "Place"), 14),
    "language": ListColumn(Part.PERSON, N_("Language"), 10),
    "email": ListColumn(Part.PERSON, N_("E-mail address"), 30),
    "registered_at": ListColumn(Part.REGISTRATION, N_("Registered (%(zone)s)"), 18, Kind.MOMENT),
    "confirmed_at": ListColumn(Part.REGISTRATION, N_("Confirmed (%(zone)s)"), 18, Kind.MOMENT),
    "first_check_in": ListColumn(Part.ATTENDANCE, N_("First check-in (%(zone)s)"), 18, Kind.MOMENT),
    "came": ListColumn(Part.ATTENDANCE, pgettext("list", "Came"), 8),
    "days_attended": ListColumn(Part.ATTENDANCE, N_("Days attended"), 10, Kind.NUMBER),
    DAYS: ListColumn(Part.ATTENDANCE, N_("Each day: came or not"), 12),
    "minutes_online": ListColumn(Part.ATTENDANCE, N_("Minutes online"), 10, Kind.NUMBER),
    SIGN_UPS: ListColumn(Part.ATTENDANCE, N_("Each session with sign-up: place or waiting list"), 16),
    "waiting_since": ListColumn(
        Part.REGISTRATION, N_("On the waiting list since (%(zone)s)"), 18, Kind.MOMENT
    ),
    "origin": ListColumn(Part.REGISTRATION, pgettext("list", "Entered"), 20),
    "walk_in": ListColumn(Part.REGISTRATION, N_("Registered at the entrance"), 12),
    "first_recorded": ListColumn(Part.REGISTRATION, N_("First recorded participation"), 12),
    "consent_photographs": ListColumn(Part.CONSENT, N_("Agrees to photographs"), 12),
    "consent_lists": ListColumn(Part.CONSENT, N_("Agrees to be named in lists given to others"), 12),
    "consent_reuse": ListColumn(Part.CONSENT, N_("Agrees to reuse for later events"), 12),
}
NEEDS: dict[str, ListColumn] = {
    DIET: ListColumn(Part.PERSON, pgettext("needs", "Diet"), 30),
    ACCESS: ListColumn(Part.PERSON, pgettext("needs", "Access and assistance"), 30),
}
USUAL = tuple(COLUMNS)[: list(COLUMNS).index("first_check_in") + 1]
_PARTS: dict[Part, str] = {
    Part.PERSON: pgettext("list", "The person"),
    Part.BODY: pgettext("list", "The body"),
    Part.REGISTRATION: pgettext("list", "The registration"),
    Part.CONSENT: pgettext("list", "Consent"),
    Part.ATTENDANCE: pgettext("list", "Attendance and sessions"),
}


def known(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes that are columns, each once, in the order given. What is not known (any more) is passed over."""
    return tuple(code for code in dict.fromkeys(codes) if code in COLUMNS)


def part_name(part: Part, language: str) -> str:
    """What the columns of a part are about."""
    return translated(_PARTS[part], language)


def of_part(part: Part) -> list[str]:
    """The codes of the columns that are about the same."""
    return [code for code, column in COLUMNS.items() if column.part is part]


def heading(code: str, language: str, event: Event) -> str:
    """The heading of a column; moments are by the clocks of the event's place."""
    message = (COLUMNS | NEEDS)[code].heading
    values = {"zone": event.time_zone.replace("_", " ")} if _ZONE in message else {}
    return translated(message, language, **values)


def of_file(event: Event, codes: Sequence[str], language: str) -> list[FileColumn]:
    """The columns of a file: those of sessions and days once for each of the event's."""
    found: list[FileColumn] = []
    for code in codes:
        if code == SIGN_UPS:
            found += _sessions(event, language)
        elif code == DAYS:
            found += _days(event, language)
        else:
            _, _, width, kind = (COLUMNS | NEEDS)[code]
            found.append(FileColumn(code, code, "", Column(heading(code, language, event), width, kind)))
    return found


def _sessions(event: Event, language: str) -> list[FileColumn]:
    width = COLUMNS[SIGN_UPS].width
    sessions = db.session.scalars(
        select(EventSession)
        .where(EventSession.event_id == event.id, EventSession.sign_up)
        .order_by(EventSession.starts_at, EventSession.position, EventSession.id)
    )
    return [
        FileColumn(f"session_{one.id}", SIGN_UPS, str(one.id), Column(_title(one, event, language), width))
        for one in sessions
    ]


def _title(session: EventSession, event: Event, language: str) -> str:
    """Two sessions can have one title: the hour tells them apart."""
    return f"{session.title.in_language(language)} ({event.local(session.starts_at):%Y-%m-%d %H:%M})"


def _days(event: Event, language: str) -> list[FileColumn]:
    width = COLUMNS[DAYS].width
    return [
        FileColumn(
            f"day_{day.isoformat()}",
            DAYS,
            day.isoformat(),
            Column(capitalised(dates.day(day, language, year=True)), width),
        )
        for day in event.days
    ]
