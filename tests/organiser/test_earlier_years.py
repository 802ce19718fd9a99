"""Lists of earlier years as an organiser imports them: looked at, words told, then everybody of it at once.

One file, although it is long: one way through the pages, and what can go wrong on it.
"""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.models import Category, CheckIn, Event, EventStatus, ImportWord, Registration, UserRole
from app.services.earlier_years.list_kinds import ListKind
from tests.factories.earlier_years import NAMED, UNNAMED, an_earlier_event, imported, long_ago
from tests.factories.events import an_event
from tests.factories.users import a_user
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


@pytest.fixture
def event(app: Flask) -> Event:
    """A conference of last year of which nobody is on record."""
    return an_earlier_event()


def address(event: Event) -> str:
    return f"/organiser/events/{event.slug}/statistics/import"


def hand_in(
    visitor: Visitor, event: Event, content: str | bytes, kind: str = "with_came", name: str = "list.csv"
) -> Page:
    data = content.encode() if isinstance(content, str) else content
    page = visitor.visit(address(event))
    return page.submit("main form", file=FileStorage(io.BytesIO(data), name), kind=kind)


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def cells(page: Page, section: str) -> list[str]:
    return page.all_text(f"#{section} tbody tr")


def test_a_list_is_looked_at_before_anything_is_imported(organiser: Visitor, event: Event) -> None:
    page = hand_in(organiser, event, NAMED)
    assert page.status == 200
    assert page.one("h1").get_text() == "5 people are new, nothing is imported yet"
    assert "Ana CEBOTARI Republic of Moldova" in cells(page, "right")[0]
    assert people() == 0
    done = page.submit("main form")
    assert "5 people are imported." in done.text
    assert (people(), db.session.scalar(select(func.count()).select_from(CheckIn))) == (5, 3)


def test_the_same_list_again_has_nothing_new(organiser: Visitor, event: Event) -> None:
    hand_in(organiser, event, NAMED).submit("main form")
    page = hand_in(organiser, event, NAMED)
    assert page.one("h1").get_text() == "There is nothing new in this list"
    page.submit("main form")
    assert people() == 5


def test_unknown_words_get_their_meaning_once(organiser: Visitor, event: Event) -> None:
    text = "State;Category\nMoldavie (Rép.);Délégation officielle\nMoldavie (Rép.);Délégation officielle\n"
    page = hand_in(organiser, event, text, "only_who_came")
    assert page.status == 422
    assert page.one("h1").get_text() == "Say what 2 words mean"
    told = {"word-body-moldavie (rep.)": "MD", "word-category-delegation officielle": "member_state_delegate"}
    shown = page.submit("main form", **told)
    assert shown.one("h1").get_text() == "2 people are new, nothing is imported yet"
    assert people() == 0
    shown.submit("main form")
    assert people() == 2
    other = hand_in(organiser, an_earlier_event(), text, "only_who_came")
    assert other.one("h1").get_text() == "2 people are new, nothing is imported yet"
    assert [row.split(" Body ")[0] for row in cells(other, "told")][0].startswith("Moldavie (Rép.)")


@pytest.mark.parametrize(
    "words", ["Ǿrsted Institute", "x" * 119 + " University", "Ana’s\u00adLab\u2028of the Law"]
)
def test_whatever_word_is_asked_for_can_be_told(organiser: Visitor, event: Event, words: str) -> None:
    page = hand_in(organiser, event, f"Family name,Body,Category\nWANG,{words},Speaker\n", "only_who_came")
    [asked] = page.soup.select("[name^=word-body]")
    shown = page.submit("main form", **{str(asked["name"]): "text"})
    assert shown.one("h1").get_text() == "One person is new, nothing is imported yet"
    shown.submit("main form")
    assert people() == 1


def test_what_was_said_wrongly_can_be_said_anew(organiser: Visitor, event: Event) -> None:
    text = "State;Came\nHelvetia;yes\n"
    hand_in(organiser, event, text).submit("main form", **{"word-body-helvetia": "AT"}).submit("main form")
    page = hand_in(organiser, other := an_earlier_event(), text)
    page.submit("main form", button="look", **{"word-body-helvetia": "CH"}).submit("main form")
    [row] = db.session.scalars(select(Registration).where(Registration.event_id == other.id))
    assert row.body is not None
    assert row.body.code == "CH"
    assert db.session.scalars(select(ImportWord.meaning).where(ImportWord.field == "body")).all() == ["CH"]


