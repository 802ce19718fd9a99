"""Scratch copies of the tree, in which a guard is taken out and its tests are run. The tree itself is never touched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.prove.guard import ROOT, Guard, breaks_the_file

_LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".hypothesis", "instance", "__pycache__", "node_modules"
)
_SECONDS = 300  # for the tests of one guard
_FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)
_TESTS_FAILED = 1  # pytest's own exit code; others say that nothing was tested


class Outcome(NamedTuple):
    """Whether the tests passed, which of them failed, and what pytest printed."""

    passed: bool
    failed: list[str]
    output: str


class Scratch:
    """One copy of the tree."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tree"
        shutil.copytree(ROOT, self.root, ignore=_LEFT_BEHIND)

    @contextmanager
    def without(self, guard: Guard) -> Iterator[None]:
        """The copy while a guard is missing; the file is afterwards as it was, its time included."""
        file = self.root / guard.file
        before, times = file.read_bytes(), file.stat()
        file.write_text(breaks_the_file(guard, self.root), encoding="utf-8")
        try:
            yield
        finally:
            file.write_bytes(before)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    def run(self, tests: list[str], *options: str) -> Outcome:
        """Run tests in the copy. No byte code is written: that of a broken file must not outlive it."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rf", "--tb=short"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        environment |= {"PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
        ran = subprocess.run(
            [*command, *options, *tests],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_SECONDS * max(1, len(tests) // 4),
            check=False,
        )
        output = ran.stdout + ran.stderr
        failed = _FAILED.findall(output) if ran.returncode == _TESTS_FAILED else []
        return Outcome(ran.returncode == 0, failed, output)
