"""The rows of a table of figures as markup: words stay words, unknown has a face, and what is otherwise now stands below."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask

from app.lib.figure_table import Column, Missing, Row, Table, Word
from app.web.figure_rows import figure_cell, figure_heads, figure_rows

HOSTILE = '"><script>alert(1)</script>&'


def a_table(*rows: Row) -> Table:
    return Table(
        "bodies", "Bodies", "Body", [Column("attended", "Attended", "people"), Column("why", "Why")], rows
    )


def drawn(table: Table, **added: object) -> BeautifulSoup:
    told: dict[str, object] = {"swatches": {}, "links": {}, "subs": {}, "changes": {}, **added}
    return BeautifulSoup(figure_rows(table.rows, table, **told), "html.parser")  # type: ignore[arg-type]


def test_numbers_words_and_what_is_missing_are_told_apart(app: Flask) -> None:
    missing = Missing("not_recorded", "not recorded")
    rows = Row("AT", "Austria", [0, Word("silent", "Silent")]), Row("DE", "Germany", [missing, ""])
    found = drawn(a_table(*rows))
    cells = found.select("td")
    assert [cell.get_text() for cell in cells] == ["0", "Silent", "not recorded", ""]
    assert [cell["data-column"] for cell in cells] == ["attended", "why"] * 2
    assert [bool(cell.select_one(".nr")) for cell in cells] == [False, False, True, False]
    assert [cell.get("class") for cell in cells] == [["r"], None] * 2
    assert [row["data-row"] for row in found.select("tr")] == ["AT", "DE"]
    assert figure_cell(-8) == "−8", "a minus, not a hyphen"


def test_words_of_strangers_stay_words(app: Flask) -> None:
    found = drawn(
        a_table(Row(HOSTILE, HOSTILE, [HOSTILE, Missing("x", HOSTILE)])),
        links={HOSTILE: HOSTILE},
        subs={HOSTILE: HOSTILE},
        codes=True,
    )
    assert not found.select("script")
    assert found.tr["data-row"] == HOSTILE
    assert found.a["href"] == HOSTILE
    assert [cell.get_text() for cell in found.select("td")] == [HOSTILE, HOSTILE]


def test_what_is_otherwise_now_stands_below_its_number(app: Flask) -> None:
    with app.test_request_context():
        found = drawn(a_table(Row("AT", "Austria", [3, ""])), changes={("AT", "attended"): 4})
    assert [cell.get_text(" ") for cell in found.select("td")] == ["3 now: 4", ""]


def test_headings_link_to_what_they_mean_and_words_stay_words() -> None:
    columns = [Column("attended", "Attended", "people", "attended"), Column("why", HOSTILE, "", HOSTILE)]
    table = Table("bodies", "Bodies", HOSTILE, columns, (), definition="body")
    linked = BeautifulSoup(figure_heads(table, f"/definitions?{HOSTILE}"), "html.parser")
    assert not linked.select("script")
    assert [cell.get_text() for cell in linked.select("th")] == [HOSTILE, "Attended", HOSTILE]
    assert [cell.get("class") for cell in linked.select("th")] == [["text-break"], ["r"], None]
    assert {cell["scope"] for cell in linked.select("th")} == {"col"}
    codes = ("body", "attended", HOSTILE)
    assert [link["href"] for link in linked.select("a")] == [
        f"/definitions?{HOSTILE}#{code}" for code in codes
    ]
    assert not BeautifulSoup(figure_heads(table, ""), "html.parser").select("a"), (
        "where nothing explains them"
    )
