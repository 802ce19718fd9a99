"""A participant's calendar program, fed with the file of each letter, shows what holds: moved, called off, back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Component
from sqlalchemy import select

from app.extensions import db
from app.models import Event, EventSession, Letter, LetterKind, LetterState, Mode, Registration, Status
from app.services import event_details, events, outbox, programme, publishing
from app.services.actors import Actor, staff
from app.services.programme import SessionDetails
from tests.factories.events import a_session
from tests.factories.letters import a_conference, written
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user

# Saturday to Tuesday in Strasbourg: on the Sunday at two in the morning summer time begins.
SATURDAY = datetime(2027, 3, 27, 8, 0, tzinfo=UTC)
TUESDAY = datetime(2027, 3, 30, 15, 0, tzinfo=UTC)


class Program:
    """What Outlook and its like do: an entry is replaced by a later one of the same name, and by no earlier one."""

    def __init__(self, registration: Registration) -> None:
        self.registration_id = registration.id
        self.entries: dict[str, Component] = {}

    def read_letters(self) -> int:
        """Take in the files of the letters that have come since; returns how many."""
        letters = db.session.scalars(
            select(Letter)
            .where(Letter.registration_id == self.registration_id, Letter.state == LetterState.QUEUED)
            .order_by(Letter.id)
        ).all()
        for letter in letters:
            written(letter).state = LetterState.SENT
            if letter.calendar:
                self._take(letter.calendar)
        db.session.commit()
        return len(letters)

    def _take(self, file: str) -> None:
        assert max(len(line) for line in file.encode().split(b"\r\n")) <= 75
        for entry in Calendar.from_ical(file).walk("VEVENT"):
            known = self.entries.get(str(entry["UID"]))
            if known is not None and _content(known) != _content(entry):
                assert entry["SEQUENCE"] > known["SEQUENCE"], f"{entry['SUMMARY']} would stay as it was"
            self.entries[str(entry["UID"])] = entry

    def shows(self, thing: Event | EventSession) -> tuple[str, str]:
        """From when to when an entry stands there, by the clocks of Strasbourg; struck out where it is cancelled."""
        entry = self.entries[thing.ical_uid]
        begin, end = entry.decoded("DTSTART"), entry.decoded("DTEND")
        assert str(begin.tzinfo) == "Europe/Paris"
        assert (begin.astimezone(UTC), end.astimezone(UTC)) == (thing.starts_at, thing.ends_at)
        return f"{begin:%a %H:%M}–{end:%a %H:%M}", str(entry["STATUS"])


def _content(entry: Component) -> dict[str, object]:
    return {name: value.to_ical() for name, value in entry.items() if name not in {"DTSTAMP", "SEQUENCE"}}


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


def session_edited(session: EventSession, actor: Actor, **changes: object) -> None:
    said = SessionDetails(**{name: getattr(session, name) for name in SessionDetails.__dataclass_fields__})
    programme.edit(session.event_id, session.id, replace(said, **changes), session.version, actor)  # type: ignore[arg-type]


def event_edited(event: Event, actor: Actor, **changes: object) -> None:
    said = replace(event_details.of(event), **changes)  # type: ignore[arg-type]
    events.edit(event.id, said, event.version, actor, tell=True)


def test_a_calendar_follows_across_the_beginning_of_summer_time(organiser: Actor) -> None:
    event = a_conference(starts_at=SATURDAY, ends_at=TUESDAY)
    own, others = (a_session(event, hour, sign_up=True, title_en=f"S{hour}") for hour in (3, 5))
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, own)
    a_sign_up(a_registration(event, Status.CONFIRMED), others)
    calendar = Program(registration)

    outbox.put(LetterKind.CONFIRMED, registration)
    calendar.read_letters()
    assert calendar.shows(event) == ("Sat 09:00–Tue 17:00", "CONFIRMED")
    assert calendar.shows(own) == ("Sat 12:00–Sat 13:00", "CONFIRMED")

    monday = timedelta(days=2) - timedelta(hours=1)  # the same hour by the clock is an hour less far away
    session_edited(own, organiser, starts_at=own.starts_at + monday, ends_at=own.ends_at + monday)
    assert calendar.read_letters() == 1
    assert calendar.shows(own) == ("Mon 12:00–Mon 13:00", "CONFIRMED")

    week = timedelta(days=7)
    starts, ends = event.starts_at, event.ends_at
    assert starts is not None
    assert ends is not None
    event_edited(event, organiser, starts_at=starts + week - timedelta(hours=1), ends_at=ends + week)
    assert calendar.read_letters() == 1
    assert calendar.shows(event) == ("Sat 09:00–Tue 17:00", "CONFIRMED")
    assert calendar.shows(own) == ("Mon 12:00–Mon 13:00", "CONFIRMED")

    event_edited(event, organiser, city="Paris", venue_en="Elsewhere", venue_fr="Ailleurs")
    assert calendar.read_letters() == 1
    assert "Paris" in calendar.entries[own.ical_uid]["LOCATION"]

    programme.remove(event.id, own.id, organiser)
    assert calendar.read_letters() == 1
    assert calendar.shows(own) == ("Mon 12:00–Mon 13:00", "CANCELLED")
    assert calendar.shows(event)[1] == "CONFIRMED"

    programme.restore(event.id, own.id, organiser)
    assert calendar.read_letters() == 1
    assert calendar.shows(own)[1] == "CONFIRMED"

    publishing.cancel(event.id, "No.", "Non.", organiser)
    assert calendar.read_letters() == 1
    assert (calendar.shows(event)[1], calendar.shows(own)[1]) == ("CANCELLED", "CANCELLED")
    assert set(calendar.entries) == {event.ical_uid, own.ical_uid}, "never anybody else’s session"


def test_a_session_that_moves_across_the_change_of_the_clocks_with_its_event(organiser: Actor) -> None:
    event = a_conference(starts_at=SATURDAY, ends_at=SATURDAY + timedelta(hours=8))
    session = a_session(event, 3, sign_up=True)
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, session)
    calendar = Program(registration)
    outbox.put(LetterKind.CONFIRMED, registration)
    calendar.read_letters()
    later = timedelta(days=2) - timedelta(hours=1)
    event_edited(event, organiser, starts_at=SATURDAY + later, ends_at=SATURDAY + later + timedelta(hours=8))
    calendar.read_letters()
    assert calendar.shows(event)[0] == "Mon 09:00–Mon 17:00"
    assert calendar.shows(session)[0] == "Mon 12:00–Mon 13:00"


def test_a_session_that_takes_on_its_events_mode(organiser: Actor) -> None:
    event = a_conference()
    session = a_session(event, 3, sign_up=True)
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, session)
    event_edited(event, organiser, mode=Mode.IN_PERSON)
    assert (session.mode, session.sequence) == (Mode.IN_PERSON, 1)
    later = timedelta(days=1)
    assert event.starts_at is not None
    assert event.ends_at is not None
    event_edited(event, organiser, starts_at=event.starts_at + later, ends_at=event.ends_at + later)
    assert session.sequence == 2, "one change counts once"
