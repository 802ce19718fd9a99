"""Guards of what `make bench` says and where it writes: each is missed by a run of which nothing is measured."""

from __future__ import annotations

from tests.prove.guard import Guard

_GOALS, _WHOLE, _MEASURING = "bench/goals.py", "bench/whole.py", "bench/measuring.py"

GUARDS = (
    Guard(
        "bench: a place too many ends the run with 1",
        _WHOLE,
        '    failures += [f"{name}: {fault}" for name, found in kinds.items() for fault in goals.faults(found)]\n',
        "",
        "tests/bench/test_whole.py::test_one_place_too_many_ends_the_run_with_1",
    ),
    Guard(
        "bench: a part that failed ends the run with 1",
        _WHOLE,
        '                failures.append(f"{part} on {kind} was not measured to its end")\n',
        "",
        "tests/bench/test_whole.py::test_a_part_that_failed_ends_the_run_with_1_and_the_others_are_shown",
    ),
    Guard(
        "bench: what a process tells that ended with 1 is not used",
        _WHOLE,
        "        if done.returncode or not file.exists():\n",
        "        if not file.exists():\n",
        "tests/bench/test_whole.py::test_a_process_that_ends_with_1_has_told_nothing",
    ),
    Guard(
        "bench: a failed operation ends a part",
        _MEASURING,
        "    if result.failures:\n        raise SystemExit(f",
        "    if result.failures:\n        str(f",
        "tests/bench/test_rounds.py::test_an_operation_that_fails_ends_the_run",
    ),
    Guard(
        "bench: without markers nothing is measured or written",
        _WHOLE,
        "        _refuse_without_markers(document)\n",
        "        pass\n",
        "tests/bench/test_whole.py::test_without_room_for_the_tables_nothing_is_measured",
    ),
    Guard(
        "bench: a goal is scaled by a plain request of the same rounds",
        _GOALS,
        "        return self.most * measured.plain_ms / PLAIN_MS\n",
        "        return self.most\n",
        "tests/bench/test_goals.py::test_processor_time_is_scaled_by_a_plain_request_and_not_by_the_floors_own_work",
    ),
)
