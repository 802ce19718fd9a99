"""What a PDF says of itself: its words, its tags, its language."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader


class Pdf:
    """A paper, read back."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content))
        self.root: Any = self.reader.trailer["/Root"]

    @property
    def words(self) -> str:
        """All words, without blanks: lines are broken as the paper wants."""
        return without_blanks("".join(page.extract_text() for page in self.reader.pages))

    @property
    def headings(self) -> list[int]:
        """The levels of the headings, in the order of reading."""
        return [
            int(tag[2:])
            for tag in self._tags(self.root["/StructTreeRoot"])
            if tag[:2] == "/H" and tag[2:].isdigit()
        ]

    @property
    def does_something(self) -> bool:
        """Whether it runs anything, or leads anywhere."""
        acts = {"/OpenAction", "/AA", "/AcroForm"} & set(self.root)
        return bool(acts) or any("/Annots" in page or "/AA" in page for page in self.reader.pages)

    def _tags(self, element: Any) -> Iterator[str]:
        element = element.get_object()
        if isinstance(element, dict):
            if "/S" in element:
                yield str(element["/S"])
            children = element.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                yield from self._tags(child)


def heights(page: PageObject) -> list[tuple[str, float]]:
    """The pieces of text of a page, with how high above its lower edge each stands, in points."""
    found: list[tuple[str, float]] = []
    page.extract_text(visitor_text=lambda words, matrix, *_: found.append((words, float(matrix[5]))))
    return found


def without_blanks(text: str) -> str:
    """The text without blanks and without signs that only allow a break."""
    return "".join(text.replace("\u200b", "").split())
