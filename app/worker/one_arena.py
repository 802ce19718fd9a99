"""One place for the memory of all threads: what the thread of one letter gives back, that of the next can use.

The C library gives each thread a place of its own, so that threads that compute at once need not wait for one another. Those of a
worker wait for mail server and database, and take turns in Python anyway: two megabytes were held for nothing.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # of mallopt(3)


def share_memory() -> None:
    """Let threads that begin from now on share the first one's place. A C library that knows no other has one anyway."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
