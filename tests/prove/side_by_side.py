"""Guards of what happens beside each other: two hosts that start, a migration while people work."""

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
)
