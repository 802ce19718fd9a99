"""An installation of a test's own, as it runs in earnest: its database, gunicorn and, if wanted, a worker."""

from __future__ import annotations

import json
import os
import re
import resource
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPMessage
from pathlib import Path
from typing import Any

import psutil
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.extensions import db
from tests.concurrency.servers import server
from tests.configuration import configured

PATIENCE = 60  # seconds in which everything works again
AT_MOST = 20  # seconds in which any page is answered, on a machine that is busy with other tests
QUICK = {
    "DATABASE_CONNECT_SECONDS": "2",
    "DATABASE_STATEMENT_SECONDS": "2",
    "DATABASE_LOCK_SECONDS": "1",
    "DATABASE_POOL_SECONDS": "2",
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    headers: HTTPMessage
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def is_calm(self) -> bool:
        """The page that says that it passes."""
        return (
            self.status == 503 and "try again in a moment" in self.text and bool(self.headers["Retry-After"])
        )


@dataclass(frozen=True)
class Installation:
    """A server that answers, and the application of the test's own process on the same database."""

    port: int
    app: Flask
    folder: Path
    form: dict[str, str] = field(default_factory=dict)  # with which a link is asked for, and its cookie

    def open_form(self) -> None:
        """Open a form while all is well, as somebody who is typing when the database goes away."""
        page = self.ask("/find-my-registration")
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)
        assert found, page.text[:500]
        cookie = (page.headers["Set-Cookie"] or "").partition(";")[0]
        self.form.update(csrf_token=found[1], cookie=cookie)

    def send_form(self) -> Answer:
        """Send it."""
        sent = {"csrf_token": self.form["csrf_token"], "email": "ana@igp.example"}
        return self.ask("/find-my-registration", sent, {"Cookie": self.form["cookie"]})

    def ask(
        self, path: str, sent: dict[str, str] | bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Open an address, or send a form there."""
        body = urllib.parse.urlencode(sent).encode() if isinstance(sent, dict) else sent
        address = f"http://127.0.0.1:{self.port}{path}"
        told = {"Accept-Language": "en", "Sec-Fetch-Site": "same-origin", **(headers or {})}
        asked = urllib.request.Request(address, body, told)  # noqa: S310 - our own address
        began = time.monotonic()
        try:
            with _OPENER.open(asked, timeout=PATIENCE) as answer:
                found = answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            found = error.code, error.read().decode(), error.headers
        return Answer(*found, time.monotonic() - began)

    @contextmanager
    def no_file_grows(self) -> Iterator[None]:
        """Its processes cannot write to any file, as on a disk that is full."""
        found = [
            one
            for one in psutil.Process().children(recursive=True)
            if f"127.0.0.1:{self.port}" in one.cmdline()
        ]
        _limit(found, 0)
        try:
            yield
        finally:
            _limit(found, resource.RLIM_INFINITY)

    @property
    def readiness(self) -> dict[str, bool]:
        """What /readyz says."""
        said: dict[str, bool] = self.ask("/readyz").json
        return said

    @property
    def log(self) -> str:
        """What the server has logged so far."""
        return (self.folder / "wsgi:app.log").read_text(encoding="utf-8")


def _limit(processes: list[psutil.Process], size: int) -> None:
    for process in processes:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


@contextmanager
def installed(url: str, folder: Path, **told: str) -> Iterator[Installation]:
    """The database at an address is migrated, and served until the end."""
    with ExitStack() as running:
        config = replace(
            configured(url, folder), secret_key="3f9c1e7a5b8d2046917eac35bd8024f6c1d7a93e58b2f604"
        )
        app = create_app(config)
        running.callback(_disconnect, app)
        with app.app_context():
            upgrade(directory=str(app.extensions["migrate"].directory))
        environment = os.environ | {
            "ENVIRONMENT": "testing",
            "SECRET_KEY": config.secret_key,
            "DATABASE_URL": url,
            "INSTANCE_PATH": str(folder),
            **QUICK,
            **told,
        }
        port = running.enter_context(server("wsgi:app", environment, folder / "served"))
        yield Installation(port, app, folder / "served")


def eventually(happens: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait until something is so; in how many seconds it was."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if happens():
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError(f"it did not happen within {seconds} seconds")


def _disconnect(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["huey"].storage.close()
