"""The application as gunicorn serves it while it is measured: each answer says how many statements it took."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from wsgi import app as served

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")

present = threading.local()


@event.listens_for(Engine, "before_cursor_execute")
def count(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
    """Count what the engine is asked, except for the frame of a transaction."""
    if not text.lstrip().upper().startswith(NOT_COUNTED):
        present.number = getattr(present, "number", 0) + 1


class Counting:
    """A WSGI layer that puts the number of statements into a header."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        present.number = 0

        def with_number(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("X-Statements", str(present.number))], *rest)

        return self.inner(environ, with_number)


app = Counting(served)
