"""Threads of a worker take their memory from one place."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from config import ROOT

# The C library tells of each place in which it keeps memory, as soon as a thread has asked for some of its own.
THREADS = """
import ctypes, threading
from app.worker.one_arena import share_memory
c = ctypes.CDLL(None)
c.malloc.restype = ctypes.c_void_p
if {shared}:
    share_memory()
for _ in range(3):
    thread = threading.Thread(target=c.malloc, args=(100_000,))
    thread.start()
    thread.join()
c.malloc_stats()
"""


def places(shared: bool) -> int:
    """How many there are after three threads, in a fresh process."""
    told = subprocess.run(
        [sys.executable, "-c", THREADS.format(shared=shared)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return len(re.findall(r"^Arena \d+:", told.stderr, re.MULTILINE))


@pytest.mark.skipif(sys.platform != "linux", reason="another C library")
def test_threads_share_one_place_of_memory() -> None:
    assert places(shared=False) > 1, "otherwise the test sees nothing"
    assert places(shared=True) == 1
