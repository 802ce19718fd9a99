"""Several processes of gunicorn count together: whichever is asked tells of all, also of those that were killed."""

from __future__ import annotations

import os
import signal
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests import databases
from tests.concurrency.conftest import environment
from tests.concurrency.servers import server
from tests.web.test_metrics import SHOWN, TOKEN

PATIENCE = 30  # seconds


def get(port: int, path: str, headers: dict[str, str] | None = None) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers or {})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - our own address
        return str(answer.read().decode())


def counted(port: int) -> float:
    """How many times the privacy notice was asked for, as whichever process is asked tells it."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(get(port, "/metrics", SHOWN))
        for sample in family.samples
        if sample.name == "events_requests_total" and sample.labels["endpoint"] == "public.privacy"
    )


def workers(port: int) -> list[psutil.Process]:
    """The processes that answer: children of the one that listens."""
    (leader,) = [
        child for child in psutil.Process().children() if f"127.0.0.1:{port}" in " ".join(child.cmdline())
    ]
    return list(leader.children())


def eventually(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_they_add_up(kind: str, tmp_path: Path) -> None:
    url = databases.database(kind, f"{databases.WORKER}_counted").url
    told = environment(url, tmp_path) | {"METRICS_TOKEN": TOKEN}
    asked = 0
    with server("wsgi:app", told, tmp_path) as port, ThreadPoolExecutor(8) as many:

        def ask(number: int) -> None:
            nonlocal asked
            list(many.map(lambda _: get(port, "/privacy"), range(number)))
            asked += number

        def several_have_counted() -> bool:
            ask(16)
            return len(list((tmp_path / "counts").glob("*.counts"))) >= 2

        eventually(several_have_counted)
        assert {counted(port) for _ in range(8)} == {asked}, "whichever is asked"
        before = workers(port)
        os.kill(before[0].pid, signal.SIGKILL)
        eventually(
            lambda: len(workers(port)) == len(before) and before[0].pid not in [w.pid for w in workers(port)]
        )
        assert counted(port) == asked, "what the killed one had counted is not lost"
        ask(16)
        assert {counted(port) for _ in range(8)} == {asked}
