"""Guards of presence online: nobody is there who was not, nobody twice, and nobody is named who is not to be."""

from __future__ import annotations

from tests.prove.guard import Guard

_HELD = "tests/services/attendance/test_presence_held.py"
GUARDS = (
    Guard(
        "presence online: one at a time",
        "app/services/attendance/presence_import.py",
        "    if lock:\n        _lock(",
        "    if False:\n        _lock(",
        f"{_HELD}::test_two_who_record_one_report_at_once_record_it_once",
    ),
    Guard(
        "presence online: the same report again has nothing new",
        "app/services/attendance/presence_lines.py",
        "    fuller = entry.minutes is None or number > entry.minutes\n",
        "    fuller = True\n",
        "tests/services/attendance/test_presence_import.py::test_the_same_report_twice_changes_nothing",
    ),
    Guard(
        "presence online: whoever is there in person stays so",
        "app/services/attendance/presence_lines.py",
        "    if entry is not None and entry.mode is Mode.IN_PERSON:\n        return Fate.IN_PERSON\n",
        "",
        f"{_HELD}::test_whoever_was_there_in_person_is_not_made_online_in_passing",
    ),
    Guard(
        "presence online: somebody says so of whoever is not confirmed",
        "app/services/attendance/presence_lines.py",
        "    return person.status is not Status.CONFIRMED or log.on_the_spot(person, day)\n",
        "    return log.on_the_spot(person, day)\n",
        f"{_HELD}::test_whoever_is_not_confirmed_counts_when_somebody_says_so",
    ),
    Guard(
        "presence online: whoever was erased is nobody",
        "app/services/attendance/presence_matching.py",
        ".where(Registration.event_id == event.id, Registration.anonymised_at.is_(None))",
        ".where(Registration.event_id == event.id)",
        "tests/services/attendance/test_presence_matching.py::test_whoever_was_erased_and_whoever_is_elsewhere_is_nobody",
    ),
    Guard(
        "presence online: the waiting room is not the meeting",
        "app/lib/zoom_reports.py",
        'line.get("waited", "").casefold() in _YES or ',
        "",
        "tests/lib/test_zoom_reports.py::test_lines_about_the_meeting_stand_above_the_table",
    ),
    Guard(
        "presence online: whoever is chosen is shown first",
        "app/organiser/presence/presence.py",
        "asked.looks or asked.hands != carried.hands or any(",
        "asked.looks or any(",
        "tests/organiser/test_presence.py::test_whoever_is_chosen_is_shown_before_anything_is_recorded",
    ),
    Guard(
        "presence online: what is carried opens for its event alone",
        "app/services/attendance/sealed_report.py",
        'f"presence online of event {event.id}"',
        '"presence online"',
        "tests/organiser/test_presence.py::test_what_another_event_carried_opens_nothing",
    ),
    Guard(
        "presence online: discreet persons are not named as they were in the meeting",
        "templates/organiser/presence/parts.html",
        "{%- if person.registration.discreet %}",
        "{%- if false %}",
        "tests/organiser/test_presence.py::test_discreet_persons_are_not_named",
    ),
)
