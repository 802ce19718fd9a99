"""The list of participants in each of its forms: the same cells as CSV, as XLSX and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from app.documents import spreadsheets
from app.documents.json_lists import json_pieces
from app.documents.spreadsheets import Cell
from app.lib.wording import N_, translated
from app.models import Event
from app.services import participant_export
from app.services.participant_export import Chosen
from app.services.participant_filters import Filters
from app.services.participant_order import Sorting

Row = list[Cell]
Passed = Callable[[Iterable[Row]], Iterable[Row]]  # lets the rows through, and says how many there were
_SEPARATORS = {"csv": ",", "csv_semicolon": ";"}
FORMS = ("xlsx", *_SEPARATORS, "json")


@dataclass(frozen=True)
class ListFile:
    """Which part of the list a file holds, in which order and language, with what."""

    filters: Filters
    sorting: Sorting
    language: str
    chosen: Chosen = field(default_factory=Chosen)


def pieces(event: Event, wanted: ListFile, form: str, passed: Passed = iter) -> Iterator[str]:
    """The list as CSV or JSON, in pieces of some hundred rows that are read as they are needed."""
    columns = participant_export.columns(event, wanted.language, wanted.chosen)
    rows = passed(_rows(event, wanted))
    if form == "json":
        head = participant_export.head(event, wanted.language)
        return json_pieces(head, participant_export.keyed(columns), rows, event.zone)
    return spreadsheets.csv_lines(participant_export.headings(columns), rows, _SEPARATORS[form])


def write_workbook(file: IO[bytes], event: Event, wanted: ListFile, passed: Passed = iter) -> None:
    """The list as an XLSX file."""
    columns = participant_export.columns(event, wanted.language, wanted.chosen)
    sheet = translated(N_("Participants"), wanted.language)
    rows = passed(_rows(event, wanted))
    spreadsheets.write_workbook(file, sheet, participant_export.headings(columns), rows)


def _rows(event: Event, wanted: ListFile) -> Iterator[Row]:
    return participant_export.rows(event, wanted.filters, wanted.sorting, wanted.language, wanted.chosen)
