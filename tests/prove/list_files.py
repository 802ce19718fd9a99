"""Guards of the list as a file: what it is for, what people need, who is not to be known, what is kept."""

from __future__ import annotations

from tests.prove.guard import Guard

_PRIVACY = "tests/organiser/test_list_file_privacy.py::"
GUARDS = (
    Guard(
        "list: a file has a purpose",
        "app/services/export_purposes.py",
        "    if found is None:\n        raise PurposeMissing\n    return found\n",
        "    return found or Purpose.KEEPING\n",
        f"{_PRIVACY}test_without_a_purpose_nothing_leaves"
        " tests/organiser/test_correspondents_import.py::test_without_a_purpose_the_directory_stays_here",
    ),
    Guard(
        "list: needs are for meals and assistance",
        "app/services/participant_export.py",
        "    if chosen.needs and purpose is not Purpose.CARE:\n        raise NeedsForCareAlone\n",
        "",
        f"{_PRIVACY}test_needs_stand_in_a_file_for_meals_and_assistance_alone",
    ),
    Guard(
        "list: needs are in no file unasked",
        "app/services/participant_export.py",
        "*(list_columns.NEEDS if self.needs else ())",
        "*list_columns.NEEDS",
        f"{_PRIVACY}test_without_the_tick_no_need_is_read",
    ),
    Guard(
        "list: whose needs are read is on record",
        "app/services/participant_export.py",
        "        _note_needs(event, filters, purpose, actor)\n",
        "        pass\n",
        f"{_PRIVACY}test_needs_stand_in_a_file_for_meals_and_assistance_alone",
    ),
    Guard(
        "list: only columns of the page",
        "app/services/lists/list_columns.py",
        "    return tuple(code for code in dict.fromkeys(codes) if code in COLUMNS)\n",
        "    return tuple(dict.fromkeys(codes))\n",
        "tests/organiser/test_list_choices.py::test_needs_are_never_kept",
    ),
    Guard(
        "list: the discreet are known by no column",
        "app/services/lists/list_cells.py",
        "        if row.discreet or (self._for_others and not row.consent_lists):\n",
        "        if self._for_others and not row.consent_lists:\n",
        f"{_PRIVACY}test_nobody_is_known_by_any_column_who_is_not_to_be",
    ),
    Guard(
        "list: others read only names of those who agreed",
        "app/services/lists/list_cells.py",
        "        if self._for_others and not row.consent_lists and row.family_name is not None:\n",
        "        if False:\n",
        f"{_PRIVACY}test_nobody_is_known_by_any_column_who_is_not_to_be",
    ),
    Guard(
        "list: what is kept for all is changed by those who work with all",
        "app/organiser/participants/list_choices.py",
        '@bp.post(f"{PATH}/<int:choice_id>/remove")\n@access.allow(access.ORGANISERS_OF_ALL)\n',
        '@bp.post(f"{PATH}/<int:choice_id>/remove")\n@access.allow(access.ORGANISERS)\n',
        "tests/organiser/test_list_choices.py::test_who_works_with_some_events_uses_what_others_keep",
    ),
)
