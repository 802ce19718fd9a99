"""`make prove`: take out one guard after the other in a scratch copy, and see that its test notices.

The tests must pass while nothing is touched; a guard whose test still passes without it is not proven. Words after the
command choose guards by their names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

from tests.prove.guard import Guard, TextNotFound
from tests.prove.registry import GUARDS
from tests.prove.scratch import Scratch

_MOST_AT_ONCE = 4
_LAST_LINES = 25


def main(words: list[str]) -> int:
    """Prove the guards whose names hold one of the words, or all; returns the exit code."""
    chosen = [guard for guard in GUARDS if not words or any(word in guard.name for word in words)]
    if not chosen:
        print(f"No guard is called {' or '.join(words)}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="events-prove-") as place:
        copies: SimpleQueue[Scratch] = SimpleQueue()
        for number in range(min(_MOST_AT_ONCE, os.cpu_count() or 1, len(chosen))):
            copies.put(Scratch(Path(place) / str(number)))
        if not _untouched(copies, chosen):
            return 1
        return _prove_all(copies, chosen)


def _untouched(copies: SimpleQueue[Scratch], chosen: list[Guard]) -> bool:
    """Whether all tests pass while nothing is missing."""
    tests = sorted({test for guard in chosen for test in guard.tests})
    print(f"{len(chosen)} guards, {len(tests)} tests. First without taking anything out …", flush=True)
    copy = copies.get()
    outcome = copy.run(tests, "-n", str(min(_MOST_AT_ONCE, os.cpu_count() or 1)))
    copies.put(copy)
    if not outcome.passed:
        print(outcome.output)
        print("These tests fail as it is, so that they prove nothing.")
    return outcome.passed


def _prove_all(copies: SimpleQueue[Scratch], chosen: list[Guard]) -> int:
    unproven = 0
    with ThreadPoolExecutor(copies.qsize()) as pool:
        running = {pool.submit(_prove, copies, guard): guard for guard in chosen}
        for done in as_completed(running):
            complaint, seconds = done.result()
            unproven += bool(complaint)
            word = "NOT PROVEN" if complaint else "proven"
            print(f"{word:10} {running[done].name}  ({seconds:.0f} s)", flush=True)
            if complaint:
                print(complaint, flush=True)
    print(f"{len(chosen) - unproven} of {len(chosen)} guards are proven.")
    return 1 if unproven else 0


def _prove(copies: SimpleQueue[Scratch], guard: Guard) -> tuple[str, float]:
    """What is wrong with a guard (nothing, if it is proven), and how long that took."""
    began = time.monotonic()
    copy = copies.get()
    try:
        with copy.without(guard):
            outcome = copy.run(guard.tests, "-x")
    except (TextNotFound, SyntaxError, OSError, subprocess.TimeoutExpired) as error:
        return f"  {error}", time.monotonic() - began
    finally:
        copies.put(copy)
    if outcome.failed:
        return "", time.monotonic() - began
    if outcome.passed:
        return f"  Its test passes without it: {guard.test}", time.monotonic() - began
    end = "\n".join(outcome.output.splitlines()[-_LAST_LINES:])
    return f"  Its test did not fail but broke:\n{end}", time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
