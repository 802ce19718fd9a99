"""While the database is away: nobody waits for ever, and nothing untrue is said of what was sent."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
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
        "outages: slow statements are told without values",
        "app/lib/slow_statements.py",
        """    (re.compile(r"'(?:[^']|'')*'"), "'…'"),\n""",
        "",
        "tests/lib/test_slow_statements.py::test_it_is_told_with_what_was_under_way_and_without_values",
    ),
)
