"""What web server, worker and PostgreSQL logged in a round: a round that finds a fault says what went wrong, and keeps the rest.

The lines of a fault are the same ones hundreds of times while a database is away. Each is told once, with how often and when it
was written first; of an error that nobody foresaw the whole way stands there.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_OF_ONE = ("at", "request", "milliseconds", "user", "visitor")  # what tells a line from the next of its kind
_WRONG = {"error", "critical"}
_AS_IT_SHOULD = 503  # answered while the database was away


@contextmanager
def explained(files: Iterable[Path], name: str) -> Iterator[None]:
    """Add to whatever fails meanwhile what was logged since, and keep it in a folder of this name."""
    began = {file: file.stat().st_size if file.exists() else 0 for file in files}
    try:
        yield
    except BaseException as error:
        folder = Path(tempfile.mkdtemp(prefix=f"chaos-{name}-"))
        error.add_note(f"The logs of this round are kept in {folder}. What went wrong in them:")
        for file, start in began.items():
            text = _since(file, start)
            (folder / file.name).write_text(text, encoding="utf-8")
            for line, (first, times) in wrong(text).items():
                error.add_note(f"{file.name}, {times} times since {first}: {line}")
        raise


def wrong(text: str) -> dict[str, tuple[str, int]]:
    """The kinds of lines of a log that tell of errors: when each was written first, and how often."""
    first, times = dict[str, str](), Counter[str]()
    for line in text.splitlines():
        found = _fact(line)
        if found is None or found.get("level") not in _WRONG or found.get("status") == _AS_IT_SHOULD:
            continue
        way = str(found.pop("exception", ""))
        if found["logger"].startswith(
            "sqlalchemy.pool"
        ):  # a connection that could not be put right, and is given up
            way = way.rpartition("\n")[2]
        plain = {name: value for name, value in found.items() if name not in _OF_ONE}
        kind = json.dumps(plain, ensure_ascii=False) + (f"\n{way}" if way else "")
        first.setdefault(kind, str(found.get("at")))
        times[kind] += 1
    return {kind: (first[kind], times[kind]) for kind in first}


def _since(file: Path, start: int) -> str:
    if not file.exists():
        return ""
    with file.open("rb") as log:
        log.seek(start)
        return log.read().decode("utf-8", "replace")


def _fact(line: str) -> dict[str, Any] | None:
    """A line of ours; what others write (PostgreSQL, a web server that did not start) is kept, and not told."""
    with suppress(ValueError):
        found = json.loads(line)
        return found if isinstance(found, dict) else None
    return None
