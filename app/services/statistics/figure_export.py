"""Figures as files: XLSX with native charts, CSV and JSON. Each file that is handed out is put on record, with its purpose."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from app.documents import figure_lists, figure_sheets, spreadsheets
from app.documents.figure_lists import JSON_TYPE
from app.documents.figure_sheets import Heads
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Column
from app.lib.clock import now
from app.lib.figure_table import Table
from app.lib.wording import N_, pgettext, translated
from app.models import Event
from app.services import audit, export_purposes
from app.services.actors import Actor
from app.services.export_purposes import Purpose
from app.services.indicators import DEFINITIONS
from app.services.statistics import figure_tables, matrix, matrix_tables, picture_files
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.matrix_tables import Show

CODE, NAME, SECTION = pgettext("column", "Code"), pgettext("column", "Name"), pgettext("column", "Under")
_LIST = (N_("Table"), CODE, NAME, SECTION, N_("Column"), N_("Figure"), N_("Value"))


class FileKind(enum.StrEnum):
    """The kinds of file that a list is handed out as."""

    XLSX = "xlsx"
    CSV = "csv"
    CSV_SEMICOLON = "csv_semicolon"

    @property
    def separator(self) -> str:
        return ";" if self is FileKind.CSV_SEMICOLON else ","


class Form(enum.StrEnum):
    """The forms in which figures are handed out."""

    XLSX = "xlsx"
    CSV = "csv"
    CSV_SEMICOLON = "csv_semicolon"
    JSON = "json"
    PDF = "pdf"
    SVG = "svg"


class FigureFile(NamedTuple):
    """A file to be downloaded."""

    name: str
    content_type: str
    content: bytes


def note(
    form: Form, languages: str, purpose: Purpose, actor: Actor, event: Event | None = None, *chosen: str
) -> None:
    """Put on record that figures are handed out: of an event, or of several, with what was chosen, in codes."""
    fields = [form.value, languages, export_purposes.field(purpose), *chosen]
    audit.record(actor, "figures.exported", event, event_id=event.id if event else None, fields=fields)


def of_event(
    figures: EventFigures, form: Form | FileKind, language: str, editions: Sequence[Event] = ()
) -> FigureFile:
    """The statistics of an event as tables: a sheet for each, one list with a line for each number, or JSON.

    With `editions`, what each member state did in each of these events stands there as well, before the definitions.
    """
    tables = figure_tables.of_event(figures, language)
    if editions:
        tables.insert(-1, matrix_tables.table(matrix.of_events(editions), Show.DEEDS, language))
    return of_tables(event_name(figures), tables, form, language, about_event(figures, language))


def picture(figures: EventFigures, code: str, language: str) -> FigureFile:
    """One picture of an event.

    Raises:
        NotFound: the event has no such picture.
    """
    content = picture_files.of_event(figures, code, language)
    return FigureFile(f"{event_name(figures)}-{code}-{language}.svg", picture_files.SVG_TYPE, content)


def of_tables(
    name: str,
    tables: Sequence[Table],
    form: Form | FileKind,
    language: str,
    about: Mapping[str, Any] | None = None,
) -> FigureFile:
    """Any tables as a file of some form, whose name tells the language; `about` is what JSON says before them.

    Raises:
        ValueError: the form is that of a paper or a picture.
    """
    match Form(form):
        case Form.XLSX:
            heads = Heads(translated(CODE, language), translated(SECTION, language))
            content = figure_sheets.workbook(tables, heads, title=str((about or {}).get("title", name)))
            return FigureFile(f"{name}-{language}.xlsx", XLSX_TYPE, content)
        case Form.JSON:
            head = {"language": language, "definitions": DEFINITIONS, **(about or {})}
            return FigureFile(f"{name}-{language}.json", JSON_TYPE, figure_lists.json_file(head, tables))
        case Form.CSV | Form.CSV_SEMICOLON as chosen:
            return _csv(name, figure_lists.lines(tables), FileKind(chosen.value), language)
        case other:
            raise ValueError(f"no tables in a file of the form {other}")


def event_name(figures: EventFigures) -> str:
    """The name of a file about an event, without its ending: it tells the version that it holds."""
    event, frozen = figures.summary.event, figures.frozen
    name = f"{event.slug}-statistics-{event.local(frozen.at if frozen else now()):%Y-%m-%d}"
    return f"{name}-version-{frozen.version}" if frozen else name


def about_event(figures: EventFigures, language: str) -> dict[str, Any]:
    """What JSON says of an event and of where its figures come from."""
    event, frozen = figures.summary.event, figures.frozen
    return {
        "title": event.title.in_language(language),
        "event": event.slug,
        "year": event.year,
        "days": [day.isoformat() for day in event.days],
        "fictional": event.fictional,
        "source": figures.summary.source.value,
        "counted_at": None if frozen else event.local(now()).isoformat(timespec="seconds"),
        "frozen": {
            "version": frozen.version,
            "at": event.local(frozen.at).isoformat(timespec="seconds"),
            "by": frozen.hand,
            "note": frozen.note,
        }
        if frozen
        else None,
        "definitions": frozen.definitions if frozen else DEFINITIONS,
    }


def _csv(name: str, rows: Iterable[Sequence[Cell]], kind: FileKind, language: str) -> FigureFile:
    columns = [Column(translated(heading, language)) for heading in _LIST]
    content = "".join(spreadsheets.csv_lines(columns, rows, kind.separator))
    return FigureFile(f"{name}-{language}.csv", CSV_TYPE, content.encode())
