"""Reports of participants, in the layouts in which Zoom hands them out."""

from __future__ import annotations

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from app.lib.handed_tables import of_file
from app.lib.written_moments import Order
from app.lib.zoom_reports import Report, ReportUnreadable, read

PARIS, UTC_CLOCK = ZoneInfo("Europe/Paris"), ZoneInfo("UTC")
DAYS = [date(2027, 6, 9), date(2027, 6, 10)]
WITH_HEADER = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,
812 3456 7890,"Conference; day 1, part 1",06/09/2027 08:55:00 AM,06/09/2027 12:00:00 PM,host@example.org,185,2,

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room
Ana Cebotari (Cebotari Ana),ANA@igp.example,06/09/2027 08:58:12 AM,06/09/2027 10:00:00 AM,62,Yes,No
Ana Cebotari,ana@igp.example,06/09/2027 10:05:00 AM,06/09/2027 12:00:00 PM,115,Yes,No
Somebody outside,,06/09/2027 08:50:00 AM,06/09/2027 09:00:00 AM,10,Yes,Yes
"""
NEW_HEADER = """Topic,ID,Host name,Host email,Start time,End time,Participants,Duration (minutes)
Conference,812,Host,host@example.org,"Jun 9, 2027 08:55:00","Jun 9, 2027 12:00:00",1,185

Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response,In waiting room
Ana Cebotari,,"Jun 9, 2027 08:58:12","Jun 9, 2027 10:00:00",62,Yes,OK,No
"""
PLAIN = """Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)
Ana,,2027-06-09 08:58:12,2027-06-09 10:00:00,62
"""
FRENCH = """Nom (nom original);Adresse e-mail de l’utilisateur;Heure d’arrivée;Heure de départ;Durée (minutes);Salle d’attente
Éloïse Lefèvre;eloise@interieur.example;09/06/2027 08:58:12;09/06/2027 10:00:00;62;Non
Dehors;;09/06/2027 08:58:12;09/06/2027 10:00:00;62;Oui
"""
WEBINAR = """Attendee Report,,,
Report Generated:,"Jun 10, 2027 6:26 PM",,
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered
Conference,812,"Jun 9, 2027 8:55 AM",185,3
Host Details,,,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
Yes,Host,host@example.org,"Jun 9, 2027 08:55:00","Jun 9, 2027 12:00:00",185,No,France
Attendee Details,,,
Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Join Time,Leave Time,Time in Session (minutes)
Yes,Ana,Ana,Cebotari,ana@igp.example,"Jun 1, 2027 08:55:00","Jun 9, 2027 08:58:12","Jun 9, 2027 10:00:00",62
No,Ion,Ion,Munteanu,ion@igp.example,"Jun 1, 2027 08:55:00",--,--,--
Other Attended
User Name,Join Time,Leave Time,Time in Session (minutes)
33390214421,"Jun 9, 2027 08:58:12","Jun 9, 2027 09:00:00",2
"""
UNIQUE = "Name (Original Name),User Email,Total Duration (Minutes),Guest\nAna Cebotari,ana@igp.example,177,Yes\nIon,,5,Yes\n"


def report(
    text: str | bytes, order: Order | None = None, zone: ZoneInfo = PARIS, days: list[date] = DAYS
) -> Report:
    content = text.encode() if isinstance(text, str) else text
    return read(of_file(content), zone, days, PARIS, order)


def refusal(text: str, **kwargs: object) -> ReportUnreadable:
    with pytest.raises(ReportUnreadable) as raised:
        report(text, **kwargs)  # type: ignore[arg-type]
    return raised.value


def hours(found: Report) -> list[tuple[str, str]]:
    return [
        (f"{stay.span.begins:%d %H:%M:%S}", f"{stay.span.ends:%H:%M:%S}") for stay in found.stays if stay.span
    ]


def test_lines_about_the_meeting_stand_above_the_table() -> None:
    found = report(WITH_HEADER)
    assert [(stay.row, stay.name, stay.email, stay.minutes) for stay in found.stays] == [
        (5, "Ana Cebotari (Cebotari Ana)", "ana@igp.example", 61),
        (6, "Ana Cebotari", "ana@igp.example", 115),
    ]
    assert hours(found) == [("09 06:58:12", "08:00:00"), ("09 08:05:00", "10:00:00")]


@pytest.mark.parametrize("text", [NEW_HEADER, PLAIN, FRENCH])
def test_layouts_of_other_years_and_languages(text: str) -> None:
    found = report(text)
    assert found.timed
    assert hours(found) == [("09 06:58:12", "08:00:00")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    [stay] = report(FRENCH.encode(encoding)).stays
    assert (stay.name, stay.email) == ("Éloïse Lefèvre", "eloise@interieur.example")


def test_a_webinar_has_several_tables_and_people_who_did_not_come() -> None:
    found = report(WEBINAR)
    assert [(stay.name, stay.email) for stay in found.stays] == [
        ("Host", "host@example.org"),
        ("Ana", "ana@igp.example"),
        ("33390214421", ""),
    ]


def test_a_webinar_saved_by_a_spreadsheet_with_a_bare_title() -> None:
    assert len(report(WEBINAR.replace("Attendee Report,,,", "Attendee Report")).stays) == 3


def test_a_report_of_unique_participants_has_no_times() -> None:
    found = report(UNIQUE)
    assert not found.timed
    assert [(stay.name, stay.minutes, stay.span) for stay in found.stays] == [
        ("Ana Cebotari", 177, None),
        ("Ion", 5, None),
    ]


def test_the_days_of_the_event_tell_days_from_months() -> None:
    american = PLAIN.replace("2027-06-09", "06/09/2027")
    french = PLAIN.replace("2027-06-09", "09/06/2027")
    assert hours(report(american)) == hours(report(french)) == hours(report(PLAIN))


def test_where_both_can_be_meant_it_is_asked() -> None:
    text, long = PLAIN.replace("2027-06-09", "06/09/2027"), [date(2027, 6, 9), date(2027, 9, 6)]
    assert refusal(text, days=long).code == "ambiguous_days"
    assert hours(report(text, Order.DAY_FIRST, days=long)) == [("06 06:58:12", "08:00:00")]
    assert hours(report(text, Order.MONTH_FIRST, days=long)) == [("09 06:58:12", "08:00:00")]


def test_two_lines_that_mirror_each_other_are_ambiguous_too() -> None:
    text = PLAIN.replace("2027-06-09", "06/09/2027") + "Ion,,09/06/2027 08:58,09/06/2027 09:58,60\n"
    assert refusal(text, days=[date(2027, 6, 9), date(2027, 9, 6)]).code == "ambiguous_days"


def test_a_day_like_any_month_is_not_asked_about() -> None:
    text = PLAIN.replace("2027-06-09", "06/06/2027")
    assert report(text, days=[date(2027, 6, 6)]).timed


def test_hours_are_by_the_clocks_that_were_said() -> None:
    assert hours(report(PLAIN, zone=UTC_CLOCK)) == [("09 08:58:12", "10:00:00")]


def test_without_a_time_of_leaving_the_minutes_tell_it() -> None:
    text = "Name,Join Time,Duration (Minutes)\nAna,2027-06-09 09:00,30\n"
    assert hours(report(text)) == [("09 07:00:00", "07:30:00")]


def test_an_unknown_layout_says_what_was_found() -> None:
    error = refusal("Colour;Size\nred;5\n")
    assert (error.code, error.values) == ("unknown_layout", {"found": ["Colour", "Size"]})
    error = refusal("Report,of\nName (Original Name),User Email,Guest\nAna,a@b.example,Yes\n")
    assert error.values == {"found": ["Name (Original Name)", "User Email", "Guest"]}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2027-06-09 10:00:00", "2027-06-09 08:00:00", "bad_time"),  # left before joining
        ("2027-06-09 10:00:00", "2027-06-19 08:00:00", "bad_time"),
        ("2027-06-09 08:58:12", "in the morning", "bad_time"),
        ("2027-06-09", "2026-06-09", "other_days"),
        ("Ana,,2027-06-09 08:58:12,2027-06-09 10:00:00,62\n", "", "nobody"),
        ("62\n", "62\nIon,,,,5\n", "mixed"),
    ],
)
def test_what_is_no_report_of_this_event_is_refused(old: str, new: str, code: str) -> None:
    assert refusal(PLAIN.replace(old, new)).code == code


@pytest.mark.parametrize("minutes", ["", "many", "-5", "99999", "²"])
def test_minutes_are_a_number(minutes: str) -> None:
    error = refusal(
        f"Name,Duration\nAna,{minutes}\nIon,5\n"
        if minutes
        else "Name,Email,Duration\nAna,a@b.example,\nIon,,5\n"
    )
    assert (error.code, error.values["row"]) == ("bad_minutes", 2)


def test_a_workbook_says_the_same_with_texts_and_with_dates_in_its_cells() -> None:
    joins = (datetime(2027, 6, 9, 8, 58), datetime(2027, 6, 9, 10))  # noqa: DTZ001 - a workbook has no zones
    for cells in (joins, tuple(f"{moment:%d/%m/%Y %H:%M}" for moment in joins)):
        whole = io.BytesIO()
        with xlsxwriter.Workbook(whole, {"default_date_format": "dd/mm/yyyy hh:mm"}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["Meeting", "Conference"])
            sheet.write_row(
                2, 0, ["Nom (nom original)", "Heure d’arrivée", "Heure de départ", "Durée (minutes)"]
            )
            sheet.write_row(3, 0, ["Ana", *cells, 62])
        assert hours(report(whole.getvalue())) == [("09 06:58:00", "08:00:00")]
