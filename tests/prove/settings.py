"""Guards of what an administrator sets, and of kept filters."""

from __future__ import annotations

from tests.prove.guard import Guard

_FILTERS = "tests/organiser/test_kept_filters.py"
_SETTINGS = "tests/organiser/test_settings.py"
GUARDS = (
    Guard(
        "settings: a number stays within its bounds",
        "app/web/moment_fields.py",
        "    if field.data is not None and not field.least <= field.data <= field.most:\n",
        "    if False:\n",
        f"{_SETTINGS}::test_what_is_no_number_within_the_bounds_is_refused",
    ),
    Guard(
        "settings: what only a program reads as a number is none",
        "app/web/moment_fields.py",
        '        if "_" in "".join(valuelist):\n',
        "        if False:\n",
        f"{_SETTINGS}::test_what_is_no_number_within_the_bounds_is_refused",
    ),
    Guard(
        "settings: a name begins with a letter or a figure",
        "app/organiser/settings/network_forms.py",
        "    if text and not text[0].isalnum():\n",
        "    if False:\n",
        f"{_SETTINGS}::test_markup_is_no_name",
    ),
    Guard(
        "settings: a damaged row harms nobody",
        "app/services/network_settings.py",
        "    return value if isinstance(value, Mapping) else {}\n",
        "    return value  # type: ignore[return-value]\n",
        f"{_SETTINGS}::test_a_damaged_row_harms_nobody",
    ),
    Guard(
        "settings: what is beyond sense is asked twice",
        "app/organiser/settings/limits.py",
        "    if beyond and not form.sure.data:\n",
        "    if False:\n",
        f"{_SETTINGS}::test_what_is_beyond_sense_is_asked_twice",
    ),
    Guard(
        "kept filters: those of another event are not there",
        "app/services/lists/saved_filters.py",
        " or found.event_id not in {None, event.id}",
        "",
        f"{_FILTERS}::test_whoever_sees_some_events_changes_only_theirs",
    ),
    Guard(
        "kept filters: those of every event are changed by who works with every event",
        "app/organiser/kept_filters/kept_filters.py",
        "    return row.event_id is not None or bool(current_user.all_events)\n",
        "    return True\n",
        f"{_FILTERS}::test_whoever_sees_some_events_changes_only_theirs",
    ),
)
