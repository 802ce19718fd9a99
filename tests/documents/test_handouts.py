"""Papers that are handed out: PDF with a language and a title, whatever stands in them."""

from __future__ import annotations

from datetime import date

import pytest

from app.documents import handouts
from app.documents.handouts import Handout, Line, Section


def paper(**changes: object) -> bytes:
    facts: dict[str, object] = {
        "language": "en",
        "title": "Trust and Oversight",
        "over": "Agenda",
        "under": "Strasbourg, 9–10 June 2027",
        "footer": "Police Network",
        "dated": date(2027, 1, 4),
        "sections": [Section("Wednesday", [Line("Opening", "09:15–10:45", "G03"), Line("A paragraph.")])],
    }
    return handouts.pdf(Handout(**{**facts, **changes}))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_paper_is_a_tagged_pdf_in_its_language(language: str) -> None:
    content = paper(language=language)
    assert content.startswith(b"%PDF-")
    assert f"/Lang ({language})".encode() in content or f"/Lang({language})".encode() in content
    assert b"/StructTreeRoot" in content


def test_the_same_paper_is_the_same_file() -> None:
    assert paper() == paper()


@pytest.mark.parametrize(
    "hostile", ["#panic()", "$x$ *bold* _it_", "#sys.inputs", "\\", "= Heading", "<label> @ref"]
)
def test_nothing_that_stands_in_it_is_markup(hostile: str) -> None:
    assert paper(title=hostile, sections=[Section(hostile, [Line(hostile, hostile, hostile)])]).startswith(
        b"%PDF-"
    )
