"""A guard: a few words of the code on which a promise rests, and the test that has to notice when they are gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


class TextNotFound(Exception):
    """The text of a guard does not stand in its file exactly once: the registry is behind the code."""


@dataclass(frozen=True)
class Guard:
    """What keeps a promise (`text` in `file`), what is put in its place, and the tests of which one must fail then."""

    name: str
    file: str
    text: str
    instead: str
    test: str

    @property
    def tests(self) -> list[str]:
        """The ids of its tests, as pytest takes them."""
        return self.test.split()

    def without(self, source: str) -> str:
        """The source of the file with the guard taken out.

        Raises:
            TextNotFound.
        """
        found = source.count(self.text)
        if found != 1:
            raise TextNotFound(f"{self.name}: its text stands {found} times in {self.file}:\n{self.text}")
        return source.replace(self.text, self.instead)


def breaks_the_file(guard: Guard, root: Path = ROOT) -> str:
    """What stands in the file once the guard is gone; Python must still be Python, or any test would fail.

    Raises:
        TextNotFound, SyntaxError.
    """
    source = guard.without((root / guard.file).read_text(encoding="utf-8"))
    if guard.file.endswith(".py"):
        compile(source, guard.file, "exec")
    return source
