"""Figures as files: XLSX with native charts, or CSV. Each file that is handed out is put on record."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.documents import figure_sheets, spreadsheets
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Column, Kind
from app.lib.clock import now
from app.lib.wording import N_, translated
from app.models import Event
from app.services import audit
from app.services.actors import Actor
from app.services.statistics import figure_tables, year_figures
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figure_tables import CODE, NAME, Table
from app.services.statistics.figures import Summary


class FileKind(enum.StrEnum):
    """The kinds of file that figures are handed out as."""

    XLSX = "xlsx"
    CSV = "csv"
    CSV_SEMICOLON = "csv_semicolon"

    @property
    def separator(self) -> str:
        return ";" if self is FileKind.CSV_SEMICOLON else ","


class FigureFile(NamedTuple):
    """A file to be downloaded."""

    name: str
    content_type: str
    content: bytes


def note(kind: FileKind, language: str, actor: Actor, event: Event | None = None) -> None:
    """Put on record that figures are handed out: of an event, or of all side by side."""
    fields = [kind.value, language, *([] if event else ["years"])]
    audit.record(actor, "figures.exported", event, event_id=event.id if event else None, fields=fields)


def of_event(figures: EventFigures, kind: FileKind, language: str) -> FigureFile:
    """The statistics of an event as a file: a sheet for each table, or all tables in one list, a line for each number."""
    event = figures.summary.event
    tables = figure_tables.of_event(figures, language)
    name = f"{event.slug}-statistics-{event.local(now()):%Y-%m-%d}"
    if kind is FileKind.XLSX:
        return _workbook(name, tables)
    headings = [N_("Table"), CODE, NAME, N_("Column"), N_("Figure"), N_("Value")]
    return _csv(name, headings, _lines(tables), kind, language)


def of_years(summaries: Sequence[Summary], kind: FileKind, language: str) -> FigureFile:
    """Several events side by side as a file: a row for each of them."""
    table, name = year_figures.table(summaries, language), f"statistics-{now():%Y-%m-%d}"
    if kind is FileKind.XLSX:
        return _workbook(name, [table, figure_tables.definitions(language)])
    sheet = table.sheet
    rows = ((code, label, *values) for code, label, values in sheet.rows)
    return _csv(name, [*sheet.heads, *sheet.headings], rows, kind, language)


def _lines(tables: Iterable[Table]) -> Iterator[Sequence[Cell]]:
    for table in tables:
        for code, label, values in table.sheet.rows:
            for column, heading, value in zip(table.columns, table.sheet.headings, values, strict=True):
                yield table.code, code, label, column, heading, value


def _workbook(name: str, tables: Sequence[Table]) -> FigureFile:
    content = figure_sheets.workbook([table.sheet for table in tables])
    return FigureFile(f"{name}.xlsx", XLSX_TYPE, content)


def _csv(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], kind: FileKind, language: str
) -> FigureFile:
    columns = [Column(translated(heading, language), kind=Kind.TEXT) for heading in headings]
    content = "".join(spreadsheets.csv_lines(columns, rows, kind.separator))
    return FigureFile(f"{name}.csv", CSV_TYPE, content.encode())
