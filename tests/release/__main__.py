"""`make release VERSION=1.2.3`: whether a version can be given its tag, and the commands that do so.

Nothing is tagged and nothing is pushed. All tests have to have passed for this very commit; where this is not known, they are
run, without leaving out what is missing on this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.release.checks import Release, faults

ROOT = Path(__file__).parents[2]
NOTE = ROOT / "instance" / "passed-for-release"  # the commit for which lint and tests have passed


def main(words: list[str]) -> int:
    """Check, test, and say what to do next; returns the exit code."""
    if len(words) != 1:
        print("Which version? make release VERSION=1.2.3")
        return 2
    release = Release(words[0], ROOT)
    wrong = faults(release)
    for fault in wrong:
        print(fault)
    if wrong:
        print(f"{release.version} is not ready: {len(wrong)} to mend.")
        return 1
    commit = release.repository.commit()
    if not _passed(commit):
        print(f"{release.version} is not ready: make lint test fails.")
        return 1
    print(f"{release.version} is ready. It becomes a release by:\n")
    print(f"    git tag --annotate v{release.version} --message 'Version {release.version}' {commit}")
    print(f"    git push origin main v{release.version}\n")
    return 0


def _passed(commit: str) -> bool:
    """Whether lint and all tests pass for a commit that has no uncommitted change beside it."""
    if NOTE.exists() and NOTE.read_text().strip() == commit:
        print(f"Lint and tests have passed for {commit[:12]} before.")
        return True
    if not run_everything():
        return False
    NOTE.parent.mkdir(exist_ok=True)
    NOTE.write_text(f"{commit}\n")
    return True


def run_everything() -> bool:
    """Run lint and all tests, as continuous integration does; whether they pass."""
    told = {**os.environ, "CI": "true"}
    return not subprocess.run(["make", "lint", "test", "TESTS="], cwd=ROOT, env=told, check=False).returncode


if __name__ == "__main__":
    sys.exit(main([word for word in sys.argv[1:] if word]))
