"""What the tables of figures are made with: headings, numbers, and the words for why a number is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.lib.figure_table import ALL, Chart, Column, Missing, Row, Table, Value
from app.lib.wording import N_, capitalised, translated
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics.definitions import DEFINED
from app.services.statistics.figures import NOT_HELD, NOT_RECORDED, NOT_YET, Numbers, Summary

NO_LIMIT, NO_SIGN_UP = N_("no limit"), N_("no sign-up")
TOGETHER = N_("Together")
_REASONS = {
    NOT_RECORDED: "not_recorded",
    NOT_YET: "not_yet",
    NOT_HELD: "not_held",
    NO_LIMIT: "no_limit",
    NO_SIGN_UP: "no_sign_up",
}


def missing(reason: str, language: str) -> Missing:
    """The word for why a number is not there; the reason is a message id."""
    return Missing(_REASONS[reason], translated(reason, language))


def number(value: int | None, reason: str, language: str) -> Value:
    """A number, or the word for why it is not there."""
    return missing(reason, language) if value is None else value


def shown(summary: Summary, numbers: Numbers, code: str, language: str) -> Value:
    """The number of an indicator, or the word for why it is not there."""
    value = numbers[code]
    return missing(summary.missing(code), language) if value is None else value


def numbers_of(summary: Summary, numbers: Numbers, codes: Iterable[str], language: str) -> list[Value]:
    """The numbers of some indicators for a row, each of them or the word for why it is not there."""
    return [
        missing(summary.missing(code), language) if (value := numbers[code]) is None else value
        for code in codes
    ]


def columns(codes: Iterable[str], language: str) -> list[Column]:
    """Columns of numbers under the names of their definitions."""
    return [
        Column(code, DEFINED[code].name_in(language), DEFINED[code].unit or "number", code) for code in codes
    ]


def worded(code: str, language: str) -> Column:
    """A column of words under the name of its definition."""
    return Column(code, DEFINED[code].name_in(language), "", code)


def plain(code: str, heading: str, language: str, unit: str = "") -> Column:
    """A column that needs no definition; the heading is a message id."""
    return Column(code, translated(heading, language), unit)


def people(
    code: str,
    title: str,
    rows_are: str,
    rows: Iterable[tuple[str, str, Numbers]],
    summary: Summary,
    language: str,
    *,
    codes: Sequence[str] = STEPS,
    chart: Chart | None = None,
    total: bool = True,
) -> Table:
    """A table of people: a row for each code, label and numbers; its title is a message id, `rows_are` a definition."""

    def row(key: str, label: str, numbers: Numbers) -> Row:
        return Row(key, label, numbers_of(summary, numbers, codes, language))

    together = translated(TOGETHER, language)
    return Table(
        code,
        translated(title, language),
        DEFINED[rows_are].name_in(language),
        columns(codes, language),
        [row(key, capitalised(label), numbers) for key, label, numbers in rows],
        row(ALL, together, summary.total) if total else None,
        chart,
        rows_are,
    )


def under(section: str, rows: Iterable[Row]) -> list[Row]:
    """Some rows under a heading."""
    heading = capitalised(section)
    return [row._replace(section=heading) for row in rows]


def figure_name(code: str, language: str) -> str:
    """The name of an indicator; of one that is not known any more, its code."""
    return REGISTRY[code].name_in(language) if code in REGISTRY else code
