"""The application as it is served in earnest, each kind of database with a server of its own, started once for the folder.

`standing(kind)` is asked directly, as by somebody who has found its port. `behind_proxy(kind)` believes one proxy and is reached
by https, as in production. Both work on one database, which the tests see through `app`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from flask import Flask

from tests import databases, run_folder
from tests.concurrency.servers import server
from tests.configuration import configured

HOST = "events.example"  # how the installation behind the proxy is called
SECRET = (
    "3f9c1e7a5b8d2046917eac35bd8024f6c1d7a93e58b2f604"  # of all of them, so that a test can sign a cookie
)


@dataclass(frozen=True)
class Running:
    """A server that answers, and the application of the test's own process on the same database."""

    kind: str
    port: int
    host: str  # what a browser calls it
    app: Flask
    folder: Path

    @property
    def cookie(self) -> str:
        """The name of the session's cookie."""
        return "__Host-session" if self.host == HOST else "session"

    @property
    def log(self) -> str:
        """What the server has logged so far."""
        return (self.folder / "wsgi:app.log").read_text(encoding="utf-8", errors="replace")


class Servers:
    """The servers of the folder; each is started when it is asked for first."""

    def __init__(self, running: ExitStack) -> None:
        self._running = running
        self.standing = cache(self._standing)
        self.behind_proxy = cache(self._behind_proxy)
        self.app = cache(self._app)

    def _app(self, kind: str) -> tuple[Flask, str, Path]:
        from app import create_app

        url = databases.database(kind, f"{databases.WORKER}_outside").url
        folder = run_folder.path() / f"{databases.WORKER}-{kind}-outside"
        app = create_app(replace(configured(url, folder), secret_key=SECRET))
        self._running.callback(_disconnect, app)
        return app, url, folder

    def _standing(self, kind: str) -> Running:
        return self._started(kind, "direct", {"ENVIRONMENT": "development"}, "127.0.0.1")

    def _behind_proxy(self, kind: str) -> Running:
        told = {
            "ENVIRONMENT": "production",
            "TRUSTED_PROXIES": "1",
            "BASE_URL": f"https://{HOST}",
            "MAIL_SERVER": "mail.events.example",
            "MAIL_SENDER": f"events@{HOST}",
            "CONTACT_ADDRESS": f"secretariat@{HOST}",
            "FIRST_ADMIN_EMAIL": f"admin@{HOST}",
        }
        return self._started(kind, "proxied", told, HOST)

    def _started(self, kind: str, name: str, told: dict[str, str], host: str) -> Running:
        app, url, instance = self.app(kind)
        environment = os.environ | {
            "SECRET_KEY": SECRET,
            "DATABASE_URL": url,
            "INSTANCE_PATH": str(instance),
            **told,
        }
        folder = instance / name
        port = self._running.enter_context(server("wsgi:app", environment, folder))
        return Running(kind, port, host if host == HOST else f"{host}:{port}", app, folder)


def _disconnect(app: Flask) -> None:
    from app.extensions import db

    with app.app_context():
        db.engine.dispose()
    app.extensions["huey"].storage.close()  # opened by whatever woke the worker


@contextmanager
def servers() -> Iterator[Servers]:
    """All of them, ended at the end."""
    with ExitStack() as running:
        yield Servers(running)
