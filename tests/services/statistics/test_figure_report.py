"""The report as a PDF: every cell of every table is in it, in both languages; it is tagged, and names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from flask import Flask

from app.documents.glyphs import settable
from app.lib.figure_table import Table, Value, text_of
from app.models import Category, Event, Gender, Mode, Status
from app.services.indicators import DEFINITIONS
from app.services.statistics import event_figures, figure_report, figure_tables, pictures, snapshots
from app.services.statistics.figure_kinds import EventFigures
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import an_organiser
from tests.services.papers.pdf_reading import Pdf, heights, without_blanks
from tests.services.statistics.report_reading import Report, Rows

pytestmark = (
    pytest.mark.sqlite_only
)  # what is set does not depend on the database; the figures are tested on both
HOSTILE = (
    "=1+1", "+33 6 12 34 56 78", "@x", "-1", "\ttab", "a\rb", "#strong[x] $x^2$ *b* `raw` <b>&amp;</b> \\ //",
    "Ωμέγα Жук Თბილისი Հայաստան", "漢字 🙂 \x07bell", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter",
)  # fmt: skip
Cell = tuple[str, str, str, str]  # section, label, heading, value


def a_conference(**changes: object) -> Event:
    """A conference with sessions of hostile titles, two states, an observer, a speaker, and one whose name nobody may read."""
    states = the_member_states()
    event = a_past_event(**changes)
    for place, title in enumerate(HOSTILE):
        session = a_session(event, place, capacity=10, sign_up=True, title_en=title, title_fr=title)
        a_sign_up(a_registration(event, Status.CONFIRMED, body=states["GE"], mode=Mode.ONLINE), session)
    for gender in (Gender.WOMAN, Gender.MAN, None):
        came = a_registration(
            event, Status.CONFIRMED, body=states["DE"], gender=gender, family_name="SECRETMARK"
        )
        a_check_in(came)
    body = a_body("X1", name_en="=HYPERLINK(1)", name_fr="=HYPERLINK(1)")
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.OBSERVER, body=body))
    a_registration(event, Status.WITHDRAWN, category=Category.SPEAKER_EXPERT, body_text="#panic()")
    return event


def plain(words: str) -> str:
    """As it can be compared: blanks and signs that only allow a break stand where the lines are broken."""
    return without_blanks(settable(words)).replace("\u00ad", "")


def expected(table: Table) -> list[Cell]:
    """The cells of a table, in its order."""
    heads = [column.heading for column in table.columns]
    return [
        (plain(row.section), plain(row.label), plain(head), plain(shown(value)))
        for row in table.lines
        for head, value in zip(heads, row.values, strict=True)
    ]


def shown(value: Value) -> str:
    return str(value).replace("-", "\N{MINUS SIGN}") if isinstance(value, int) else text_of(value)


def read(rows: Rows) -> list[Cell]:
    """The cells of a table of the report, in its order; a row of one cell is a heading over those below it."""
    head, section, found = rows[0], "", []
    for row in rows[1:]:
        if len(row) == 1:
            section = row[0]
            continue
        found += [
            (plain(section), plain(row[0]), plain(heading), plain(cell))
            for heading, cell in zip(head[1:], row[1:], strict=True)
        ]
    return found


def turned(cells: Sequence[Cell]) -> list[Cell]:
    return sorted((section, heading, label, value) for section, label, heading, value in cells)


def missing_in(report: Report, tables: Sequence[Table]) -> list[str]:
    """The tables of which the report has not every cell."""
    there = [read(rows) for rows in report.tables]
    upright = [turned(cells) for cells in there]
    return [
        table.code
        for table in tables
        if _with_sum(table) not in there and sorted(expected(table)) not in upright
    ]


def _with_sum(table: Table) -> list[Cell]:
    """The sum stands below the last section: whoever reads the table takes it for a part of that."""
    cells = expected(table)
    if table.total is None or not table.rows:
        return cells
    last = plain(table.rows[-1].section)
    first = len(cells) - len(table.columns)
    return cells[:first] + [(last, *cell[1:]) for cell in cells[first:]]


def report_of(figures: EventFigures, *languages: str) -> Report:
    return Report(figure_report.of_event(figures, languages).content)


def test_every_cell_is_read_back_in_each_language(app: Flask) -> None:
    figures = event_figures.figures_of(a_conference())
    report = report_of(figures, "en", "fr")
    for language in ("en", "fr"):
        tables = figure_tables.of_figures(figures, language)
        assert len(tables) > 12
        assert missing_in(report, tables) == []
    both = sum(len(figure_tables.of_figures(figures, language)) + 1 for language in ("en", "fr"))
    assert len(report.tables) == both, "the tables, and what the words mean"
    assert "�" not in str(report.tables)


def test_a_cell_that_is_otherwise_is_noticed(app: Flask) -> None:
    event = a_conference()
    report = report_of(event_figures.figures_of(event), "en")
    a_registration(event, Status.CONFIRMED, category=Category.PRESS)
    now = figure_tables.of_figures(event_figures.figures_of(event), "en")
    assert {"summary", "groups", "categories", "bodies"} <= set(missing_in(report, now))


def test_each_word_of_a_table_is_defined(app: Flask) -> None:
    figures = event_figures.figures_of(a_conference())
    for language in ("en", "fr"):
        meanings = read(report_of(figures, language).tables[-1])
        defined = {label for _, label, _, _ in meanings}
        tables = figure_tables.of_figures(figures, language)
        used = {column.heading for table in tables for column in table.columns if column.definition}
        groups = {row.label for table in tables if table.code == "groups" for row in table.rows}
        assert {plain(words) for words in used - groups} <= defined
        rows = figure_tables.definitions(language).only("definition", "counts")
        assert set(meanings) <= set(expected(rows))


@pytest.mark.parametrize("languages", [("en",), ("fr",), ("en", "fr")])
def test_it_is_tagged_titled_and_inert(app: Flask, languages: tuple[str, ...]) -> None:
    content = figure_report.of_event(event_figures.figures_of(a_conference()), languages).content
    paper, report = Pdf(content), Report(content)
    assert paper.root["/MarkInfo"]["/Marked"]
    assert report.language[:2] == languages[0]
    assert paper.headings.count(1) == len(languages)
    assert paper.headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(paper.headings)), paper.headings
    assert not paper.does_something
    assert "SECRETMARK" not in paper.words
    assert paper.reader.metadata is not None
    assert paper.reader.metadata.title


def test_each_picture_is_told_in_words(app: Flask) -> None:
    figures = event_figures.figures_of(a_conference())
    for language in ("en", "fr"):
        drawn = pictures.of_event(figures, language)
        told = report_of(figures, language).alternatives
        assert len(told) == len(drawn)
        for picture in drawn.values():
            assert any(words.startswith(picture.title) for words in told)


def test_the_conference_of_2024(app: Flask) -> None:
    the_member_states()
    figures = event_figures.figures_of(the_conference_of_2024())
    for language, group, unknown in (
        ("en", "Attended – member states (people)", "not recorded"),
        ("fr", "Présentes – États membres (personnes)", "non recensé"),
    ):
        file = figure_report.of_event(figures, (language,))
        words = Pdf(file.content).words
        assert missing_in(Report(file.content), figure_tables.of_figures(figures, language)) == []
        assert without_blanks(group) in words
        assert without_blanks(unknown) in words
        for never in ("35", "30states", "30États", "30memberstates", "30of", "30sur"):
            assert never not in words, never
        assert file.name.endswith(f"-{language}.pdf")


def test_an_event_without_figures_has_a_report_that_says_so(app: Flask) -> None:
    event = a_past_event(starts_at=None, ends_at=None, opens_at=None, closes_at=None, year=2025)
    words = Pdf(figure_report.of_event(event_figures.figures_of(event), ("en",)).content).words
    assert "Nofiguresarerecorded" in words
    assert "2025" in words
    assert "Thenumberofparticipantsandofmemberstatesrepresentedisnotrecorded." in words


def test_frozen_figures_name_the_hand_and_make_the_same_file_for_ever(app: Flask) -> None:
    event = a_conference()
    snapshots.freeze(event, an_organiser(name="H. Marchetti"))
    first = figure_report.of_event(snapshots.holding(event), ("en", "fr"))
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.PRESS))
    again = figure_report.of_event(snapshots.holding(event), ("en", "fr"))
    assert first == again
    assert "version-1" in first.name
    words = Pdf(first.content).words
    assert f"byH.Marchetti,version1;definitions,version{DEFINITIONS}" in words
    assert f"parH.Marchetti,version1;définitions,version{DEFINITIONS}" in words


def test_each_page_of_an_invented_event_says_so(app: Flask) -> None:
    event = a_past_event(fictional=True, starts_at=datetime(2025, 3, 19, 8, tzinfo=UTC))
    paper = Pdf(figure_report.of_event(event_figures.figures_of(event), ("en", "fr")).content)
    for page in paper.reader.pages:
        said = "".join(words for words, _ in heights(page))
        assert "Fictional event" in said
        assert "Événement fictif" in said
