"""The list of participants as a Word file: it opens, is made of styles, repeats its heads, names nobody as its author."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from app.documents.list_of_participants_word import docx as made

PERSON = {"title": "", "given": "Ani", "family": "HAKOBYAN", "unnamed": "", "details": []}


def person(**changes: Any) -> dict[str, Any]:
    return {**PERSON, **changes}


def facts(*people: dict[str, Any], language: str = "en", other: bool = True) -> dict[str, Any]:
    def said(main: str, second: str) -> tuple[str, str]:
        return main, second if other else ""

    return {
        "language": language,
        "over": "Police Network",
        "title": "List of participants",
        "other_title": "Liste des participants" if other else "",
        "event": said("Trust", "Confiance"),
        "held": said("Strasbourg, 9 June 2027", "Strasbourg, 9 juin 2027"),
        "state": said("Provisional, 2 June 2027", "Provisoire, 2 juin 2027"),
        "columns": [said("Body", "Entité"), said("Participants", "")],
        "sections": [
            {
                "heading": said("Member states", "États membres"),
                "delegations": [{"name": said("Armenia", "Arménie"), "people": list(people)}],
            }
        ],
        "foot": said("Official use.", "Usage officiel."),
        "fictional": ("", ""),
    }


def read(*people: dict[str, Any], **said: Any) -> Document:
    return docx.Document(io.BytesIO(made(facts(*people, **said), date(2027, 6, 2))))


def styles(document: Document) -> dict[str, str]:
    """The paragraphs, in and out of tables, and their styles."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    found = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    return {one.text: one.style.name for one in found if one.style is not None and one.style.name}


def test_everything_is_a_style() -> None:
    found = styles(read(person(title="Dr", details=["Անի ՀԱԿՈԲՅԱՆ", "Inspector"])))
    assert found["List of participants"] == "Title"
    assert found["Member states · États membres"] == "Heading 1"
    assert found["Armenia\nArménie"] == "Heading 2"
    assert found["Dr Ani HAKOBYAN"] == "Participant"
    assert found["Անի ՀԱԿՈԲՅԱՆ · Inspector"] == "Details of a participant"


def test_the_head_of_a_table_repeats_and_rows_hold_together() -> None:
    head, row = read(person()).tables[0].rows
    assert [cell.text for cell in head.cells] == ["Body · Entité", "Participants"]
    assert head._tr.trPr is not None
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert row._tr.trPr is not None
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_a_representative_has_no_family_name() -> None:
    row = read(person(given="", family="", unnamed="Representative / Représentant·e")).tables[0].rows[1]
    assert row.cells[1].text == "Representative / Représentant·e"


@pytest.mark.parametrize(
    ("language", "region", "second"), [("en", "en-GB", "fr-FR"), ("fr", "fr-FR", "en-GB")]
)
def test_the_languages_are_set(language: str, region: str, second: str) -> None:
    document = read(person(), language=language)
    said = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert said is not None
    assert said.get(qn("w:val")) == region
    (style,) = (one for one in document.styles if one.style_id == "OtherLanguage")
    other = style.element.find(f".//{qn('w:lang')}")
    assert other is not None
    assert other.get(qn("w:val")) == second
    assert document.core_properties.language == region


def test_an_editor_reads_the_names_of_the_styles_in_the_language_of_the_list() -> None:
    said = {one.style_id: one.name for one in read(person(), language="fr").styles}
    assert said["FamilyName"] == "Nom de famille"
    assert said["Details"] == "Détails d’un·e participant·e"


def test_in_one_language_nothing_is_left_of_the_other() -> None:
    document = read(person(), other=False)
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert not any(run.style is not None and run.style.name == "Other language" for run in runs)


def test_it_names_nobody_as_its_author() -> None:
    about = read(person()).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("Police Network", "Police Network", "")
    assert about.title == "List of participants – Trust"
    assert about.created is not None
    assert about.created.date() == date(2027, 6, 2)


def test_the_foot_has_the_number_of_the_page() -> None:
    foot = read(person()).sections[0].footer.paragraphs[0]
    assert foot.text.startswith("Official use.\nUsage officiel.")
    fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\u202eevil", "evil"),
        ("<w:p/>&amp;", "<w:p/>&amp;"),
        ('{ DDEAUTO c:\\\\cmd "" }', '{ DDEAUTO c:\\\\cmd "" }'),
        ("two\nlines\tapart", "two lines apart"),
        ("\ud800\uffff\ue000x", "x"),
    ],
)
def test_whatever_somebody_is_called_is_text(hostile: str, shown: str) -> None:
    document = read(person(given="", family=hostile, details=[hostile]))
    assert document.tables[0].rows[1].cells[1].text == f"{shown}\n{shown}"


def test_what_an_event_is_called_is_text() -> None:
    told = facts(person())
    told["event"] = ("a\x00b" * 200, "\x0b")
    opened = docx.Document(io.BytesIO(made(told, date(2027, 6, 2))))
    assert opened.core_properties.title.startswith("List of participants – ab")


def test_nothing_in_it_leads_elsewhere() -> None:
    with zipfile.ZipFile(io.BytesIO(made(facts(person()), date(2027, 6, 2)))) as parts:
        relations = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
    assert not any('TargetMode="External"' in one for one in relations)


@pytest.mark.parametrize(
    ("words", "shown"),
    [(("", ""), ""), (("Fictional", "Fictif"), "Fictional · Fictif"), (("Fictif", ""), "Fictif")],
)
def test_each_page_of_an_invented_event_says_so(words: tuple[str, str], shown: str) -> None:
    written = made({**facts(person()), "fictional": words}, date(2027, 6, 2))
    header = docx.Document(io.BytesIO(written)).sections[0].header
    assert "".join(paragraph.text for paragraph in header.paragraphs) == shown
