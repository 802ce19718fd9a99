"""Several events as files: side by side with bodies and events, or one body over the years; their tables or a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.lib import dates, installation
from app.lib.clock import now
from app.lib.figure_table import Row, Table
from app.lib.wording import N_, N_n, translated, translated_count
from app.models import Body, Event
from app.services.indicators import DEFINITIONS, STEPS
from app.services.statistics import (
    body_years,
    comparison_pictures,
    figure_export,
    figure_tables,
    matrix,
    matrix_tables,
    picture_files,
    snapshots,
    year_tables,
)
from app.services.statistics.figure_export import FigureFile, Form
from app.services.statistics.figures import Summary
from app.services.statistics.matrix import Matrix
from app.services.statistics.table_making import plain


def of_events(events: Sequence[Event], form: Form, language: str, *, all_bodies: bool) -> FigureFile:
    """The events side by side, and what each body did at each; the definitions at the end."""
    found = matrix.of_events(events, all_bodies=all_bodies)
    tables = [
        year_tables.table(found.summaries, language),
        *matrix_tables.all_of(found, language),
    ]
    return _tables(f"statistics-{now():%Y-%m-%d}", tables, found, form, language)


def of_body(body: Body, events: Sequence[Event], form: Form, language: str) -> FigureFile:
    """One body over the years, with what the words mean."""
    found = matrix.of_body(body, events)
    tables = [body_years.table(found, found.lines[0], language), matrix_tables.meanings(language)]
    return _tables(f"statistics-{body.code.lower()}-{now():%Y-%m-%d}", tables, found, form, language)


def picture(events: Sequence[Event], step: str, language: str, body: Body | None = None) -> FigureFile:
    """The events side by side as a picture: all people of a step, or those of one body who attended."""
    if body is None:
        summaries: Sequence[Summary] = snapshots.summaries(events)
        drawn = comparison_pictures.years(summaries, step if step in STEPS else "attended", language)
    else:
        found = matrix.of_body(body, events)
        summaries, drawn = found.summaries, comparison_pictures.body(found, found.lines[0], language)
    network = installation.spoken(language).long_name
    counted = translated(N_("counted on %(day)s"), language, day=_today(language))
    content = picture_files.titled(drawn, _span(summaries, language), f"{network}, {counted}", language)
    name = f"statistics-{body.code.lower() if body else step}-{now():%Y-%m-%d}-{language}.svg"
    return FigureFile(name, picture_files.SVG_TYPE, content)


def _tables(name: str, tables: Sequence[Table], found: Matrix, form: Form, language: str) -> FigureFile:
    about: dict[str, Any] = {
        "title": _span(found.summaries, language),
        "events": [one.event.slug for one in found.summaries],
        "counted_at": f"{now():%Y-%m-%dT%H:%M:%SZ}",
        "definitions": DEFINITIONS,
    }
    all_tables = [_about(found, language), *tables, figure_tables.definitions(language)]
    return figure_export.of_tables(name, all_tables, form, language, about)


def _about(found: Matrix, language: str) -> Table:
    """What a file is about: it must say so by itself."""
    frozen = sum(one.frozen is not None for one in found.summaries)
    facts = [
        ("events", N_("Events"), _span(found.summaries, language)),
        ("counted_at", N_("Counted on"), f"{now():%Y-%m-%d %H:%M} UTC"),
        ("frozen", N_("Events whose figures are frozen"), f"{frozen}"),
        ("definitions", N_("Version of the definitions"), f"{DEFINITIONS}"),
    ]
    rows = [Row(code, translated(words, language), [value]) for code, words, value in facts]
    heads = [plain("fact", N_("What is known"), language)]
    title, rows_are = translated(N_("About these figures"), language), translated(N_("Fact"), language)
    return Table(figure_tables.ABOUT, title, rows_are, heads, rows)


def _span(summaries: Sequence[Summary], language: str) -> str:
    """How many events, from which year to which."""
    years = sorted({one.event.year for one in summaries})
    if not years:
        return translated(N_("No event"), language)
    number = translated_count(*N_n("%(num)s event", "%(num)s events"), len(summaries), language)
    return f"{number}, {years[0]}" if len(years) == 1 else f"{number}, {years[0]}–{years[-1]}"


def _today(language: str) -> str:
    return dates.day(now().date(), language, weekday=False, year=True)
