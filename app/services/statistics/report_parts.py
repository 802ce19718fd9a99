"""The parts of the report on an event: its key figures, and its tables and pictures under their headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, NamedTuple

from app.charts.standalone import told
from app.lib.figure_table import Column, Row, Table, Value, Word, text_of
from app.lib.wording import N_, translated
from app.models import Group
from app.services.dimensions import DIMENSIONS
from app.services.indicators import PEOPLE, REGISTRY, STATES
from app.services.statistics import figure_tables, picture_files, pictures
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Numbers, Source, Summary
from app.services.statistics.picture_kinds import HALF, MIDDLE, Picture
from app.services.statistics.table_making import shown

Facts = dict[str, Any]
_MANY = 4  # columns of numbers: a table with more of them is turned or, if its rows are many too, stands on a page across
_SHARES = {
    "definition": 3.0,
    "source": 1.6,
    "note": 1.4,
}  # of the room that columns of words share; the labels have 1
_USUAL_SHARE = 0.7
_MAP = "states"  # its tiles are square: over the whole page they would be too large


class Chapter(NamedTuple):
    """A heading, the codes of the pictures below it, and of the tables."""

    heading: str
    pictures: Sequence[str]
    tables: Sequence[str]


_CHAPTERS = (
    Chapter(N_("Participation"), ("way",), ("summary", "reconciliation", "reported")),
    Chapter(N_("The three groups"), ("groups",), ("groups",)),
    Chapter(N_("Member states"), ("states",), ("states", "silent_states")),
    Chapter(N_("Capacities and bodies"), ("categories",), ("categories", "kinds", "bodies")),
    Chapter(N_("Who they are"), ("attributes",), tuple(one.code for one in DIMENSIONS)),
    Chapter(N_("Sessions and days"), ("sessions", "days"), ("sessions", "days")),
    Chapter(N_("Registrations by week"), ("weeks",), ("weeks",)),
    Chapter(N_("Letters and their delivery"), (), ("letters",)),
)
_OTHERS = Chapter(N_("Further figures"), (), ())
_MEANING = N_("What the words mean")


def keys(summary: Summary, states: int, language: str) -> list[Facts]:
    """The figures that matter most, each with its name: the steps of those counted, or what was reported."""
    codes = ["attended"]
    if summary.source is Source.COUNTED:
        codes = ["registered", "confirmed", *([] if summary.is_to_come else ["attended"])]
    found = [_key(summary, summary.total, code, REGISTRY[code].name_in(language), language) for code in codes]
    if summary.source is Source.REPORTED:
        found += [
            _key(summary, own, "attended", _of_group(group, language), language)
            for group, own in summary.groups.items()
            if own["attended"] is not None
        ]
    step = "confirmed" if summary.is_to_come else "attended"
    whole = translated(N_("of %(number)s"), language, number=states) if states else ""
    name = REGISTRY[f"states_{step}"].name_in(language)
    return [*found, _key(summary, summary.total, f"states_{step}", name, language, whole)]


def _of_group(group: Group, language: str) -> str:
    """What a figure of one group is called: it says that it counts people, never states."""
    return figure_tables.group_name(REGISTRY["attended"].name_in(language), group, language)


def _key(summary: Summary, numbers: Numbers, code: str, name: str, language: str, whole: str = "") -> Facts:
    value = shown(summary, numbers, code, language)
    return {**_cell(value), "name": name, "whole": "" if isinstance(value, Word) else whole}


def sections(figures: EventFigures, language: str) -> list[Facts]:
    """Everything that is known, chapter by chapter; what has nothing to show is left out."""
    tables = {table.code: table for table in figure_tables.of_figures(figures, language)}
    drawn = pictures.of_event(figures, language)
    placed = {code for chapter in _CHAPTERS for code in chapter.tables}
    others = _OTHERS._replace(tables=[code for code in tables if code not in placed])
    found = [_section(chapter, tables, drawn, language) for chapter in (*_CHAPTERS, others)]
    return [*filter(None, found), _definitions(figures, tables.values(), language)]


def _section(
    chapter: Chapter, tables: Mapping[str, Table], drawn: Mapping[str, Picture], language: str
) -> Facts | None:
    own = [tables[code] for code in chapter.tables if code in tables]
    if not own:
        return None
    heading = translated(chapter.heading, language)
    return {
        "heading": heading,
        "pictures": [_picture(drawn[code], language) for code in chapter.pictures if code in drawn],
        "tables": sorted((_table(one, heading) for one in own), key=itemgetter("wide")),
    }


def _picture(picture: Picture, language: str) -> Facts:
    is_map = picture.code == _MAP
    drawing = picture_files.bare(picture, language, HALF if is_map else MIDDLE)
    title, description = told(picture.at(HALF))
    return {
        "whole": not is_map,
        "svg": drawing.decode(),
        "alternative": f"{title}: {description}" if description else title,
    }


def _table(table: Table, heading: str = "") -> Facts:
    """A table; one of many columns and few rows is turned, so that it can be read upright."""
    rows = table.lines
    many = sum(bool(column.unit) for column in table.columns) > _MANY
    turned = many and len(rows) <= _MANY
    return {
        "title": "" if table.title in {heading, table.rows_are} else table.title,
        "rows_are": "" if turned else table.rows_are,
        "columns": _turned_columns(rows) if turned else [_column(column) for column in table.columns],
        "wide": many and not turned,
        "sections": [{"heading": "", "rows": _turned_rows(table)}]
        if turned
        else [{"heading": name, "rows": [_row(row) for row in rows]} for name, rows in table.sections],
        "total": _row(table.total) if table.total and not turned else None,
        "note": table.note,
    }


def _column(column: Column) -> Facts:
    return {
        "heading": column.heading,
        "numeric": bool(column.unit),
        "share": _SHARES.get(column.code, _USUAL_SHARE),
    }


def _turned_columns(rows: Iterable[Row]) -> list[Facts]:
    return [{"heading": row.label, "numeric": True, "share": _USUAL_SHARE} for row in rows]


def _turned_rows(table: Table) -> list[Facts]:
    columns = zip(*(row.values for row in table.lines), strict=True)
    return [
        {"label": column.heading, "cells": [_cell(value) for value in values]}
        for column, values in zip(table.columns, columns, strict=True)
    ]


def _row(row: Row) -> Facts:
    return {"label": row.label, "cells": [_cell(value) for value in row.values]}


def _cell(value: Value) -> Facts:
    missing = isinstance(value, Word) and value.missing
    words = text_of(value).replace("-", "\N{MINUS SIGN}") if isinstance(value, int) else text_of(value)
    return {"text": words, "missing": missing}


def _definitions(figures: EventFigures, tables: Iterable[Table], language: str) -> Facts:
    """The definitions of the words that this report uses, and of no others."""
    version = figures.frozen.definitions if figures.frozen else None
    whole = figure_tables.definitions(language, version) if version else figure_tables.definitions(language)
    used = _used(tables)
    kept = whole.only("definition", "counts")
    rows = [row for row in kept.rows if row.code in used]
    heading = translated(_MEANING, language)
    table = {**_table(replace(kept, rows=rows)), "title": ""}
    return {"heading": heading, "pictures": [], "tables": [table]}


def _used(tables: Iterable[Table]) -> set[str]:
    used = {one.code for one in (*PEOPLE, *STATES)}
    for table in tables:
        used.add(table.definition)
        used |= {column.definition for column in table.columns}
    return used
