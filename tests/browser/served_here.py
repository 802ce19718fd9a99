"""The test's own application, served to its browser: what the test makes is there, and what the browser does is seen at once."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from app.extensions import db
from app.models import User
from app.services.accounts import login_sessions


@contextmanager
def served_here(app: Flask) -> Iterator[str]:
    """The address under which the application answers while the block runs."""

    def uncompressed(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # a file that is packed is left to the collector to close
        return app(environ, start_response)

    server = make_server("localhost", 0, uncompressed, threaded=True)
    server.daemon_threads = False  # type: ignore[attr-defined] # all are over when the server is closed
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sign_in(app: Flask, window: BrowserContext, address: str, user: User) -> None:
    """Make the owner of a window somebody who has shown password and second factor."""
    seat(app, window, address, {"login": login_sessions.complete(login_sessions.begin(user))})


def seat(app: Flask, window: BrowserContext, address: str, held: dict[str, object]) -> None:
    """Give a window the cookie that holds this; what it leads to is committed."""
    db.session.commit()
    cookie = app.session_interface.get_signing_serializer(app).dumps(held)  # type: ignore[attr-defined]
    window.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": cookie, "url": address}])
