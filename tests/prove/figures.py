"""Guards of figures in tables and files: what is not known is never zero, and nothing leaves without a purpose and a record."""

from __future__ import annotations

from tests.prove.guard import Guard

_EXPORT = "tests/organiser/test_statistics_export.py"
_SHEETS = "tests/documents/test_figure_sheets.py"

GUARDS = (
    Guard(
        "figures: a file is put on record before it leaves",
        "app/organiser/statistics/export.py",
        "    figure_export.note(form.form, form.language.data, form.serves, acting(), event, *chosen)\n",
        "",
        f"{_EXPORT}::test_each_file_is_put_on_record_with_its_purpose",
    ),
    Guard(
        "figures: nobody takes a file without a purpose",
        "app/organiser/statistics/export_form.py",
        '            export_purposes.chosen(field.data or "", export_purposes.FIGURES)\n',
        "            pass\n",
        f"{_EXPORT}::test_what_cannot_be_is_refused_beside_its_field",
    ),
    Guard(
        "figures: what is not known is a gap in a native chart",
        "app/documents/figure_sheets.py",
        "    if all(isinstance(value, int) for value in values):\n",
        "    if values:\n",
        f"{_SHEETS}::test_what_is_not_known_is_a_gap_in_the_chart",
    ),
    Guard(
        "figures: what is not known is null in JSON, and not zero",
        "app/documents/figure_lists.py",
        "return None if value.missing or not value.text else _word(value)",
        "return 0 if value.missing or not value.text else _word(value)",
        f"{_SHEETS}::test_json_keeps_zero_and_unknown_apart",
    ),
    Guard(
        "figures: where nobody was invited it is not recorded who was",
        "app/services/statistics/state_tables.py",
        "    if not figures.invitations_known:\n",
        "    if not figures:\n",
        "tests/services/statistics/test_figure_tables.py"
        "::test_where_nobody_was_invited_it_is_not_recorded_who_was",
    ),
    Guard(
        "figures: a definition does not change without a new version",
        "app/services/indicators.py",
        "_people(lambda rows: and_(rows.confirmed, not_(rows.attended)))",
        "_people(lambda rows: not_(rows.attended))",
        "tests/services/statistics/test_definitions_kept.py"
        "::test_nothing_that_counts_changes_without_a_new_version",
    ),
    Guard(
        "pictures: a second colour is told apart without its colour",
        "app/charts/drawing.py",
        '    if kind not in _HATCHED or min(width, height) < 3:\n        return ""\n',
        '    if kind:\n        return ""\n',
        "tests/charts/test_standalone.py::test_second_and_third_colours_are_hatched",
    ),
    Guard(
        "pictures: few of those that were drawn are kept",
        "app/charts/drawing.py",
        "lru_cache(maxsize=KEPT)",
        "lru_cache(maxsize=None)",
        "tests/charts/test_kept.py::test_few_are_kept",
    ),
    Guard(
        "pictures: the row of a table of figures escapes its words",
        "app/web/figure_rows.py",
        "    label = _escaped(row.label)\n",
        "    label = row.label\n",
        "tests/web/test_figure_rows.py::test_words_of_strangers_stay_words",
    ),
    Guard(
        "pictures: the heading of a table of figures escapes its words",
        "app/web/figure_rows.py",
        "    escaped = _escaped(words)\n",
        "    escaped = words\n",
        "tests/web/test_figure_rows.py::test_headings_link_to_what_they_mean_and_words_stay_words",
    ),
    Guard(
        "statements: words are never written into their text",
        "app/services/statistics/written_codes.py",
        '    if not str(value).replace("_", "").isalpha():\n',
        "    if not value:\n",
        "tests/services/statistics/test_written_codes.py::test_words_are_never_written",
    ),
)
