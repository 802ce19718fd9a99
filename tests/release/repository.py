"""What git knows. Nothing here changes anything."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.release.changelog import number


@dataclass(frozen=True)
class Repository:
    """A working copy."""

    root: Path

    def uncommitted(self) -> list[str]:
        """Files that are changed, or that git does not know."""
        return self._asked("status", "--porcelain")

    def branch(self) -> str:
        """The name of the branch; empty when there is none."""
        return "".join(self._asked("branch", "--show-current"))

    def commit(self) -> str:
        """The commit that stands here."""
        return self._asked("rev-parse", "HEAD")[0]

    def releases(self) -> list[str]:
        """The versions that have a tag, the oldest first."""
        versions = [tag.removeprefix("v") for tag in self._asked("tag", "--list", "v*")]
        return sorted((version for version in versions if number(version)), key=number)

    def changed_since(self, version: str, folder: str) -> list[str]:
        """Files of a folder that stood in a release and are different now, or gone."""
        kinds = "--diff-filter=CDMRTUXB"  # all but those that were added
        return self._asked("diff", "--no-renames", "--name-only", kinds, f"v{version}", "--", folder)

    def _asked(self, *words: str) -> list[str]:
        answer = subprocess.run(
            ["git", "-C", str(self.root), *words], check=True, capture_output=True, text=True
        )
        return answer.stdout.splitlines()
