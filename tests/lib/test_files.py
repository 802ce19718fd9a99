"""Names and contents of files that come from outside."""

from __future__ import annotations

import io

import pytest

from app.lib.file_kinds import is_boundless, is_truly, kind_named
from app.lib.file_names import safe_name
from tests.factories.files import PDF, a_file, archive_of

ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Agenda 2027.pdf", "Agenda 2027.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\agenda.PDF", "agenda.pdf"),
        ("ordre du jour – été.pdf", "ordre du jour – été.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ("gnp\u202efdp.pdf", "gnpfdp.pdf"),
        ("<script>.pdf", "script.pdf"),
        (".pdf", "document.pdf"),
        ("con.pdf", "document.pdf"),
        ("...", "document"),
        ("", "document"),
        ("x\x00.pdf", "x.pdf"),
        ("Ατζέντα.odt", "Ατζέντα.odt"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_names_keep_their_extension() -> None:
    assert len(safe_name("x" * 10_000 + ".pdf")) < 130
    assert safe_name("x" * 10_000 + ".pdf").endswith(".pdf")


@pytest.mark.parametrize("letter", ["x", "é", "ა", "会", "😀"])
def test_every_file_system_can_keep_a_name(letter: str) -> None:
    name = safe_name(letter * 300 + ".pdf")
    assert len(name.encode()) <= 255
    assert name.strip(letter) == ".pdf"


@pytest.mark.parametrize("extension", ["pdf", "docx", "pptx", "xlsx", "odt"])
def test_files_that_are_what_they_say(extension: str) -> None:
    kind, content = kind_named(f"x.{extension}"), io.BytesIO(a_file(extension))

    assert kind is not None
    assert is_truly(kind, content)
    assert content.tell() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.pdf", b"<html>"),
        ("x.pdf", b""),
        ("x.docx", PDF),
        pytest.param("x.docx", a_file("docx")[:40], id="cut off"),
        ("x.docx", a_file("pptx")),
        ("x.docx", archive_of({"word/document.xml": "", "word/vbaProject.bin": "macro"})),
        ("x.odt", archive_of({"content.xml": ""})),
        ("x.odt", archive_of({"content.xml": "", "mimetype": "application/x-other"})),
        ("x.odt", archive_of({"content.xml": "", "mimetype": ODT, "Basic/script-lc.xml": ""})),
        ("x.odt", archive_of({"content.xml": "", "mimetype": ODT, "Scripts/python/open.py": "macro"})),
        ("x.xlsx", archive_of({"xl/workbook.xml": "", "xl/macrosheets/sheet1.xml": "macro"})),
        ("x.odt", archive_of({"content.xml": "", "mimetype": "é" * 60})),
        pytest.param("x.docx", b"MZ" + a_file("docx"), id="a program in front"),
        pytest.param("x.docx", b"<html><script>" + a_file("docx"), id="a page in front"),
        ("x.docx", b"PK\x03\x04" + b"\xff" * 500),
    ],
)
def test_files_that_are_something_else(name: str, content: bytes) -> None:
    kind = kind_named(name)
    assert kind is not None
    assert not is_truly(kind, io.BytesIO(content))


@pytest.mark.parametrize("name", ["x.exe", "x.html", "x.svg", "x.docm", "x.pdf.exe", "pdf", "", "x.zip"])
def test_other_kinds_are_not_handed_out(name: str) -> None:
    assert kind_named(name) is None


def test_a_bomb_is_not_unpacked() -> None:
    kind = kind_named("x.odt")
    assert kind is not None
    bomb = archive_of({"mimetype": "0" * 50_000_000, "content.xml": ""})
    assert not is_truly(kind, io.BytesIO(bomb))


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param({f"{number}.xml": "" for number in range(10_001)}, id="files"),
        pytest.param({"ppt/media/1.png": "0" * 530_000_000}, id="bytes"),
    ],
)
def test_an_archive_is_bounded(contents: dict[str, str]) -> None:
    kind = kind_named("x.pptx")
    assert kind is not None
    bomb = io.BytesIO(archive_of({"ppt/presentation.xml": "", **contents}))
    assert is_boundless(kind, bomb)
    assert bomb.tell() == 0


@pytest.mark.parametrize("name", ["x.docx", "x.pptx", "x.xlsx", "x.odt", "x.pdf"])
def test_documents_are_within_the_bounds(name: str) -> None:
    kind = kind_named(name)
    assert kind is not None
    assert not is_boundless(kind, io.BytesIO(a_file(name[2:])))


def test_the_entries_are_counted_across_pieces() -> None:
    kind = kind_named("x.docx")
    assert kind is not None
    for shift in range(4):
        listed = b"x" * ((1 << 16) - shift) + b"PK\x01\x02" * 10_001
        assert is_boundless(kind, io.BytesIO(listed)), shift
        assert not is_boundless(kind, io.BytesIO(listed[:-4])), shift
