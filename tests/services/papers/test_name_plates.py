"""Name plates: of delegations in either order, or of people; the discreet without name."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from pypdf import PdfReader

from app.documents import typesetting
from app.models import Category, Event, Language, Mode, Role, Status
from app.services.papers import name_plates
from app.services.papers.paper_kinds import Options, PaperLanguage, Plates, Selection
from tests.factories.bodies import a_body
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration

PEOPLE = Options(plates=Plates.PEOPLE)


def a_meeting() -> Event:
    event = a_conference(mode=Mode.HYBRID)
    for code in ("AT", "DE", "DE"):
        a_registration(event, Status.CONFIRMED, body=a_body(code))
    a_registration(event, Status.CONFIRMED, category=Category.OBSERVER, body=a_body("INTERPOL"))
    a_registration(event, Status.CONFIRMED, body=a_body("MD"), mode=Mode.ONLINE)
    return event


def names(event: Event, options: Options, at_most: int | None = None) -> list[str]:
    gathered = name_plates.gather(event, Selection(at_most=at_most), options)
    assert gathered.number == len(gathered.facts["plates"])
    return [plate["name"][0] for plate in gathered.facts["plates"]]


def test_each_body_has_one_in_the_order_of_a_language(app: Flask) -> None:
    event = a_meeting()
    assert names(event, Options()) == ["Austria", "Germany", "INTERPOL"]
    french = Options(order=Language.FR, language=PaperLanguage.FR)
    assert names(event, french) == ["Allemagne", "Autriche", "INTERPOL"]
    assert names(event, french, at_most=2) == ["Allemagne", "Autriche"]


def test_a_speaker_sent_by_a_state_brings_it_no_plate(app: Flask) -> None:
    event = a_meeting()
    a_registration(event, Status.CONFIRMED, category=Category.SPEAKER_EXPERT, body=a_body("FR"))
    assert names(event, Options()) == ["Austria", "Germany", "INTERPOL"]


def test_people_stand_with_their_body_the_head_first(app: Flask) -> None:
    event = a_conference()
    a_registration(event, Status.CONFIRMED, given_name="Ana", family_name="ALBU")
    a_registration(event, Status.CONFIRMED, given_name="Zoe", family_name="ZIMA", role=Role.HEAD)
    gathered = name_plates.gather(event, Selection(), PEOPLE)
    assert names(event, PEOPLE) == ["Zoe ZIMA", "Ana ALBU"]
    assert tuple(gathered.facts["plates"][0]["below"]) == ("Republic of Moldova", "République de Moldova")


def test_the_discreet_stand_without_name(app: Flask) -> None:
    event = a_conference()
    a_registration(event, Status.CONFIRMED, family_name="SECRET", own_script_name="Тайна", discreet=True)
    gathered = name_plates.gather(event, Selection(), PEOPLE)
    (plate,) = gathered.facts["plates"]
    assert tuple(plate["name"]) == ("Representative", "Représentant·e")
    assert plate["own_script"] == ""


@pytest.mark.sqlite_only
def test_a_plate_says_the_same_on_both_sides_and_stands_on_one_sheet(app: Flask) -> None:
    event = a_conference()
    family = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochx".upper()
    a_registration(
        event, Status.CONFIRMED, given_name="Bo", family_name=family, own_script_name="ნინო ბერიძე"
    )
    facts = name_plates.gather(event, Selection(), PEOPLE).facts
    file = PdfReader(io.BytesIO(typesetting.pdf("name_plates", facts, date(2027, 6, 1))))
    assert len(file.pages) == 1
    assert "".join(file.pages[0].extract_text().split()).count(family) == 2
