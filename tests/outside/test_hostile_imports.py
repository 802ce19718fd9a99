"""Files that somebody hands in to harm: a clear message within seconds, and nothing of them is imported."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.models import EventDocument, Mandate, Person
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.users import an_administrator
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.pages import Page
from tests.signing_in import sign_in

pytestmark = pytest.mark.sqlite_only  # what is refused never comes to the database
_HEAD = "body,given name,family name,email\n"
_ROW = "MD,Ana,CEBOTARI,ana@igp.example\n"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def packed(**parts: bytes | str) -> bytes:
    """A workbook of these parts (`sheet`, `strings`, `book`), whatever is in them."""
    names = {
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
        "book": "xl/workbook.xml",
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(names[name], content)
    return whole.getvalue()


def a_bomb() -> bytes:
    """Half a kilobyte of every megabyte that it unpacks to."""
    return packed(book=f"<workbook {_MAIN}/>", sheet=b"<row/>" * 12_000_000)


def nested() -> bytes:
    inner = a_bomb()
    return packed(book=inner, sheet=inner, strings=inner)


def a_million_rows() -> bytes:
    return (_HEAD + "x\n" * 1_000_000).encode()


def entities() -> bytes:
    """The billion laughs, and the file of passwords."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{lines}<!ENTITY p SYSTEM "file:///etc/passwd">]>'
    )
    book = f'<workbook {_MAIN}><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;&p;</t></is></c></row>'
    sheet = f"<worksheet {_MAIN}><sheetData>{cell}</sheetData></worksheet>"
    return packed(book=document + book, sheet=document + sheet)


HARMFUL: dict[str, Callable[[], bytes]] = {
    "bomb": a_bomb,
    "nested bomb": nested,
    "a million rows": a_million_rows,
    "entities": entities,
    "many columns": lambda: ("x," * 100_000 + "\n").encode(),
    "one endless cell": lambda: (_HEAD + "M" * 3_000_000).encode(),
    "open quotation": lambda: (_HEAD + '"' + "x\n" * 10_000).encode(),
    "NUL": lambda: (_HEAD + "MD\0,Ana,X,a@b.example\n").encode(),
    "half of UTF-16": lambda: b"\xff\xfe" + (_HEAD + _ROW).encode("utf-16-le")[:-1],
    "random bytes": lambda: bytes(range(256)) * 400,
    "cut off": lambda: a_bomb()[:2000],
    "names of signs": lambda: (_HEAD + "MD,Ana,\u202e\u0301\u0301\u0301\u0301,ana@igp.example\n").encode(),
    "formula": lambda: (_HEAD + '"=cmd|x",Ana,X,@SUM(1)\n').encode(),
    "empty": lambda: b"",
}


def number(*tables: type) -> list[int]:
    db.session.rollback()
    found = [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    db.session.rollback()
    return found


def handed_in(outsider: Outsider, content: bytes, name: str) -> tuple[int, str]:
    page = outsider.visit("/organiser/correspondents/import")
    fields: dict[str, object] = {**page.fields("main form"), "file": FileStorage(io.BytesIO(content), name)}
    answer = outsider.post("/organiser/correspondents/import", fields, files=True)
    return answer.status_code, Page(outsider, answer).text  # type: ignore[arg-type]


@pytest.mark.parametrize("what", HARMFUL)
def test_nothing_of_a_harmful_file_is_imported(
    app: Flask, running: Running, outsider: Outsider, what: str
) -> None:
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    before = number(Mandate, Person)
    for name in ("people.csv", "../people.xlsx"):
        status, text = handed_in(outsider, HARMFUL[what](), name)
        assert status in {413, 422}, text[:500]
        assert "There is a problem" in text or "Nothing is imported" in text, text[:1000]
        assert "root:" not in text
        assert "Traceback" not in text
    assert number(Mandate, Person) == before
    assert outsider.get("/healthz").status_code == 200


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_what_spreadsheets_write_is_understood_and_waits_for_a_yes(
    app: Flask, running: Running, outsider: Outsider, encoding: str
) -> None:
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    a_body("MD")
    db.session.commit()
    before = number(Mandate, Person)
    status, text = handed_in(
        outsider, (_HEAD + "MD,René,MÜLLER,rene@igp.example\n").encode(encoding), "a.csv"
    )
    assert status == 200, text[:500]
    assert "MÜLLER" in text
    assert number(Mandate, Person) == before


_NAMES = [
    "../../../etc/passwd.pdf", "agenda.pdf\r\nX-Injected: yes.pdf", "<b class=harm>.pdf", "=1+1.pdf", "\u202efdp.exe.pdf",
    "agenda.pdf.exe", "con.pdf", "a" * 10_000 + ".pdf", "{{7*191}}.pdf", "%2e%2e%2fx.pdf", ";rm -rf ~;.pdf", "\0.pdf",
]  # fmt: skip


@pytest.mark.parametrize("name", _NAMES, ids=range(len(_NAMES)))
def test_a_file_comes_back_under_a_harmless_name(
    app: Flask, running: Running, outsider: Outsider, name: str
) -> None:
    slug = an_event().slug
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    address = f"/organiser/events/{slug}/documents/new"
    fields: dict[str, object] = dict(outsider.visit(address).fields("#main form"))
    fields |= {
        "title": "Agenda",
        "file": FileStorage(io.BytesIO(b"%PDF-1.7\n"), name, content_type="text/html"),
    }
    # 413: the longest of these names makes the head of its part too long.
    assert outsider.post(address, fields, files=True).status_code in {303, 413, 422}
    made = db.session.scalars(select(EventDocument).order_by(EventDocument.id.desc())).first()
    stored = (made.id, made.file_name, made.stored_name) if made and made.event.slug == slug else None
    db.session.rollback()
    if stored is None:
        return
    number_of, file_name, stored_name = stored
    assert not set(file_name) & set('<>:"/\\|?*%\r\n\0\u202e'), file_name
    assert len(file_name) <= 130
    assert stored_name.isalnum()
    answer = outsider.get(f"/organiser/events/{slug}/documents/{number_of}")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Injected"] is None
