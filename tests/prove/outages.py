"""While the database is away: nobody waits for ever, and nothing untrue is said of what was sent."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "outages: the worker says that it lives as soon as it can",
        "app/worker/tasks.py",
        "            pulse.catch_up()\n",
        "",
        "tests/worker/test_pulse.py::test_a_worker_that_looks_for_work_catches_up",
    ),
    Guard(
        "outages: a database that is busy is not said to be gone",
        "app/web/probing.py",
        "        question.done.wait(max(left, 0))\n        return question.found\n",
        "        return question.found if question.done.wait(max(left, 0)) else Probed()\n",
        "tests/web/test_probing.py::test_a_database_that_is_busy_writing_is_there",
    ),
    Guard(
        "outages: a connection that was cut off is replaced before it is used",
        "app/lib/patience.py",
        "    if connection.has_heard() or (time.monotonic() - since > _RESTED and not connection.answers()):\n",
        "    if time.monotonic() - since > _RESTED and not connection.answers():\n",
        "tests/lib/test_patience.py::test_one_that_was_cut_off_is_replaced_at_once",
    ),
    Guard(
        "outages: a connection that was lost without a word is replaced after a rest",
        "app/lib/patience.py",
        "    if connection.has_heard() or (time.monotonic() - since > _RESTED and not connection.answers()):\n",
        "    if connection.has_heard():\n",
        "tests/lib/test_patience.py::test_one_that_is_lost_without_a_word_is_replaced_after_a_rest",
    ),
    Guard(
        "outages: a line that has ended is no mistake of ours",
        "app/lib/write_transactions.py",
        "        connection.invalidate(error)\n"
        '        raise OperationalError("BEGIN", None, error, connection_invalidated=True) from error\n',
        "        raise\n",
        "tests/outages/test_every_word.py::test_whichever_word_it_is",
    ),
    Guard(
        "outages: what listens to a failure does not fail on a first connection",
        "app/lib/slow_statements.py",
        '        if getattr(execution, "asked_at", None) is not None:\n',
        "        if context.connection.info is not None:\n",
        "tests/outages/test_every_word.py::test_the_first_connection_of_a_process",
    ),
    Guard(
        "outages: a lost line is one whatever the driver calls it",
        "app/lib/outages.py",
        "        return True  # the line is lost, whatever the driver calls it\n",
        "        pass\n",
        "tests/outages/test_every_route.py::test_a_line_that_is_lost_is_an_outage_whatever_the_driver_calls_it",
    ),
    Guard(
        "outages: the database may go away while another error is answered",
        "app/web/errors.py",
        "        return database_failed(failed)  # while another error was answered, or after the answer was made\n",
        "        pass\n",
        "tests/outages/test_every_route.py::test_it_goes_away_while_another_error_is_answered",
    ),
    Guard(
        "outages: what was prepared before a migration goes by",
        "app/lib/write_transactions.py",
        "        context.is_disconnect = True\n",
        "        pass\n",
        "tests/lib/test_units_on_postgresql.py::test_what_was_prepared_before_a_migration_is_an_outage_that_goes_by",
    ),
    Guard(
        "outages: what is committed is not said to be lost",
        "app/web/outages.py",
        "        g.commit = Stored.ALL\n",
        "        pass\n",
        "tests/outages/test_commits.py::test_it_fails_after_the_commit",
    ),
    Guard(
        "outages: they have many names",
        "app/lib/outages.py",
        "    return isinstance(error, ERRORS)\n",
        '    return type(error).__name__ == "OperationalError"\n',
        "tests/outages/test_every_route.py::test_whatever_it_is_called",
    ),
    Guard(
        "outages: a queue that listens in vain keeps its connection",
        "app/lib/patience.py",
        "        if timeout is not None or not seconds:\n",
        "        if timeout is None and not seconds:\n",
        "tests/worker/test_listening.py::test_whoever_listens_in_vain_keeps_the_connection",
    ),
    Guard(
        "outages: slow statements are told without values",
        "app/lib/slow_statements.py",
        """    (re.compile(r"'(?:[^']|'')*'"), "'…'"),\n""",
        "",
        "tests/lib/test_slow_statements.py::test_it_is_told_with_what_was_under_way_and_without_values",
    ),
)
