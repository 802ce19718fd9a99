"""The directory of correspondents as a file, with the columns that an import takes: what goes out can come in again.

People in discreet mode are left out: a file is read by others.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from app.documents import spreadsheets
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Column, Kind
from app.lib.wording import N_, pgettext, translated
from app.models import Mandate
from app.models.labels import label
from app.services import audit, correspondent_directory, export_purposes, mandates
from app.services.actors import Actor
from app.services.export_purposes import Purpose
from app.services.statistics.figure_export import FigureFile, FileKind

_SHEET = N_("Correspondents")
_HEADINGS: list[tuple[str, int, Kind]] = [
    (N_("Body, code"), 14, Kind.TEXT),
    (N_("Given name"), 20, Kind.TEXT),
    (N_("Family name"), 24, Kind.TEXT),
    (N_("Title or rank"), 16, Kind.TEXT),
    (N_("E-mail address"), 34, Kind.TEXT),
    (N_("Language"), 12, Kind.TEXT),
    (pgettext("mandate", "From"), 12, Kind.DAY),
    (pgettext("mandate", "Until"), 12, Kind.DAY),
    (N_("Name of the body"), 34, Kind.TEXT),  # for whoever reads the file; an import passes it over
]


def listed(language: str, *, ended: bool) -> list[Mandate]:
    """The mandates that a file holds, in the order of the directory."""
    found = correspondent_directory.in_order(language, ended=ended)
    return [row for row in found if not row.person.discreet and row.person.family_name is not None]


def note(kind: FileKind, number: int, purpose: Purpose, actor: Actor) -> None:
    """Put on record that the directory is handed out, and what for."""
    fields = [f"format={kind.value}", f"number={number}", export_purposes.field(purpose)]
    audit.record(actor, "mandates.exported", fields=fields)


def file_of(rows: Sequence[Mandate], kind: FileKind, language: str) -> FigureFile:
    """The mandates as a file."""
    return _file(
        f"correspondents-{mandates.today():%Y-%m-%d}", (_cells(row, language) for row in rows), kind, language
    )


def template(kind: FileKind, language: str) -> FigureFile:
    """A file with the heads of the columns and nothing below them."""
    return _file("correspondents", (), kind, language)


def _file(name: str, rows: Iterable[Sequence[Cell]], kind: FileKind, language: str) -> FigureFile:
    columns = [Column(translated(heading, language), width, holds) for heading, width, holds in _HEADINGS]
    if kind is FileKind.XLSX:
        book = io.BytesIO()
        spreadsheets.write_workbook(book, translated(_SHEET, language), columns, rows)
        return FigureFile(f"{name}.xlsx", XLSX_TYPE, book.getvalue())
    text = "".join(spreadsheets.csv_lines(columns, rows, kind.separator))
    return FigureFile(f"{name}.csv", CSV_TYPE, text.encode())


def _cells(mandate: Mandate, language: str) -> list[Cell]:
    person, body = mandate.person, mandate.body
    return [
        body.code,
        person.given_name,
        person.family_name,
        person.title,
        person.email,
        label(person.language, language),
        mandate.from_date,
        mandate.until_date,
        body.name.in_language(language),
    ]
