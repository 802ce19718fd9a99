"""Guards of what comes in and of what goes out: words stay words in pages, letters, calendars, files and spreadsheets."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "formula guard: CSV",
        "app/lib/spreadsheet_safe.py",
        '    if _first_visible(line) in _STARTS_FORMULA:\n        line = f"\'{line}"\n',
        "",
        "tests/lib/test_spreadsheet_safe.py::test_whatever_a_program_would_calculate_gets_an_apostrophe"
        " tests/organiser/test_participant_exports.py::test_hostile_names_are_inert_and_otherwise_unchanged",
    ),
    Guard(
        "formula guard: CSV behind another list separator",
        "app/lib/spreadsheet_safe.py",
        '    return _find_formula_after_separator.sub(r"\\1\\2\'", line)\n',
        "    return line\n",
        "tests/lib/test_spreadsheet_safe.py::test_a_formula_behind_another_list_separator_is_inert_too",
    ),
    Guard(
        "formula guard: XLSX",
        "app/documents/spreadsheets.py",
        "            page.write_string(number, place, one_line(cell))\n",
        "            page.write_formula(number, place, cell)\n",
        "tests/documents/test_spreadsheets.py::test_xlsx_has_no_formula_and_no_link",
    ),
    Guard(
        "escaping: letters",
        "app/emails/environment.py",
        '        autoescape=select_autoescape(["html"]),\n',
        "        autoescape=False,\n",
        "tests/emails/test_letters.py::test_a_hostile_name_is_inert",
    ),
    Guard(
        "escaping: pages",
        "app/__init__.py",
        "    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True\n",
        "    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True\n    app.jinja_env.autoescape = False\n",
        "tests/organiser/test_participant_new.py::test_hostile_names_are_harmless"
        " tests/web/test_components.py::test_what_was_typed_is_escaped_when_it_is_carried_on",
    ),
    Guard(
        "escaping: options of a long list",
        "app/web/option_lists.py",
        "{chosen}>{escape(choice.label or choice.value)}</option>",
        "{chosen}>{choice.label or choice.value}</option>",
        "tests/web/test_option_lists.py::test_hostile_names_stay_text",
    ),
    Guard(
        "escaping: words in charts",
        "app/charts/drawing.py",
        'id="{identity}-title">{escape(title)}</title>',
        'id="{identity}-title">{title}</title>',
        "tests/charts/test_charts.py::test_words_are_words_and_style_comes_from_classes",
    ),
    Guard(
        "escaping: templates are not run from an organiser’s words",
        "app/emails/words.py",
        '            yield Problem(_line(text, match.start()), "sign", match[0])\n',
        "            continue\n",
        "tests/organiser/test_letter_texts.py::test_what_cannot_be_used_is_refused_beside_the_field",
    ),
    Guard(
        "header injection: no line break in a header",
        "app/emails/messages.py",
        '        if "\\n" in str(value) or "\\r" in str(value):\n',
        "        if False:\n",
        "tests/emails/test_messages.py::test_no_header_can_be_added",
    ),
    Guard(
        "placeholders: nobody types a link into a letter",
        "app/emails/placeholders.py",
        "    return words.translate(_MARKS)\n",
        "    return words\n",
        "tests/services/test_delivery.py::test_nobody_types_a_link_into_somebodys_letter",
    ),
    Guard(
        "tidying: control characters and bidirectional overrides go",
        "app/lib/names.py",
        '        or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}\n',
        "        or True\n",
        "tests/services/test_delivery.py::test_no_form_takes_the_marks_of_a_placeholder"
        " tests/public/test_registration.py::test_control_characters_and_blanks_are_forgiven",
    ),
    Guard(
        "names: no tower of marks",
        "app/lib/names.py",
        "        if marks > _MOST_MARKS:\n            return False\n",
        "",
        "tests/lib/test_looks_like_a_name.py::test_what_is_no_name",
    ),
    Guard(
        "file names: no folder, no sign with a meaning",
        "app/lib/file_names.py",
        '    stem = _FORBIDDEN.sub("-", stem).strip(" .-")\n',
        "",
        "tests/lib/test_files.py::test_names_are_made_safe",
    ),
    Guard(
        "file kinds: what is inside decides",
        "app/services/documents.py",
        "    if not is_truly(kind, upload.content):\n        raise FileIsSomethingElse\n",
        "",
        "tests/services/test_documents.py::test_what_cannot_be_handed_out_leaves_nothing_behind",
    ),
    Guard(
        "file kinds: no macros",
        "app/lib/file_kinds.py",
        "or any(name.endswith(_MACROS) for name in names):\n",
        "or False:\n",
        "tests/lib/test_files.py::test_files_that_are_something_else",
    ),
    Guard(
        "imports: a bomb is not unpacked",
        "app/lib/handed_tables.py",
        "    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:\n",
        "    if False:\n",
        "tests/lib/test_handed_tables.py::test_a_million_rows_are_refused_before_they_are_read",
    ),
    Guard(
        "imports: a reader of workbooks has so much memory",
        "app/lib/workbook_rows.py",
        "    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))\n",
        "",
        "tests/lib/test_handed_tables.py::test_a_reader_has_no_more_memory_than_it_is_given",
    ),
    Guard(
        "imports: so many rows",
        "app/lib/handed_tables.py",
        '    if len(table) > MOST_ROWS:\n        raise TableUnreadable("too_many_rows", MOST_ROWS)\n',
        "",
        "tests/lib/test_handed_tables.py::test_bounds",
    ),
    Guard(
        "forms: so much and no more",
        "app/web/form_size.py",
        "    app.before_request(_refuse_excess)\n",
        "    app.extensions['unasked'] = _refuse_excess\n",
        "tests/web/test_refusals.py::test_a_form_that_is_too_large_has_a_page",
    ),
    Guard(
        "forms: a file is no word",
        "app/web/form_content.py",
        "    FlaskForm.Meta.wrap_formdata = _content\n",
        "    FlaskForm.Meta.unused = _content\n",
        "tests/web/test_refusals.py::test_a_file_is_no_word",
    ),
    Guard(
        "addresses: numbers that no row can have",
        "app/web/url_numbers.py",
        '        super().__init__(map, **{"max": LARGEST, **bounds})\n',
        "        super().__init__(map, **bounds)\n",
        "tests/organiser/test_hostile_addresses.py::test_numbers_of_nothing",
    ),
    Guard(
        "addresses: no control character reaches the database",
        "app/web/url_numbers.py",
        '        self.regex = self.regex.replace("[^/]", r"[^/\\x00-\\x1f\\x7f]")\n',
        "",
        "tests/organiser/test_hostile_addresses.py::test_addresses_of_no_event",
    ),
    Guard(
        "content: marks without end",
        "app/lib/normal_forms.py",
        "        if marks <= _MOST_MARKS:\n",
        "        if marks >= 0:\n",
        "tests/lib/test_normal_forms.py::test_of_many_marks_on_one_letter_thirty_stay",
    ),
)
