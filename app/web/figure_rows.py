"""The rows of a table of figures as markup: a page has hundreds, and a macro for each of their cells took a third of its time.

Words are escaped as they come in; classes and addresses are our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.lib.figure_table import Row, Table, Value, Word

_NUMBER = ' class="r"'
Words = Mapping[str, str]  # by the code of a row
Cells = Mapping[tuple[str, str], Value]  # by the codes of a row and a column


def figure_heads(table: Table, definitions: str) -> Markup:
    """The row of headings; with the address of the definitions, those that have one link to it."""
    first = _heading(table.rows_are, table.definition, definitions)
    others = (
        f'<th{_NUMBER if column.unit else ""} scope="col">{_heading(column.heading, column.definition, definitions)}</th>'
        for column in table.columns
    )
    return Markup(f'<tr><th class="text-break" scope="col">{first}</th>{"".join(others)}</tr>')  # noqa: S704 - as below


def figure_rows(
    rows: Iterable[Row],
    table: Table,
    swatches: Words,
    links: Words,
    subs: Words,
    changes: Cells,
    codes: bool = False,
) -> Markup:
    """Some rows of a table; templates/components/figure_table.html tells what the other arguments add to them."""
    starts = [
        f'<td{_NUMBER if column.unit else ""} data-column="{_escaped(column.code)}">'
        for column in table.columns
    ]
    found = []
    for row in rows:
        cells = [f"{start}{_written(value)}" for start, value in zip(starts, row.values, strict=True)]
        if changes:
            cells = [
                cell + _changed(changes, row, column.code)
                for cell, column in zip(cells, table.columns, strict=True)
            ]
        head = _head(row, swatches, links, subs, codes)
        found.append(f'<tr data-row="{_escaped(row.code)}">{head}{"</td>".join(cells)}</td></tr>')
    return Markup("".join(found))  # noqa: S704 - every word was escaped where it came in


def drawn_cells(codes: Iterable[str], values: Iterable[Value], drawn: Mapping[Value, Markup]) -> Markup:
    """The cells of a row whose values were drawn before; the codes of their columns were escaped before."""
    cells = (
        f'<td data-column="{code}">{drawn[value]}</td>' for code, value in zip(codes, values, strict=True)
    )
    return Markup("".join(cells))  # noqa: S704 - as it says


def figure_cell(value: Value) -> Markup:
    """A number, a word, or the word for why there is no number."""
    return Markup(_written(value))  # noqa: S704 - as above


def _written(value: Value) -> str:
    """The same as plain text, to be put together with other markup; digits need no escaping."""
    if isinstance(value, int):
        return str(value).replace("-", "−")
    if isinstance(value, Word):
        text = _escaped(value.text)
        return f'<span class="nr">{text}</span>' if value.missing else text
    return _escaped(value)


def _escaped(words: str) -> str:
    """Words as markup. Most codes and many names are letters alone, which there is nothing to escape in."""
    return words if words.isalnum() else escape(words)


def _heading(words: str, code: str, definitions: str) -> str:
    escaped = _escaped(words)
    if not code or not definitions:
        return escaped
    return f'<a class="text-reset" href="{escape(definitions)}#{_escaped(code)}">{escaped}</a>'


def _head(row: Row, swatches: Words, links: Words, subs: Words, codes: bool) -> str:
    label = _escaped(row.label)
    if row.code in links:
        label = f'<a href="{_escaped(links[row.code])}">{label}</a>'
    swatch = f'<span class="sw {_escaped(swatches[row.code])}"></span>' if row.code in swatches else ""
    code = f' <span class="soft num" data-code>{_escaped(row.code)}</span>' if codes else ""
    sub = f'<span class="sub">{_escaped(subs[row.code])}</span>' if row.code in subs else ""
    return f'<th class="text-break" scope="row">{swatch}{label}{code}{sub}</th>'


def _changed(changes: Cells, row: Row, column: str) -> str:
    """What the cell is by the count of now, below its number."""
    if (row.code, column) not in changes:
        return ""
    now = _("now:")
    return f'<span class="sub">{escape(now)} {_written(changes[(row.code, column)])}</span>'
