"""Visa support letters: for those who are confirmed and come in person, with room for what only a passport has."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from app.documents import typesetting
from app.models import Event, Mode, Registration, Status
from app.services.papers import visa_letters
from app.services.papers.paper_kinds import Gathered, Options, PaperLanguage, Selection
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration

EN = Options(language=PaperLanguage.EN)
SERVICE = "Policejníprezidiumčeskérepublikyúřadslužbykriminálnípolicieavyšetřování" * 2


def someone(event: Event, family: str, status: Status = Status.CONFIRMED, **changes: Any) -> Registration:
    return a_registration(event, status, family_name=family, **changes)


def names(gathered: Gathered) -> list[str]:
    return [page["name"] for page in gathered.facts["pages"]]


def test_for_the_confirmed_who_come_in_person(app: Flask) -> None:
    event = a_conference(mode=Mode.HYBRID)
    someone(event, "SOLER")
    someone(event, "UNDECIDED", Status.VALIDATED)
    someone(event, "FARAWAY", mode=Mode.ONLINE)
    gathered = visa_letters.gather(event, Selection(), EN)
    assert (names(gathered), gathered.number) == (["Ana SOLER"], 1)


def test_in_two_languages_each_has_a_page_in_both(app: Flask) -> None:
    event = a_conference()
    for family in ("ALBU", "BOLDT"):
        someone(event, family)
    gathered = visa_letters.gather(event, Selection(), Options(language=PaperLanguage.BOTH))
    assert gathered.number == 2
    assert [page["language"] for page in gathered.facts["pages"]] == ["en", "fr", "en", "fr"]
    assert gathered.facts["words"]["fr"]["by_hand"][0] == "Numéro de passeport"


def test_the_discreet_are_left_out_unless_one_is_asked_for(app: Flask) -> None:
    event = a_conference()
    hidden = someone(event, "SECRET", discreet=True)
    someone(event, "SOLER")
    many = visa_letters.gather(event, Selection(), EN)
    assert (names(many), many.left_out) == (["Ana SOLER"], 1)
    alone = visa_letters.gather(event, Selection(registration_id=hidden.id), EN)
    assert (names(alone), alone.left_out) == (["Ana SECRET"], 0)


def test_a_preview_needs_the_first_few_only(app: Flask) -> None:
    event = a_conference()
    for number in range(3):
        someone(event, f"SOLER {number}")
    assert visa_letters.gather(event, Selection(at_most=2), EN).number == 2


@pytest.mark.sqlite_only
def test_it_says_who_comes_when_and_where_on_one_page(app: Flask) -> None:
    event = a_conference(country_iso2="FR", signatory="Inès MARTIN", mail_reply_to="network@coe.example")
    someone(event, "ĐORĐEVIĆ", function="Inspector", service=SERVICE, own_script_name="Ђорђевић")
    facts = visa_letters.gather(event, Selection(), EN).facts
    file = PdfReader(io.BytesIO(typesetting.pdf("visa_letters", facts, date(2027, 5, 1))))
    (page,) = file.pages
    text = page.extract_text()
    said = ("ĐORĐEVIĆ", "Ђорђевић", "Inspector", "Republic of Moldova", "Trust and Oversight", "9–10 June 2027",
            "Strasbourg, France", "Agora building", "Passport number", "Inès MARTIN", "network@coe.example")  # fmt: skip
    assert not [words for words in said if words not in text]
    assert SERVICE in "".join(text.split())
