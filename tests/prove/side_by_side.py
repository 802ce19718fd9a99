"""Guards of what happens beside each other: two hosts that start, a migration while people work, two workers with one job."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "migrations: one host at a time",
        "migrations/env.py",
        '    connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})\n',
        "",
        "tests/cli/test_starting_together.py::test_two_hosts_that_start_together_prepare_once",
    ),
    Guard(
        "migrations: nobody waits long behind one that waits",
        "migrations/env.py",
        "    connection.execute(text(f\"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'\"))\n",
        "",
        "tests/cli/test_starting_together.py::test_nobody_waits_long_behind_a_migration_that_waits",
    ),
    Guard(
        "reference data: one host at a time",
        "app/cli/preparing.py",
        '        db.session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})\n',
        "        pass\n",
        "tests/cli/test_starting_together.py::test_two_hosts_that_start_together_prepare_once",
    ),
    Guard(
        "whole work: a worker whose lease has ended does nothing any more",
        "app/services/whole_jobs.py",
        "    job = jobs.held(job_id, attempt)\n",
        "    job = db.session.get(Job, job_id)\n",
        "tests/services/test_whole_jobs.py::test_a_worker_whose_lease_has_ended_does_nothing_any_more",
    ),
    Guard(
        "whole work: a file of a worker that lost its job is not kept",
        "app/services/jobs.py",
        "        return True\n    file_store.remove(stored.name)\n    return False\n",
        "        return True\n    return False\n",
        "tests/services/test_jobs.py::test_whoever_dies_leaves_it_to_the_next",
    ),
)
