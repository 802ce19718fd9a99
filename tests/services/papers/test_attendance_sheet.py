"""The attendance sheet: who has a line to sign, on which day, and what stands there of whom."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from app.models import Event, Language, Mode, Registration, Status
from app.services.papers import making
from app.services.papers.attendance_sheet import BLANK_LINES, gather
from app.services.papers.paper_kinds import Options, PaperKind, PaperLanguage, Selection
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration

EN = Options(language=PaperLanguage.EN)


@pytest.fixture
def event(app: object) -> Event:
    return an_event()


def ani(event: Event, status: Status = Status.CONFIRMED, **changes: Any) -> Registration:
    facts = {"given_name": "Ani", "family_name": "HAKOBYAN", "own_script_name": "Անի ՀԱԿՈԲՅԱՆ"}
    return a_registration(event, status, **{**facts, **changes})


def lines(event: Event, options: Options = EN, selection: Selection | None = None) -> Any:
    return gather(event, selection or Selection(), options).facts["lines"]


def test_who_is_expected_in_the_room_has_a_line(event: Event) -> None:
    ani(event, family_name="CONFIRMED")
    ani(event, family_name="ONLINE", mode=Mode.ONLINE)
    ani(event, Status.SUBMITTED, family_name="SUBMITTED")
    a_check_in(ani(event, Status.WITHDRAWN, family_name="LET IN"))
    assert {line["family"] for line in lines(event)} == {"CONFIRMED", "LET IN"}


def test_they_stand_in_the_order_of_precedence(event: Event) -> None:
    ani(event, body=a_body("AT"))
    ani(event, body=a_body("DE"))
    french = Options(language=PaperLanguage.EN, order=Language.FR)
    assert [line["body"].main for line in lines(event)] == ["Austria", "Germany"]
    assert [line["body"].main for line in lines(event, french)] == ["Germany", "Austria"]


def test_a_line_has_body_and_name(event: Event) -> None:
    ani(event, body=a_body("DE"))
    assert lines(event, Options()) == [
        {
            "body": ("Germany", "Allemagne"),
            "given": "Ani",
            "family": "HAKOBYAN",
            "unnamed": "",
            "note": "Անի ՀԱԿՈԲՅԱՆ",
        }
    ]


def test_a_discreet_person_finds_the_line_by_its_reference(event: Event) -> None:
    person = ani(event, discreet=True)
    told = gather(event, Selection(), Options()).facts
    assert told["lines"][0]["unnamed"] == "Representative / Représentant·e"
    assert told["lines"][0]["note"] == person.reference
    assert not any(secret in repr(told) for secret in ("HAKOBYAN", "Ani", "Անի"))


def test_consent_to_lists_given_away_is_not_needed_to_sign(event: Event) -> None:
    ani(event, consent_lists=False)
    assert lines(event)[0]["family"] == "HAKOBYAN"


def days(event: Event, options: Options) -> list[str]:
    return [day.main for day in gather(event, Selection(), options).facts["days"]]


def test_there_is_a_sheet_for_each_day_or_for_one(event: Event) -> None:
    assert len(days(event, EN)) == len(event.days) == 2
    only = Options(language=PaperLanguage.EN, day=date(2027, 6, 9))
    assert days(event, only) == ["Wednesday 9 June 2027"]


def test_an_event_without_dates_has_one_sheet(app: object) -> None:
    assert days(an_event(starts_at=None, status="draft"), EN) == [""]


def test_a_preview_begins_as_the_sheet_does(event: Event) -> None:
    ani(event, family_name="ALPHA", body=a_body("MD"))
    ani(event, family_name="ZULU", body=a_body("AT"))
    assert [line["family"] for line in lines(event, selection=Selection(at_most=1))] == ["ZULU"]


def test_the_head_is_repeated_and_blank_lines_come_last(event: Event) -> None:
    for number in range(40):
        ani(event, family_name=f"NUMBER {number:02}", email=f"p{number}@police.example")
    prepared = making.prepare(event, PaperKind.ATTENDANCE_SHEET, Selection(), EN)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(making.pdf(prepared))).pages]
    assert all("Signature" in page for page in pages)
    whole = "\n".join(pages)
    for number in range(40):
        assert whole.count(f"NUMBER {number:02}") == len(event.days)
    assert whole.count("Not on the list") == len(event.days)
    assert f"\n{40 + BLANK_LINES}" in whole


def test_it_asks_as_much_for_ten_as_for_hundreds(event: Event, statements: Any) -> None:
    for number in (10, 200):
        many_registrations(event, number)
        with statements() as asked:
            gather(event, Selection(), Options())
        asked.within(2)
