"""Calendar files, read back with the icalendar library: times, zones, sequence, cancellation, lines, nothing private."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar, Component

from app.documents import calendar_files
from app.documents.calendar_zones import zone_component
from app.models import EventStatus, Mode, Place, Status
from tests.factories.events import a_session
from tests.factories.letters import ENDS, STARTS, a_conference
from tests.factories.registrations import a_registration, a_sign_up

pytestmark = pytest.mark.sqlite_only
ADDRESS = "https://events.example/events/conference"


def entries(content: bytes) -> list[Component]:
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_event_for_everybody(app: Flask) -> None:
    event = a_conference(sequence=3, summary_en="What is it about?")
    [entry] = entries(
        calendar_files.event_calendar(event, "en", address=ADDRESS, contact="us@events.example")
    )
    assert entry["UID"] == event.ical_uid
    assert entry["SEQUENCE"] == 3
    assert entry["SUMMARY"] == "Trust and Oversight"
    assert entry["LOCATION"] == "Agora building, Strasbourg"
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["URL"] == ADDRESS
    assert entry["ORGANIZER"] == "mailto:us@events.example"
    assert entry["DESCRIPTION"] == f"What is it about?\n\nProgramme and practical information: {ADDRESS}"
    assert entry.decoded("DTSTART") == STARTS
    assert entry.decoded("DTEND") == ENDS
    assert str(entry.decoded("DTSTART").tzinfo) == "Europe/Paris"
    assert entry.decoded("DTSTAMP").tzinfo is not None


def test_in_french(app: Flask) -> None:
    [entry] = entries(calendar_files.event_calendar(a_conference(), "fr", address=ADDRESS))
    assert entry["SUMMARY"] == "Confiance et contrôle"
    assert entry["LOCATION"] == "Bâtiment Agora, Strasbourg"
    assert "Programme et informations pratiques" in entry["DESCRIPTION"]


def test_without_address_and_contact(app: Flask) -> None:
    [entry] = entries(calendar_files.event_calendar(a_conference(), "en"))
    assert "URL" not in entry
    assert "ORGANIZER" not in entry


def test_a_file_is_published_or_cancels(app: Flask) -> None:
    event = a_conference()
    assert Calendar.from_ical(calendar_files.event_calendar(event, "en"))["METHOD"] == "PUBLISH"
    event.status = EventStatus.CANCELLED
    content = calendar_files.event_calendar(event, "en")
    assert Calendar.from_ical(content)["METHOD"] == "CANCEL"
    assert entries(content)[0]["STATUS"] == "CANCELLED"


def test_days_alone_where_the_hours_are_not_known(app: Flask) -> None:
    content = calendar_files.event_calendar(a_conference(times_known=False), "en")
    [entry] = entries(content)
    assert entry.decoded("DTSTART") == date(2027, 6, 9)
    assert entry.decoded("DTEND") == date(2027, 6, 11)
    assert b"VTIMEZONE" not in content


def test_across_the_beginning_of_summer_time(app: Flask) -> None:
    event = a_conference(
        starts_at=datetime(2027, 3, 27, 8, 0, tzinfo=UTC), ends_at=datetime(2027, 3, 29, 15, 0, tzinfo=UTC)
    )
    content = calendar_files.event_calendar(event, "en")
    [entry] = entries(content)
    assert b"DTSTART;TZID=Europe/Paris:20270327T090000" in content
    assert b"DTEND;TZID=Europe/Paris:20270329T170000" in content
    assert entry.decoded("DTSTART").astimezone(UTC) == event.starts_at
    assert entry.decoded("DTEND").astimezone(UTC) == event.ends_at


@pytest.mark.parametrize(
    "name", ["Europe/Paris", "Europe/London", "Asia/Tbilisi", "Atlantic/Azores", "Europe/Chisinau"]
)
def test_the_zone_holds_what_the_zone_database_says(name: str) -> None:
    zone = ZoneInfo(name)
    first, last = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC)
    periods = []
    for period in zone_component(zone, first, last).subcomponents:
        local, before = period.decoded("DTSTART"), period.decoded("TZOFFSETFROM")
        periods.append(((local - before).replace(tzinfo=UTC), period.decoded("TZOFFSETTO")))
    moment = first
    while moment < last:
        holds = max((period for period in periods if period[0] <= moment), key=lambda period: period[0])[1]
        assert holds == moment.astimezone(zone).utcoffset(), moment
        moment += timedelta(minutes=30)
    assert len(periods) <= 4, "the zone is not bounded"


def test_a_participants_file_has_the_own_sessions_only(app: Flask) -> None:
    event = a_conference()
    own, waited, others = (a_session(event, hour, sign_up=True, title_en=f"S{hour}") for hour in (1, 2, 3))
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, own)
    a_sign_up(registration, waited, Place.WAITING)
    a_sign_up(a_registration(event), others)
    own.sequence = 2
    both = entries(calendar_files.participant_calendar(registration, "en", address=ADDRESS))
    assert [entry["UID"] for entry in both] == [event.ical_uid, own.ical_uid]
    assert both[1]["SEQUENCE"] == 2
    assert both[1]["SUMMARY"] == "S1"
    assert both[1]["LOCATION"] == "G03, Agora building, Strasbourg"
    assert both[1].decoded("DTSTART") == own.starts_at


def test_a_cancelled_session_says_so(app: Flask) -> None:
    event = a_conference()
    session = a_session(event, 1, sign_up=True)
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, session)
    session.cancelled_at = STARTS
    first, second = entries(calendar_files.participant_calendar(registration, "en"))
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_a_cancelled_event_takes_its_sessions_along(app: Flask) -> None:
    event = a_conference(status=EventStatus.CANCELLED, sequence=4)
    session = a_session(event, 1, sign_up=True, sequence=1)
    registration = a_registration(event, Status.CANCELLED)  # its sign-ups were given up before
    first, second = entries(calendar_files.participant_calendar(registration, "en"))
    assert (first["STATUS"], first["SEQUENCE"]) == ("CANCELLED", 4)
    assert (second["UID"], second["STATUS"], second["SEQUENCE"]) == (session.ical_uid, "CANCELLED", 5)


def test_what_somebody_did_not_choose_is_not_called_off(app: Flask) -> None:
    event = a_conference(status=EventStatus.CANCELLED)
    own = a_session(event, 1, sign_up=True)
    a_session(event, 2, sign_up=True)
    registration = a_registration(event, Status.CANCELLED)
    content = calendar_files.participant_calendar(registration, "en", called_off=[own.id])
    assert [entry["UID"] for entry in entries(content)] == [event.ical_uid, own.ical_uid]


def test_a_session_is_another_entry_when_its_event_moves_to_another_house(app: Flask) -> None:
    event = a_conference(sequence=3)
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, a_session(event, 1, sign_up=True, sequence=2))
    assert entries(calendar_files.participant_calendar(registration, "en"))[1]["SEQUENCE"] == 5


@pytest.mark.parametrize(
    ("status", "mode", "shown"),
    [
        (Status.CONFIRMED, Mode.ONLINE, True),
        (Status.CONFIRMED, Mode.IN_PERSON, False),
        (Status.SUBMITTED, Mode.ONLINE, False),
    ],
)
def test_who_finds_the_online_link(app: Flask, status: Status, mode: Mode, shown: bool) -> None:
    registration = a_registration(a_conference(), status, mode=mode)
    content = calendar_files.participant_calendar(registration, "en").replace(b"\r\n ", b"")
    assert (b"https://meet.example/room" in content) is shown
    assert b"meet.example" not in calendar_files.event_calendar(registration.event, "en")


def test_nobody_is_in_it(app: Flask) -> None:
    registration = a_registration(a_conference(), Status.CONFIRMED)
    content = (
        calendar_files.participant_calendar(registration, "en", address=ADDRESS).decode().replace("\r\n ", "")
    )
    for secret in (
        registration.family_name,
        registration.email,
        registration.reference,
        registration.badge_code,
    ):
        assert secret not in content


def test_hostile_words_stay_words(app: Flask) -> None:
    event = a_conference(title_en="A;B,C\\D\r\nATTENDEE:mailto:x@y.example\nBEGIN:VALARM")
    [entry] = entries(calendar_files.event_calendar(event, "en"))
    assert "ATTENDEE" not in entry
    assert not entry.subcomponents
    assert entry["SUMMARY"].startswith("A;B,C\\D")


def test_placeholders_are_replaced_wherever_a_line_was_folded(app: Flask) -> None:
    for length in range(40, 75):
        event = a_conference(title_en="x" * length + " [[site]] y")
        text = calendar_files.event_calendar(event, "en").decode()
        changed = calendar_files.rewritten(
            text, lambda words: words.replace("[[site]]", "https://events.example")
        )
        [entry] = entries(changed.encode())
        assert entry["SUMMARY"] == "x" * length + " https://events.example y"
