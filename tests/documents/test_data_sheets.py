"""The paper about somebody: tagged, with the letters of every script of Europe, and made whatever is in it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from app.documents.data_sheets import DataSheet, Row, Section, pdf

NAMES = ["Zoë ŒUVRE-ÆGIR", "Γεώργιος ΠΑΠΑΔΌΠΟΥΛΟΣ", "Олена КОВАЛЕНКО", "გიორგი ბერიძე", "Անի ՀԱԿՈԲՅԱՆ"]


def a_sheet(*texts: str, language: str = "en") -> DataSheet:
    rows = [Row("Name", text, "note") for text in texts]
    sections = [Section("Person", rows), Section("History", rows, level=3)]
    return DataSheet(
        language, "What we keep", "Police Network", "All of it.", "Footer", date(2027, 6, 9), sections
    )


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("name", NAMES)
def test_each_script_of_europe_has_its_letters(name: str) -> None:
    assert name in read(pdf(a_sheet(name)))


def test_georgian_and_armenian_are_set_without_serifs() -> None:
    page = PdfReader(io.BytesIO(pdf(a_sheet(*NAMES)))).pages[0]
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert any("NotoSans" in font for font in fonts)
    assert any("DejaVuSans" in font for font in fonts)
    titles = "TeXGyrePagella"
    assert all(font.split("+")[-1].startswith(("NotoSans", "DejaVuSans", titles)) for font in fonts), fonts


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(pdf(a_sheet("Ana", language="fr"))))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "fr"
    assert reader.metadata is not None
    assert reader.metadata.title == "What we keep"


@pytest.mark.parametrize(
    "hostile",
    [
        "#panic() $x$ *bold* @ref <label>", "漢字", "😀", "שלום", "\u202eevil", "a\x00b\x1b[31m",
        "z\u0335\u0336\u0337", "\ue000", "ꙮ ⱥ Ꞷ ᲀ Ა ﬓ", "x" * 10_000, "\r\nBcc: a@b", "ᏣᎳᎩ",
    ],
)  # fmt: skip
def test_whatever_somebody_is_called_the_paper_is_made(hostile: str) -> None:
    text = read(pdf(a_sheet(hostile, "Ana")))
    assert "Ana" in text


def test_markup_is_read_as_text() -> None:
    assert "#panic() *bold*" in read(pdf(a_sheet("#panic() *bold*")))


def test_what_has_no_shape_stands_as_a_square() -> None:
    assert "□□ Ana" in read(pdf(a_sheet("漢字 Ana")))
