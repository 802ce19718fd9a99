"""Names and contents of files that come from outside."""

from __future__ import annotations

import io

import pytest

from app.lib.file_kinds import is_truly, kind_named
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
        ("x.odt", archive_of({"content.xml": "", "mimetype": "é" * 60})),
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
