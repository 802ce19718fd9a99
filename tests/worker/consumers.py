"""The consumer as it runs in earnest: a process of its own, `huey_consumer wsgi.huey`, on the test's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pytest
from flask import Flask

from app.extensions import db
from tests.mail_server import MailServer

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds, for a machine that is busy with other tests


@contextmanager
def consumer(
    app: Flask, server: MailServer, *options: str, output: BinaryIO | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A consumer on the test's database, which sends to the test's mail server; what it says may go to a file."""
    config = app.extensions["config"]
    environment = {
        **os.environ,
        "ENVIRONMENT": "testing",
        "SECRET_KEY": config.secret_key,
        "DATABASE_URL": config.database_url,
        "INSTANCE_PATH": config.instance_path,
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(server.port),
        "MAIL_USE_TLS": "no",
    }
    program = [sys.executable, "-m", "huey.bin.huey_consumer", "wsgi.huey", "--quiet", *options]
    process = subprocess.Popen(
        program, cwd=ROOT, env=environment, start_new_session=True, stdout=output, stderr=output
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # and whatever it has started
        process.wait()


def eventually(happens: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        so = happens()
        db.session.rollback()
        if so:
            return
        time.sleep(0.05)
    pytest.fail("it did not happen")
