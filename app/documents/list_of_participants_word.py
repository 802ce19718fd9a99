"""The list of participants as an editable Word file: headings and names as styles, tables whose head repeats on each page.

The facts are those of the printed list. What somebody is called is text and nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.documents.word_styles import (
    BODY,
    DETAILS,
    FAMILY_NAME,
    HAIRLINE,
    HEAD_OF_TABLE,
    INK,
    NORMAL,
    OTHER_LANGUAGE,
    OVER_TITLE,
    PARTICIPANT,
    clean,
    describe,
    element,
    line_below,
    new_document,
    styled,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

Words = Sequence[str]  # in the language of the paper, and in the other one
_WIDTHS = (43, 119)  # of the columns, in millimetres


def docx(facts: Mapping[str, Any], dated: date) -> bytes:
    """The list as a .docx; `dated` stands in its properties."""
    document = new_document(facts["language"])
    describe(document, f"{facts['title']} – {facts['event'][0]}", facts["language"], dated)
    _top(document, facts)
    for section in facts["sections"]:
        _say(document.add_heading(level=1), section["heading"], " · ")
        _table(document, section["delegations"], facts["columns"])
    _foot(document, facts["foot"])
    _mark(document, facts["fictional"])
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _top(document: Document, facts: Mapping[str, Any]) -> None:
    styled(document.add_paragraph(clean(facts["over"])), OVER_TITLE)
    title = document.add_heading(clean(facts["title"]), level=0)
    title.paragraph_format.keep_with_next = True
    rule = document.add_paragraph()
    if facts["other_title"]:
        styled(rule.add_run(clean(facts["other_title"])), OTHER_LANGUAGE)
    line_below(rule, 12)
    event = document.add_paragraph()
    event.add_run(clean(facts["event"][0])).bold = True
    event.add_run(clean(f" · {facts['held'][0]}" if facts["held"][0] else ""))
    other = " · ".join(filter(None, (facts["event"][1], facts["held"][1])))
    if other:
        event.add_run().add_break()
        styled(event.add_run(clean(other)), OTHER_LANGUAGE)
    _say(document.add_paragraph(), facts["state"], " · ")


def _table(document: Document, delegations: Sequence[Mapping[str, Any]], columns: Sequence[Words]) -> None:
    """A section: a row for each body, which no page break divides unless it is longer than a page."""
    from docx.shared import Mm  # noqa: PLC0415 - large, and only Word files need it

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    properties: Any = table._tbl.tblPr  # python-docx knows no rules between rows, nor rows that repeat
    properties.insert_element_before(_rules(), "w:tblLayout", "w:tblLook")
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, words, width in zip(head.cells, columns, _WIDTHS, strict=True):
        cell.width = Mm(width)
        _say(styled(cell.paragraphs[0], HEAD_OF_TABLE), words, " · ")
    for delegation in delegations:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        body, people = row.cells
        _say(
            styled(body.paragraphs[0], BODY if delegation["name"][0] else NORMAL),
            delegation["name"],
            "\n",
        )
        for number, person in enumerate(delegation["people"]):
            _person(people.paragraphs[0] if number == 0 else people.add_paragraph(), people, person)


def _person(name: Paragraph, cell: Any, person: Mapping[str, Any]) -> None:
    styled(name, PARTICIPANT)
    if person["unnamed"]:
        name.add_run(clean(person["unnamed"]))
    else:
        before = " ".join(filter(None, (person["title"], person["given"])))
        name.add_run(clean(f"{before} " if before else ""))
        styled(name.add_run(clean(person["family"])), FAMILY_NAME)
    if person["details"]:
        name.paragraph_format.keep_with_next = True
        styled(cell.add_paragraph(clean(" · ".join(person["details"]))), DETAILS)


def _foot(document: Document, words: Words) -> None:
    """What stands at the foot of each page, and its number."""
    foot = document.sections[0].footer.paragraphs[0]
    _say(foot, words, "\n")
    foot.add_run(" – ")
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _mark(document: Document, words: Words) -> None:
    """What stands at the top of each page of an invented event."""
    if words[0]:
        _say(styled(document.sections[0].header.paragraphs[0], DETAILS), words, " · ")


def _say(paragraph: Paragraph, words: Words, between: str) -> None:
    paragraph.add_run(clean(words[0]))
    if len(words) > 1 and words[1]:
        paragraph.add_run(between)
        styled(paragraph.add_run(clean(words[1])), OTHER_LANGUAGE)


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word fills in."""
    field = element("w:fldSimple", instr=name)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _rules() -> Any:
    """A rule over a table and under each of its rows, none between columns."""
    rules = element("w:tblBorders")
    for side, colour, eighths in (("top", INK, "8"), ("bottom", HAIRLINE, "4"), ("insideH", HAIRLINE, "4")):
        rules.append(element(f"w:{side}", val="single", sz=eighths, space="0", color=colour))
    return rules