def test_an_organiser_of_some_events_uses_words_and_keeps_none(client: Visitor, event: Event) -> None:
    sign_in(client, a_user(UserRole.ORGANISER, event))
    page = hand_in(client, event, "State;Came\nHelvetia;yes\n").submit(
        "main form", **{"word-body-helvetia": "CH"}
    )
    page.submit("main form")
    assert people() == 1
    assert not db.session.scalars(select(ImportWord)).all()


def test_headings_are_chosen_and_remembered(organiser: Visitor, event: Event) -> None:
    text = "Herkunft;Funktion dort\nMD;Delegate\n"
    page = hand_in(organiser, event, text, "only_who_came")
    assert page.status == 422
    assert page.one("h1").get_text() == "Say what the columns are"
    shown = page.submit("main form", **{"column-0": "body", "column-1": "category"})
    shown.submit("main form")
    assert people() == 1
    again = hand_in(organiser, an_earlier_event(), text, "only_who_came")
    assert again.one("h1").get_text() == "One person is new, nothing is imported yet"


def test_an_affiliation_of_its_own_is_not_remembered(organiser: Visitor, event: Event) -> None:
    text = "Family name;Organisation;Category\nWANG;University of Ana;Speaker\n"
    page = hand_in(organiser, event, text, "only_who_came")
    page.submit("main form", **{"word-body-university of ana": "text"}).submit("main form")
    [row] = db.session.scalars(select(Registration))
    assert (row.body_text, row.category) == ("University of Ana", Category.SPEAKER_EXPERT)
    assert "university of ana" not in db.session.scalars(select(ImportWord.word)).all()


def test_wrong_rows_are_told_with_their_number_and_nothing_is_imported(
    organiser: Visitor, event: Event
) -> None:
    text = (
        NAMED
        + "Ana;CEBOTARI;ana@igp.example;MD;Delegate;;;\n;;;MD;Delegate;;;\nIon;POPA;nowhere;MD;Delegate;;;\n"
    )
    page = hand_in(organiser, event, text + "Ina;RUSU;;INTERPOL;Delegate;Head;;\n")
    assert page.status == 422
    assert cells(page, "rows") == [
        "Row 7 The same person stands in row 2. Ana · CEBOTARI · ana@igp.example · MD · Delegate",
        "Row 8 The family name is missing. MD · Delegate",
        "Row 9 This is not an e-mail address. It looks like name@example.org Ion · POPA · nowhere · MD · Delegate",
        "Row 10 This body cannot be represented in this capacity. Ina · RUSU · INTERPOL · Delegate · Head",
    ]
    page.submit("main form")
    assert people() == 0


def test_what_has_changed_meanwhile_is_judged_again(organiser: Visitor, event: Event) -> None:
    page = hand_in(organiser, event, NAMED)
    imported(event, NAMED)
    assert page.submit("main form").one("h1").get_text() == "There is nothing new in this list"
    assert people() == 5


def test_whoever_has_come_on_record_since_is_shown_first(organiser: Visitor, event: Event) -> None:
    page = hand_in(organiser, event, NAMED)
    imported(event, NAMED.rsplit("Li;", 1)[0])
    page = page.submit("main form")
    assert page.status == 409
    assert "Something has changed since this was shown: nothing was done." in page.one(".problem").get_text()
    assert page.one("h1").get_text() == "One person is new, nothing is imported yet"
    assert people() == 4
    page.submit("main form")
    assert people() == 5


def test_a_limit_is_told_with_its_numbers(organiser: Visitor, event: Event) -> None:
    event.capacity_in_person = 9
    page = hand_in(organiser, event, UNNAMED, "everyone").submit("main form")
    assert page.status == 409
    assert "10" in page.one(".problem").get_text()
    assert people() == 0


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAA==", "é"])
def test_what_was_tampered_with_imports_nothing(organiser: Visitor, event: Event, sealed: str) -> None:
    page = hand_in(organiser, event, NAMED)
    assert "nothing was imported" in page.submit("main form", list=sealed).text
    assert people() == 0


def test_what_another_event_carried_opens_nothing(organiser: Visitor, event: Event) -> None:
    carried = hand_in(organiser, event, NAMED).fields()["list"]
    page = hand_in(organiser, an_earlier_event(), UNNAMED, "everyone")
    assert "nothing was imported" in page.submit("main form", list=carried).text
    assert people() == 0


