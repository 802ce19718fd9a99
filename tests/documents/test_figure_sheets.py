"""Tables of figures as a workbook, looked into as a spreadsheet program does, and as lists for programs."""

from __future__ import annotations

import io
import json
import re
import zipfile

from python_calamine import CalamineWorkbook

from app.documents import figure_lists
from app.documents.figure_sheets import Heads, workbook
from app.lib.figure_table import ALL, Chart, Column, Missing, Row, Table, Value, Word

UNKNOWN = Missing("not_recorded", "not recorded")
COLUMNS = [
    Column("registered", "Registered", "people", "registered"),
    Column("attended", "Attended", "people"),
]


def a_table(
    *rows: tuple[str, list[Value]], chart: Chart | None = None, title: str = "Groups", section: str = ""
) -> Table:
    made = [Row(code, code.upper(), values, section) for code, values in rows]
    return Table(
        "groups", title, "Group", COLUMNS, made, Row(ALL, "Together", [9, UNKNOWN]), chart, note="A note."
    )


def parts_of(*tables: Table) -> dict[str, str]:
    """The files inside of a workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook(tables, Heads("Code", "Under"), "=Title"))) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}


def sheets_of(*tables: Table) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(tables, Heads("Code", "Under"))))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_sheet_holds_codes_labels_numbers_and_words() -> None:
    (sheet,) = sheets_of(a_table(("a", [3, UNKNOWN]), ("b", [6, Word("many", "many")]))).values()
    assert sheet == [
        ["Code", "Group", "Registered", "Attended"],
        ["a", "A", 3.0, "not recorded"],
        ["b", "B", 6.0, "many"],
        ["all", "Together", 9.0, "not recorded"],
        ["", "", "", ""],
        ["", "A note.", "", ""],
    ]


def test_the_headings_of_rows_have_a_column_of_their_own() -> None:
    (sheet,) = sheets_of(a_table(("a", [3, 4]), section="Agencies")).values()
    assert [row[:4] for row in sheet[:3]] == [
        ["Code", "Group", "Under", "Registered"],
        ["a", "A", "Agencies", 3.0],
        ["all", "Together", "", 9.0],
    ]


def test_sheets_of_one_title_have_different_names() -> None:
    long = "Member states that were neither invited nor represented"
    names = list(
        sheets_of(*(a_table(("a", [1, 2]), title=title) for title in (long, long.upper(), "a/b:c", "a b c")))
    )
    assert len({name.casefold() for name in names}) == 4
    assert max(len(name) for name in names) <= 31


def test_a_chart_is_native_and_leaves_the_sum_out() -> None:
    parts = parts_of(a_table(("a", [3, 1]), ("b", [6, 2]), chart=Chart(("registered", "attended"))))
    (chart,) = (text for name, text in parts.items() if name.startswith("xl/charts/chart"))
    assert re.findall(r"<c:f>(.*?)</c:f>", chart) == [
        "Groups!$C$1", "Groups!$B$2:$B$3", "Groups!$C$2:$C$3",
        "Groups!$D$1", "Groups!$B$2:$B$3", "Groups!$D$2:$D$3",
    ]  # fmt: skip
    assert '<c:barDir val="col"' in chart
    (drawing,) = (text for name, text in parts.items() if name.startswith("xl/drawings/drawing"))
    assert 'descr="Groups"' in drawing


def test_what_is_not_known_is_a_gap_in_the_chart() -> None:
    parts = parts_of(a_table(("a", [3, UNKNOWN]), ("b", [6, 2]), chart=Chart(("attended",), lying=True)))
    (chart,) = (text for name, text in parts.items() if name.startswith("xl/charts/chart"))
    assert not re.search(r'<c:dispBlanksAs val="(?!gap)', chart)
    assert '<c:barDir val="bar"' in chart
    values = re.findall(r"<c:f>(.*?)</c:f>", chart)[-1]
    column = re.match(r"Groups!\$([A-Z]+)\$2", values)
    assert column is not None
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert re.findall(rf'<c r="{column[1]}(\d)"', sheet) == ["3"], "only where there is a number"


def test_stacked_columns_are_stacked() -> None:
    parts = parts_of(a_table(("a", [3, 1]), chart=Chart(("registered", "attended"), stacked=True)))
    (chart,) = (text for name, text in parts.items() if name.startswith("xl/charts/chart"))
    assert '<c:grouping val="stacked"' in chart


def test_nothing_in_a_workbook_is_calculated() -> None:
    hostile = Table(
        "t",
        "=1+1",
        "@x",
        [Column("c", "=A1", "people")],
        [
            Row(
                "=1",
                "+33 1",
                [
                    "-1",
                ],
                "\t=2",
            )
        ],
    )
    parts = parts_of(hostile)
    assert not [name for name, text in parts.items() if "<f>" in text]
    assert "=1+1" in parts["xl/workbook.xml"]


def test_a_list_has_a_line_for_each_number() -> None:
    table = a_table(("a", [3, UNKNOWN]), ("b", [0, ""]))
    assert list(figure_lists.lines([table])) == [
        ["groups", "a", "A", "", "registered", "Registered", 3],
        ["groups", "a", "A", "", "attended", "Attended", "not recorded"],
        ["groups", "b", "B", "", "registered", "Registered", 0],
        ["groups", "all", "Together", "", "registered", "Registered", 9],
        ["groups", "all", "Together", "", "attended", "Attended", "not recorded"],
    ]


def test_json_keeps_zero_and_unknown_apart() -> None:
    table = a_table(("a", [0, UNKNOWN]), ("b", [1, Word("x", "=x\r\n\ud800")]))
    document = json.loads(figure_lists.json_file({"language": "en"}, [table]))
    assert document["language"] == "en"
    first, second = document["tables"][0]["rows"]
    assert first == {
        "code": "a",
        "name": "A",
        "values": {"registered": 0, "attended": None},
        "why": {"attended": {"code": "not_recorded", "name": "not recorded"}},
    }
    assert second["values"]["attended"] == {"code": "x", "name": "=x "}
    assert "why" not in second
