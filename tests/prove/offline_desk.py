"""Guards of the desk without network: what its list leaves out, and that what it queued is recorded once."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "offline desk: discreet persons are representatives",
        "app/checkin/offline_list.py",
        "    name = shown_name(row, Viewer.OTHERS, language())\n",
        "    name = shown_name(row, Viewer.OPENED, language())\n",
        "tests/checkin/test_offline_list.py::test_discreet_persons_are_representatives_also_here",
    ),
    Guard(
        "offline desk: no badge can be made of the list",
        "app/services/attendance/offline_list.py",
        "        return tokens.digest(self.registration.badge_code)[:_SIGNS]\n",
        "        return self.registration.badge_code\n",
        "tests/checkin/test_offline_list.py::test_the_code_of_a_badge_is_not_in_it",
    ),
    Guard(
        "offline desk: nobody is listed once the event is over",
        "app/services/attendance/offline_list.py",
        "    if keep_until(occasion.event) <= now():\n",
        "    if False:\n",
        "tests/checkin/test_offline_list.py::test_nobody_is_in_it_once_the_event_is_over",
    ),
    Guard(
        "offline desk: whoever was erased is not listed",
        "app/services/attendance/offline_list.py",
        ", Registration.anonymised_at.is_(None)",
        "",
        "tests/checkin/test_offline_list.py::test_who_was_erased_or_is_of_another_event_is_not_in_it",
    ),
    Guard(
        "offline desk: a scan and its delivery are one line",
        "app/checkin/asking.py",
        """    return uuid.uuid5(scan, f"{registration_id} {day} {session_id}{' out' if out else ''}")\n""",
        "    return uuid.uuid4()\n",
        "tests/checkin/test_offline_queue.py::test_the_same_sent_again_is_answered_the_same_and_counts_once"
        " tests/checkin/test_offline_queue.py::test_what_a_form_has_sent_already_is_the_same_line",
    ),
    Guard(
        "offline desk: one entry loses no other",
        "app/checkin/offline_queue.py",
        "_NO_ENTRY = (KeyError, TypeError, ValueError, AttributeError, OverflowError)\n",
        "_NO_ENTRY = (KeyError,)\n",
        "tests/checkin/test_offline_queue.py::test_one_that_cannot_be_taken_loses_no_other",
    ),
)
