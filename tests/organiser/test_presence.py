"""Presence online as an organiser imports it: looked at first, chosen by hand, then recorded at once."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.models import AuditEntry, CheckIn, Event, EventStatus, Mode, Registration, Status
from app.services import settings
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.reports import written
from tests.pages import Page, Visitor

ANA = ("Ana Cebotari", "ana@igp.example")


@pytest.fixture
def event(app: Flask) -> Event:
    """A hybrid event of two days that began yesterday, with two sessions on its first."""
    made = an_event(starts_at=moment(-1, 9), closes_at=None)
    a_session(made, 0, title_en="Opening", title_fr="Ouverture")
    a_session(made, 1, title_en="Debate", title_fr="Débat")
    person(made, "Ana", "CEBOTARI", email=ANA[1])
    return made


def person(event: Event, given: str, family: str, **changes: object) -> Registration:
    facts = {"status": Status.CONFIRMED, "mode": Mode.ONLINE, **changes}
    return a_registration(event, given_name=given, family_name=family, **facts)  # type: ignore[arg-type]


def address(event: Event) -> str:
    return f"/organiser/events/{event.slug}/presence"


def hand_in(
    visitor: Visitor, event: Event, content: str | bytes, name: str = "report.csv", **answers: object
) -> Page:
    data = content.encode() if isinstance(content, str) else content
    answers.setdefault("sessions", [str(session.id) for session in event.sessions])
    return visitor.visit(address(event)).submit(
        "main form", file=FileStorage(io.BytesIO(data), name), **answers
    )


def lines() -> int:
    return db.session.scalar(select(func.count()).select_from(CheckIn)) or 0


def cells(page: Page, section: str) -> list[str]:
    return page.all_text(f"#{section} tbody tr")


def test_a_report_is_looked_at_before_anything_is_recorded(organiser: Visitor, event: Event) -> None:
    page = hand_in(organiser, event, written(event, (*ANA, -5, 40), (*ANA, 45, 65)))
    assert page.status == 200
    assert page.one("h1").get_text() == "One person changes, nothing is recorded yet"
    [row] = cells(page, "recorded")
    assert "Ana CEBOTARI" in row
    assert "Ana Cebotari by e-mail address · 2 joins" in row
    assert "Opening: 55 min Debate: 5 min (too short)" in row
    assert "60 min" in row
    assert lines() == 0
    done = page.submit("main form")
    assert "Presence online is recorded for one person." in done.text
    assert lines() == 2
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "presence.imported")).one()
    assert entry.fields == ["people:1", "lines:2", "undone:0", "strangers:0"]


def test_the_same_report_again_has_nothing_new(organiser: Visitor, event: Event) -> None:
    report = written(event, (*ANA, 0, 60))
    hand_in(organiser, event, report).submit("main form")
    page = hand_in(organiser, event, report)
    assert page.one("h1").get_text() == "There is nothing new in this report"
    assert "Opening: 60 min (known)" in cells(page, "known")[0]
    assert not page.soup.select("main button.btn-primary")
    assert lines() == 2


def test_strangers_are_chosen_by_hand_and_looked_at_again(organiser: Visitor, event: Event) -> None:
    ion = person(event, "Ion", "MUNTEANU")
    page = hand_in(organiser, event, written(event, ("Room 7", "", 0, 60), ("iPhone", "", 0, 30)))
    assert page.one("h1").get_text() == "Nobody can be recorded before you say who it is"
    assert [row.partition(" · ")[0] for row in cells(page, "to-choose")] == [
        "Room 7 one join",
        "iPhone one join",
    ]
    shown = page.submit("main form", button="look", **{"hand-2": ion.reference.lower()})
    assert shown.one("h1").get_text() == "One person changes, nothing is recorded yet"
    assert "chosen by hand" in cells(shown, "recorded")[0]
    assert shown.one("#hand-2")["value"] == ion.reference.lower()
    assert lines() == 0
    shown.submit("main form")
    assert {line.registration_id for line in db.session.scalars(select(CheckIn))} == {ion.id}


def test_whoever_is_chosen_is_shown_before_anything_is_recorded(organiser: Visitor, event: Event) -> None:
    ion = person(event, "Ion", "MUNTEANU")
    page = hand_in(organiser, event, written(event, (*ANA, 0, 60), ("Room 7", "", 0, 60)))
    shown = page.submit("main form", **{"hand-3": ion.reference})
    assert shown.one("h1").get_text() == "2 people change, nothing is recorded yet"
    assert lines() == 0


def test_a_reference_that_nobody_has_is_told_at_its_row(organiser: Visitor, event: Event) -> None:
    page = hand_in(organiser, event, written(event, (*ANA, 0, 60), ("Room 7", "", 0, 60)))
    again = page.submit("main form", **{"hand-3": "NOBODY-1"})
    assert again.status == 422
    assert again.one("title").get_text().startswith("Error: ")
    assert again.one("#hand-3-error").get_text() == "Error: Nobody of this event has this reference"
    assert again.one(".problem li a")["href"] == "#hand-3"
    assert again.submit("main form").status == 422
    assert lines() == 0


def test_who_is_not_confirmed_or_came_in_person_waits_for_a_tick(organiser: Visitor, event: Event) -> None:
    gone = person(event, "Ion", "MUNTEANU", status=Status.WITHDRAWN)
    there = person(event, "Vera", "ROTARU", mode=Mode.IN_PERSON)
    a_check_in(there, session=event.sessions[0], mode=Mode.IN_PERSON)
    page = hand_in(organiser, event, written(event, ("Ion Munteanu", "", 0, 60), ("Vera Rotaru", "", 0, 120)))
    ion, vera = cells(page, "held")
    assert "Withdrawn" in ion
    assert "Opening: 60 min (checked in there in person, which stays) Debate: 60 min (not counted)" in vera
    nothing = page.submit("main form")
    assert "There was nothing new in the report." in nothing.text
    page.submit("main form", anyway=str(gone.id))
    assert {
        line.registration_id for line in db.session.scalars(select(CheckIn)) if line.mode is Mode.ONLINE
    } == {gone.id}


def test_what_has_changed_meanwhile_is_judged_again(organiser: Visitor, event: Event) -> None:
    page = hand_in(organiser, event, written(event, (*ANA, 0, 60)))
    db.session.scalars(select(Registration)).one().status = Status.SUBMITTED
    assert "There was nothing new in the report." in page.submit("main form").text
    assert lines() == 0


def test_who_would_be_recorded_unseen_is_shown_first(organiser: Visitor, event: Event) -> None:
    ion = person(event, "Ion", "MUNTEANU", status=Status.SUBMITTED)
    page = hand_in(organiser, event, written(event, (*ANA, 0, 60), ("Ion Munteanu", ion.email or "", 0, 60)))
    assert page.one("h1").get_text() == "One person changes, nothing is recorded yet"
    ion.status = Status.CONFIRMED
    db.session.flush()
    page = page.submit("main form")
    assert page.status == 409
    assert "Something has changed since this was shown: nothing was done." in page.one(".problem").get_text()
    assert page.one("h1").get_text() == "2 people change, nothing is recorded yet"
    assert lines() == 0
    page.submit("main form")
    assert lines() == 4


def test_a_session_that_is_gone_meanwhile_stops_everything(organiser: Visitor, event: Event) -> None:
    page = hand_in(organiser, event, written(event, (*ANA, 0, 60)))
    event.sessions[0].cancelled_at = event.starts_at
    again = page.submit("main form")
    assert "Choose the file again: nothing was recorded." in again.text
    assert lines() == 0


@pytest.mark.parametrize("report", ["", "nonsense", "gAAAAA==", "é"])
def test_what_was_tampered_with_records_nothing(organiser: Visitor, event: Event, report: str) -> None:
    page = hand_in(organiser, event, written(event, (*ANA, 0, 60)))
    assert "nothing was recorded" in page.submit("main form", report=report).text
    assert lines() == 0


def test_what_another_event_carried_opens_nothing(organiser: Visitor, event: Event) -> None:
    carried = hand_in(organiser, event, written(event, (*ANA, 0, 60)), sessions=None).fields()["report"]
    other = an_event(starts_at=moment(-1, 9), closes_at=None)
    page = hand_in(organiser, other, written(other, ("x", "", 0, 60)), sessions=None)
    assert "nothing was recorded" in page.submit("main form", report=carried, button="look").text


def test_discreet_persons_are_not_named(organiser: Visitor, event: Event) -> None:
    secret = person(event, "Vera", "ROTARU", discreet=True, email="vera@igp.example")
    page = hand_in(
        organiser, event, written(event, ("Vera Rotaru", "vera@igp.example", 0, 60), ("Room 7", "", 0, 60))
    )
    assert (
        f"Representative Republic of Moldova · {secret.reference} Name hidden" in cells(page, "recorded")[0]
    )
    html = page.response.get_data(as_text=True).casefold()
    assert "rotaru" not in html
    assert "vera@" not in html


def test_names_are_words_and_the_language_can_be_french(organiser: Visitor, event: Event) -> None:
    organiser.visit("/?lang=fr")
    page = hand_in(organiser, event, written(event, ("<b>=1+1</b>", "", 0, 60), (*ANA, 0, 60)))
    assert "<b>=1+1</b>" in page.one("#hand-2-name").get_text()
    assert "Ouverture" in page.text
    assert page.one("h1").get_text() == "Une personne change, rien n’est encore enregistré"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 no archive", "neither a CSV file nor an XLSX workbook"),
        (b"a,b\n" * 5_001, "too many lines: 5000 at most"),
        (b"Colour;Size\nred;5\n", "Expected: Name (Original Name), Join Time"),
        (b"Colour;Size\nred;5\n", "Found: Colour, Size."),
        (b"Name,Join Time,Leave Time\nAna,soon,later\n", "Row 2: \u201csoon\u201d cannot be read as a time"),
        (b"Name,Join Time,Leave Time\nAna,2020-01-05 09:00,2020-01-05 10:00\n", "5 January 2020, which is no day of this event"),
        (b"Name,Duration\nAna,many\n", "\u201cmany\u201d is no number of minutes"),
        (b"Name,Join Time,Leave Time\n", "There is nobody in this report."),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_file_that_is_no_report_of_this_event_is_refused_in_words(
    organiser: Visitor, event: Event, content: bytes, words: str
) -> None:
    page = hand_in(organiser, event, content)
    assert page.status == 422
    assert words in page.one("#file-error").get_text()
    assert lines() == 0


def test_a_file_is_asked_for(organiser: Visitor, event: Event) -> None:
    page = organiser.visit(address(event)).submit("main form")
    assert page.status == 422
    assert "Choose a file" in page.one("#file-error").get_text()


def test_a_report_without_times_asks_for_the_day(organiser: Visitor, event: Event) -> None:
    report = f"Name (Original Name),User Email,Total Duration (Minutes)\n{ANA[0]},{ANA[1]},57\n"
    page = hand_in(organiser, event, report, sessions=None)
    assert page.status == 422
    assert "say which day" in page.one("#day-error").get_text()
    two = hand_in(organiser, event, report)
    assert "one session at most" in two.one("#sessions-error").get_text()
    good = hand_in(organiser, event, report, sessions=None, day=event.days[1].isoformat())
    good.submit("main form")
    [line] = db.session.scalars(select(CheckIn))
    assert (line.minutes, line.day) == (57, event.days[1])


def test_the_threshold_is_a_setting_and_can_be_said(organiser: Visitor, event: Event) -> None:
    settings.change("online_presence_minutes", 25)
    page = organiser.visit(address(event))
    assert page.one("#least")["value"] == "25"
    report = written(event, (*ANA, 0, 24))
    assert len(cells(hand_in(organiser, event, report), "too-short")) == 1
    assert len(cells(hand_in(organiser, event, report, least="24"), "recorded")) == 1
    assert hand_in(organiser, event, report, least="0").status == 422


def test_a_correction_takes_back_what_an_earlier_report_said(organiser: Visitor, event: Event) -> None:
    hand_in(organiser, event, written(event, (*ANA, 0, 60))).submit("main form")
    page = hand_in(organiser, event, written(event, ("x", "", 0, 5)), corrects="y")
    assert "not in this report Opening: 60 min (taken back)" in cells(page, "recorded")[0]
    page.submit("main form")
    assert lines() == 4


def test_where_nobody_takes_part_online_there_is_nothing_to_hand_in(organiser: Visitor, event: Event) -> None:
    assert "Presence online…" in organiser.visit(f"/organiser/events/{event.slug}").text
    event.mode = Mode.IN_PERSON
    assert "Nobody takes part in this event online." in organiser.visit(address(event)).text
    assert "Presence online…" not in organiser.visit(f"/organiser/events/{event.slug}").text
    event.status = EventStatus.ARCHIVED
    looked = organiser.visit(address(event))
    assert looked.status == 409
    assert "There is nothing to do here now" in looked.text
    assert "in the meantime" not in looked.text, "whoever only looked wanted nothing that no longer fits"