@pytest.mark.parametrize(
    "name", ["word-body-georgia", "word-nonsense-x", "column-0", "column-99", "mode", "category"]
)
def test_an_answer_that_is_none_changes_nothing(organiser: Visitor, event: Event, name: str) -> None:
    page = hand_in(organiser, event, NAMED)
    again = page.submit("main form", button="look", **{name: "nonsense"})
    assert again.status in {200, 422}
    assert people() == 0


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED])
def test_an_event_that_did_not_take_place_says_so(
    organiser: Visitor, event: Event, status: EventStatus
) -> None:
    event.status = status
    page = organiser.visit(address(event))
    assert "events that are over and took place" in page.text
    assert not page.soup.select("main form")


def test_an_event_to_come_says_so(organiser: Visitor) -> None:
    assert "events that are over and took place" in organiser.visit(address(an_event())).text


def test_names_that_are_no_longer_kept_are_told_before(organiser: Visitor) -> None:
    event = long_ago()
    assert "imported without them" in organiser.visit(address(event)).text
    page = hand_in(organiser, event, NAMED)
    assert "Names are no longer kept" in page.text
    assert "CEBOTARI" not in " ".join(cells(page, "right"))


def test_names_are_words_whatever_they_look_like(organiser: Visitor, event: Event) -> None:
    text = "Family name,State,Function\n<b>=HYPERLINK(1)</b>,MD,'+33 1\n"
    page = hand_in(organiser, event, text, "only_who_came")
    assert "<b>=HYPERLINK(1)</b>" in cells(page, "right")[0]
    page.submit("main form")
    [row] = db.session.scalars(select(Registration))
    assert (row.family_name, row.function) == ("<b>=HYPERLINK(1)</b>", "+33 1")


def test_the_page_is_french_too(organiser: Visitor, event: Event) -> None:
    organiser.visit("/?lang=fr")
    page = hand_in(organiser, event, NAMED.replace("State", "État").replace("yes", "oui"))
    assert page.one("h1").get_text() == "5 personnes sont nouvelles, rien n’est encore importé"


def test_whoever_reads_statistics_imports_nothing(client: Visitor, event: Event) -> None:
    sign_in(client, a_user(UserRole.STATISTICS_READER))
    assert client.get(address(event)).status_code == 403


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    return file.getvalue()


HOSTILE = {
    "empty": b"",
    "no archive": b"PK\x03\x04 no archive",
    "too many rows": b"State\n" + b"MD\n" * 100_000,
    "wide": b";" * 200 + b"x\nMD\n",
    "zeros": b"\0" * 100,
    "head only": b"State;Category\n",
    "quotation mark": b'State\n"MD\n' * 3,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_list_is_refused(organiser: Visitor, event: Event, content: bytes) -> None:
    page = hand_in(organiser, event, content)
    assert page.status == 422
    assert page.one("title").get_text().startswith("Error: ")
    assert people() == 0


def test_a_bomb_is_refused(organiser: Visitor, event: Event) -> None:
    assert "too large" in hand_in(organiser, event, bomb(), name="list.xlsx").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(organiser: Visitor, event: Event, encoding: str) -> None:
    text = "Nom de famille;État;Catégorie\nMÜLLER-ÉCLAIR;Géorgie;Délégué\n"
    page = hand_in(organiser, event, text.encode(encoding), "only_who_came")
    assert "MÜLLER-ÉCLAIR Georgia" in cells(page, "right")[0]


def test_pages_of_the_event_say_what_the_list_says(organiser: Visitor, event: Event) -> None:
    imported(event, UNNAMED, ListKind.ONLY_WHO_CAME)
    home = organiser.visit(f"/organiser/events/{event.slug}")
    assert home.all_text(".figs > div") == [
        "10 came, by the list that was imported", "not recorded registered", "2 of 46 member states represented",
    ]  # fmt: skip
    assert "10 people came" in organiser.visit("/organiser/events").text


def test_nobody_is_absent_where_the_list_does_not_say_who_came(organiser: Visitor, event: Event) -> None:
    people_page = f"/organiser/events/{event.slug}/participants"
    imported(event, NAMED, ListKind.EVERYONE)
    assert not organiser.visit(people_page).soup.select(".flag")
    imported(event, NAMED)
    assert sorted(organiser.visit(people_page).all_text("tbody .flag")) == ["absent"] * 2 + ["in"] * 3


def test_the_page_of_a_person_tells_no_hour(organiser: Visitor, event: Event) -> None:
    imported(event, NAMED)
    one = db.session.scalars(select(Registration).order_by(Registration.id)).first()
    assert one is not None
    page = organiser.visit(f"/organiser/events/{event.slug}/participants/{one.id}")
    [line] = page.all_text("#attendance li")
    assert line.startswith("The event as a whole from an imported list")
    assert line.endswith("day not recorded")
