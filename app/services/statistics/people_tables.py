"""The tables of the people of an event: by group, category, kind of body, body, and by what tells them apart."""

from __future__ import annotations

from app.lib.figure_table import ALL, Chart, Column, Row, Table, Word
from app.lib.wording import N_, capitalised, translated
from app.models.labels import label
from app.services.dimensions import DIMENSIONS, Dimension
from app.services.indicators import PEOPLE, REGISTRY, STEPS, Indicator, named
from app.services.statistics.definitions import DEFINED, UNITS
from app.services.statistics.figure_kinds import EventFigures, KindFigures, in_order
from app.services.statistics.figures import CODES, Summary
from app.services.statistics.table_making import TOGETHER, columns, numbers_of, people, plain, shown, under

NO_BODY = "no_body"  # the code of the row of those whose affiliation is no body of the list
OTHER_AFFILIATION = N_("no body of the list")
STEPS_CHART = Chart(STEPS)
_SUMS = (  # what is added up to each figure; the flag says that it is taken away
    ("registered", (("confirmed", False), ("outstanding", False), ("ended", False))),
    ("attended", (("confirmed", False), ("absent", True), ("attended_unconfirmed", False))),
)


def summary_table(summary: Summary, language: str) -> Table:
    """Each indicator of the event as a whole: people and states, which are never added up."""
    rows = [
        Row(
            one.code,
            one.name_in(language),
            [shown(summary, summary.total, one.code, language), _counts(one, language)],
        )
        for one in named(*CODES)
    ]
    heads = [
        Column("number", translated(N_("Number"), language), "number"),
        plain("counts", N_("Counts"), language),
    ]
    return Table(
        "summary", translated(N_("Summary"), language), translated(N_("Figure"), language), heads, rows
    )


def _counts(one: Indicator, language: str) -> Word:
    return Word(one.unit.value, translated(UNITS[one.unit], language))


def reconciliation(summary: Summary, language: str) -> Table:
    """How the steps explain one another: what is added up, what is taken away, and the sum."""
    rows = []
    for total, parts in _SUMS:
        lines = [*parts, (total, False)]
        rows += under(
            REGISTRY[total].name_in(language),
            [_line(summary, total, code, language, taken_away=less) for code, less in lines],
        )
    heads = [Column("number", translated(N_("Number"), language), "people")]
    title = translated(N_("How the numbers add up"), language)
    return Table("reconciliation", title, translated(N_("Figure"), language), heads, rows)


def _line(summary: Summary, total: str, code: str, language: str, *, taken_away: bool) -> Row:
    value = shown(summary, summary.total, code, language)
    name = REGISTRY[code].name_in(language)
    if code == total:
        name = translated(N_("Sum: %(figure)s"), language, figure=name)
    return Row(f"{total}.{code}", name, [-value if taken_away and isinstance(value, int) else value])


def groups(summary: Summary, language: str) -> Table:
    """The three groups, which add up to all people."""
    rows = [(group.value, label(group, language), numbers) for group, numbers in summary.groups.items()]
    codes = [one.code for one in PEOPLE]
    return people(
        "groups", N_("People by group"), "group", rows, summary, language, codes=codes, chart=STEPS_CHART
    )


def categories(figures: EventFigures, language: str) -> Table:
    """In what capacity people came."""
    rows = [(row.value, label(row, language), numbers) for row, numbers in figures.categories]
    chart = Chart(STEPS, lying=True)
    return people(
        "categories", N_("People by category"), "category", rows, figures.summary, language, chart=chart
    )


def kinds(figures: EventFigures, language: str) -> Table:
    """The kinds of bodies."""
    rows = [
        (one.kind.value if one.kind else NO_BODY, kind_name(one, language), one.numbers)
        for one in figures.kinds
    ]
    chart = Chart(STEPS, lying=True)
    return people(
        "kinds", N_("People by kind of body"), "body_kind", rows, figures.summary, language, chart=chart
    )


def kind_name(one: KindFigures, language: str) -> str:
    """What a kind of bodies is called; without one, those whose affiliation is no body of the list."""
    return label(one.kind, language) if one.kind else translated(OTHER_AFFILIATION, language)


def bodies(figures: EventFigures, language: str) -> Table:
    """Each body under its kind: totals of its people and nothing that tells these apart."""
    summary, rows = figures.summary, []
    for kind in figures.kinds:
        own = [
            (one.body.code, one.body.name.in_language(language), one.numbers)
            for one in in_order(kind.bodies, language)
        ] or [(NO_BODY, capitalised(translated(OTHER_AFFILIATION, language)), kind.numbers)]
        lines = [
            Row(code, name, numbers_of(summary, numbers, STEPS, language)) for code, name, numbers in own
        ]
        rows += under(kind_name(kind, language), lines)
    together = numbers_of(summary, summary.total, STEPS, language)
    return Table(
        "bodies",
        translated(N_("People by body"), language),
        DEFINED["body"].name_in(language),
        columns(STEPS, language),
        rows,
        Row(ALL, translated(TOGETHER, language), together),
        definition="body",
        note=translated(
            N_("All capacities together; a state is represented by its delegates only."), language
        ),
    )


def attributes(figures: EventFigures, language: str) -> list[Table]:
    """What people are told apart by: a table for each dimension, over all bodies together."""
    return [_dimension(figures, one, language) for one in DIMENSIONS]


def _dimension(figures: EventFigures, one: Dimension, language: str) -> Table:
    rows = [
        (value_code(key), one.word(key, language) if key in one.words else str(key), numbers)
        for key, numbers in figures.breakdowns.get(one.code, ())
    ]
    return people(
        one.code, one.name, one.code, rows, figures.summary, language, chart=Chart(STEPS, lying=True)
    )


def value_code(key: str | None) -> str:
    """The code of the row of a value; those of whom there is none have one as well."""
    return key or "none"
