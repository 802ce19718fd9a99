"""Badges: who gets one, what it tells, and that its code is read from a bad picture of the print."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from PIL import Image, ImageEnhance, ImageFilter
from pypdf import PdfReader

from app.documents import typesetting
from app.lib import barcodes
from app.models import Category, Mode, Role, Status
from app.services.papers import badges
from app.services.papers.paper_kinds import BadgeLayout, Options, Selection
from app.services.participant_filters import Filters
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration

DAY = date(2027, 6, 1)
LONG_NAME = "FERNÁNDEZ DE LA TORRE Y QUINTANILLA DE LOS RÍOS Y MENDOZA XX"
ONE_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochx".upper()
LONG_FUNCTION = ("Head of the Division for Police Cooperation, " * 3)[:120].strip()


def names_of(facts: object) -> list[str]:
    assert isinstance(facts, dict)
    return [badge["family"] for badge in facts["badges"]]


def test_those_who_come_to_the_place_get_one(app: Flask) -> None:
    event = a_conference(mode=Mode.HYBRID)
    a_registration(event, Status.CONFIRMED, family_name="SOLER")
    a_registration(event, Status.SUBMITTED, family_name="UNDECIDED")
    a_registration(event, Status.CONFIRMED, family_name="FARAWAY", mode=Mode.ONLINE)
    a_check_in(a_registration(event, Status.WITHDRAWN, family_name="ARRIVED"))
    undone(a_check_in(a_registration(event, Status.WITHDRAWN, family_name="MISTAKEN")))
    gathered = badges.gather(event, Selection(), Options())
    assert names_of(gathered.facts) == ["ARRIVED", "SOLER"]
    assert gathered.number == 2


def test_one_person_or_a_filter_narrows_it(app: Flask) -> None:
    event = a_conference()
    one = a_registration(event, Status.CONFIRMED, family_name="SOLER")
    a_registration(event, Status.CONFIRMED, family_name="KOVÁCS", category=Category.SPEAKER_EXPERT, body=None)
    alone = badges.gather(event, Selection(registration_id=one.id), Options())
    speakers = Selection(Filters(category=(Category.SPEAKER_EXPERT,)))
    assert names_of(alone.facts) == ["SOLER"]
    assert names_of(badges.gather(event, speakers, Options()).facts) == ["KOVÁCS"]


def test_nothing_of_the_discreet_but_for_whom_they_come(app: Flask) -> None:
    event = a_conference()
    told = {"family_name": "AAKER", "function": "Agent", "own_script_name": "Ааkер", "discreet": True}
    a_registration(event, Status.CONFIRMED, role=Role.DELEGATE, **told)
    a_registration(event, Status.CONFIRMED, family_name="ZIMMER")
    facts = badges.gather(event, Selection(), Options()).facts
    assert names_of(facts) == ["ZIMMER", "Representative"]
    hidden = facts["badges"][1]
    assert (hidden["given"], hidden["function"], hidden["own_script"]) == ("", "", "")
    assert hidden["other_name"] == "Représentant·e"
    assert hidden["body"][0] == "Republic of Moldova"


@pytest.mark.parametrize(
    ("category", "role", "body", "colour", "words"),
    [
        (Category.MEMBER_STATE_DELEGATE, Role.HEAD, "MD", "delegations", "Head of delegation"),
        (Category.OBSERVER, Role.HEAD, "INTERPOL", "observers", "Observer"),
        (Category.SPEAKER_EXPERT, None, None, "others", "Speaker or expert"),
        (Category.SECRETARIAT, None, None, "staff", "Secretariat"),
    ],
)
def test_the_capacity_has_a_colour_and_letters(
    app: Flask, category: Category, role: Role | None, body: str | None, colour: str, words: str
) -> None:
    person = a_registration(
        a_conference(), Status.CONFIRMED, category=category, role=role, body=body and a_body(body)
    )
    badge = badges.badge(person)
    assert (badge["colour"], badge["capacity"][0]) == (colour, words)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("layout", list(BadgeLayout))
def test_a_printed_code_is_read_from_a_dark_and_blurred_picture_of_it(
    app: Flask, layout: BadgeLayout
) -> None:
    event = a_conference()
    person = a_registration(
        event,
        Status.CONFIRMED,
        family_name=LONG_NAME,
        function=LONG_FUNCTION,
        badge_code="ABCDEFGHJKMNPQRSTVWX",
    )
    facts = badges.gather(event, Selection(registration_id=person.id), Options(layout=layout)).facts
    (page,) = typesetting.pictures("badges", facts, DAY, most=1, ppi=150)
    assert barcodes.read(spoilt(page)) == [person.badge_code]


def spoilt(page: bytes) -> bytes:
    """A badge as a bad camera sees it: turned, out of focus, in the dark, with little contrast."""
    picture = Image.open(io.BytesIO(page)).convert("L")
    picture = picture.rotate(23, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    picture = picture.filter(ImageFilter.GaussianBlur(2))
    picture = ImageEnhance.Contrast(ImageEnhance.Brightness(picture).enhance(0.45)).enhance(0.6)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=40)
    return made.getvalue()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("family", [LONG_NAME, ONE_WORD])
@pytest.mark.parametrize("layout", list(BadgeLayout))
def test_long_names_and_functions_are_not_cut(app: Flask, family: str, layout: BadgeLayout) -> None:
    event = a_conference()
    changes = {"family_name": family, "function": LONG_FUNCTION, "own_script_name": "ნინო ბერიძე " * 12}
    person = a_registration(event, Status.CONFIRMED, **changes)
    facts = badges.gather(event, Selection(registration_id=person.id), Options(layout=layout)).facts
    (page,) = typesetting.pictures("badges", facts, DAY, most=2, ppi=72)
    picture = Image.open(io.BytesIO(page)).convert("L")
    width, height = (round(side * 72 / 25.4) for side in (105, 148))
    # Nothing stands in the margin on the right, up to the line to cut along.
    margin = picture.crop((width - 22, 6, width - 3, height - 6))
    assert margin.getextrema()[0] > 200


@pytest.mark.parametrize("layout", list(BadgeLayout))
def test_each_badge_of_an_invented_event_says_so_on_one_line(app: Flask, layout: BadgeLayout) -> None:
    """On the smallest page too, above the title; and nothing is cut in two with the sheet."""
    event = a_conference(fictional=True)
    for number in range(5):
        a_registration(event, Status.CONFIRMED, family_name=f"SOLER {'ABCDE'[number]}")
    facts = badges.gather(event, Selection(), Options(layout=layout)).facts
    pages = PdfReader(io.BytesIO(typesetting.pdf("badges", facts, DAY))).pages
    lines = [line for page in pages for line in page.extract_text().splitlines() if "Fictional event" in line]
    assert [line for line in lines if line.strip().endswith("n’existe.")] == lines
    assert sum(line.count("Fictional event") for line in lines) == 5
