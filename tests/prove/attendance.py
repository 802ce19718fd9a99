"""Guards of the log of check-ins: counted once, read by the time at which it happened, delivered without loss."""

from __future__ import annotations

from tests.prove.guard import Guard

_LOG = "app/services/attendance/log_lines.py"
_DELIVERY = "app/services/attendance/handing_in.py"
_LATE = "tests/services/attendance/test_handing_in.py"
_EXITS = "tests/services/attendance/test_exits.py"

GUARDS = (
    Guard(
        "attendance: who is in is not counted again",
        _LOG,
        "        return around(at, standing).same(kind)\n",
        "        return None\n",
        f"{_EXITS}::test_somebody_comes_leaves_and_comes_back",
    ),
    Guard(
        "attendance: a late check-in sees the one after it",
        _LOG,
        "for line in (self.before, self.after) if",
        "for line in (self.before,) if",
        f"{_EXITS}::test_a_late_check_in_is_already_said_by_the_one_before_or_after",
    ),
    Guard(
        "attendance: no exits where none are scanned",
        "app/services/attendance/checking_in.py",
        "        raise ExitsNotScanned\n",
        "        pass\n",
        f"{_EXITS}::test_a_day_and_a_session_without_exits_have_none",
    ),
    Guard(
        "delivery: an id that stands for something else is refused",
        _DELIVERY,
        "        if line.registration_id != person.id or line.kind is not entry.kind:\n",
        "        if False:\n",
        f"{_LATE}::test_an_id_that_stands_for_something_else_is_refused",
    ),
    Guard(
        "delivery: nobody who was erased",
        _DELIVERY,
        "            Registration.anonymised_at.is_(None),\n",
        "",
        f"{_LATE}::test_one_that_is_refused_loses_no_other",
    ),
    Guard(
        "delivery: nobody of another event",
        _DELIVERY,
        "            Registration.event_id == event.id,\n",
        "",
        f"{_LATE}::test_one_that_is_refused_loses_no_other",
    ),
    Guard(
        "delivery: an event that is closed for good takes nothing",
        _DELIVERY,
        "    if event.is_read_only:\n",
        "    if False:\n",
        f"{_LATE}::test_an_event_that_is_closed_for_good_takes_nothing",
    ),
    Guard(
        "log: whoever was online before is let in who comes in person",
        "app/services/attendance/checking_in.py",
        ' CheckIn.mode == bindparam("mode"),',
        "",
        "tests/services/attendance/test_online_and_in_person.py"
        "::test_whoever_was_online_is_welcome_in_person_once",
    ),
    Guard(
        "log: a report of a meeting puts nobody into a room or out of it",
        "app/services/participation.py",
        "return CheckIn.minutes.is_(None)",
        "return CheckIn.id.is_not(None)",
        "tests/services/attendance/test_online_and_in_person.py::test_a_report_puts_nobody_out_of_the_room",
    ),
)
