"""The tables of a report, read back from the PDF by its tags: what a reader with a screen reader gets, cell by cell."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

_LINE = re.compile(r"<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>\s*)?(?:<([0-9A-Fa-f]+)>|\[(.*?)\])")
_BLOCK = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
Rows = list[list[str]]


class Report:
    """A report, read back: its headings and its tables in the order of reading, and the words of its figures."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content))
        self.root: Any = self.reader.trailer["/Root"]
        self._words = {page.indirect_reference.idnum: words_of(page) for page in self.reader.pages}
        self.tables: list[Rows] = []
        self.headings: list[tuple[int, str]] = []
        self.alternatives: list[str] = []
        for kind, element in self._elements(self.root["/StructTreeRoot"]):
            if kind == "/Table":
                self.tables.append([self._cells(row) for row in self._below(element, {"/TR"})])
            elif re.fullmatch(r"/H\d", kind):
                self.headings.append((int(kind[2:]), self._text(element)))
            elif kind == "/Figure":
                self.alternatives.append(str(element["/Alt"]))

    @property
    def language(self) -> str:
        return str(self.root["/Lang"])

    def _cells(self, row: Any) -> list[str]:
        return [self._text(cell) for cell in self._below(row, {"/TH", "/TD"})]

    def _elements(self, element: Any) -> Iterator[tuple[str, Any]]:
        for child in _children(element):
            if isinstance(child, dict) and "/S" in child:
                yield str(child["/S"]), child
                yield from self._elements(child)

    def _below(self, element: Any, kinds: set[str]) -> list[Any]:
        return [child for kind, child in self._elements(element) if kind in kinds]

    def _text(self, element: Any, page: int = 0) -> str:
        page = element.raw_get("/Pg").idnum if "/Pg" in element else page
        said = ""
        for child in _children(element):
            if isinstance(child, int):
                said += self._words[page].get(child, "")
            elif "/MCID" in child:
                own = child.raw_get("/Pg").idnum if "/Pg" in child else page
                said += self._words[own].get(int(child["/MCID"]), "")
            elif "/S" in child:
                said += self._text(child, page)
        return said


def _children(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return [kid.get_object() for kid in kids] if isinstance(kids, list) else [kids]


def words_of(page: PageObject) -> dict[int, str]:
    """The words of a page by the number of the mark around them; what is no part of the content has none."""
    fonts: Any = page["/Resources"].get("/Font", {})
    maps = {name: _map_of(fonts[name].get_object()) for name in fonts}
    found: dict[int, str] = {}
    marks: list[int | None] = []
    said_instead: list[str | None] = []
    current: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in {b"BDC", b"BMC"}:
            facts = operands[1] if operator == b"BDC" and isinstance(operands[1], dict) else {}
            marks.append(int(facts["/MCID"]) if "/MCID" in facts else None)
            said_instead.append(str(facts["/ActualText"]) if "/ActualText" in facts else None)
            if said_instead[-1] is not None:
                _add(found, marks, said_instead[-1] or "")
        elif operator == b"EMC":
            marks.pop()
            said_instead.pop()
        elif operator == b"Tf":
            current = maps[operands[0]]
        elif operator in {b"Tj", b"TJ"} and all(one is None for one in said_instead):
            parts = operands[0] if operator == b"TJ" else operands
            _add(found, marks, "".join(_decoded(part, current) for part in parts))
    return found


def _add(found: dict[int, str], marks: list[int | None], words: str) -> None:
    mark = next((one for one in reversed(marks) if one is not None), None)
    if mark is not None:
        found[mark] = found.get(mark, "") + words


def _decoded(part: Any, signs: dict[int, str]) -> str:
    if isinstance(part, bytes):
        raw = part
    elif isinstance(part, str):
        raw = part.original_bytes if hasattr(part, "original_bytes") else part.encode("latin-1")
    else:
        return ""  # how far to move
    return "".join(
        signs.get(int.from_bytes(raw[place : place + 2], "big"), "\ufffd") for place in range(0, len(raw), 2)
    )


def _map_of(font: Any) -> dict[int, str]:
    signs: dict[int, str] = {}
    for kind, block in _BLOCK.findall(font["/ToUnicode"].get_object().get_data().decode("latin-1")):
        for line in block.strip().splitlines():
            codes = re.findall(r"<([0-9A-Fa-f]+)>", line)
            first = int(codes[0], 16)
            if kind == "bfchar":
                signs[first] = _sign(codes[1])
            else:
                base = int(codes[2], 16)
                for step in range(int(codes[1], 16) - first + 1):
                    signs[first + step] = chr(base + step)
    return signs


def _sign(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
