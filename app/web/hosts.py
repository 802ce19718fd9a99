"""By which names this installation answers: that of BASE_URL and those of TRUSTED_HOSTS. Every other name gets a refusal.

Development also answers by numbers and as localhost, which nobody can point elsewhere. Whether the application is alive, ready
(/healthz, /readyz) and how it does (/metrics) is told by any name, since load balancers and monitoring ask by number, and static
files are the same by any name: the refusal shall look like a page of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, render_template, request

from config import Config

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
BY_ANY_NAME = ("health.alive", "health.ready", "metrics.metrics", "static", "bootstrap.static")
_FORGED = "events.forged_host"
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(?::\d{1,5})?", re.IGNORECASE)


class OwnName:
    """Lets nothing further in know by which other name it was asked. It comes after the proxy's headers were read, or not."""

    def __init__(self, inner: Wsgi, config: Config) -> None:
        self._inner = inner
        self._own = urlsplit(config.base_url).netloc
        self._names = {
            name.casefold() for name in (urlsplit(config.base_url).hostname, *config.host_names) if name
        }
        self._numbers = not config.production

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not self.answers(environ.get("HTTP_HOST", "")):
            environ[_FORGED], environ["HTTP_HOST"] = True, self._own
        return self._inner(environ, start_response)

    def answers(self, host: str) -> bool:
        """Whether a host of a request is ours, whatever its port."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found["name"].casefold()
        return name in self._names or (self._numbers and (name == "localhost" or _is_number(name)))


def init_app(app: Flask) -> None:
    """Put it around the application, and the refusal before everything that is asked of a request."""
    config: Config = app.extensions["config"]
    app.wsgi_app = OwnName(app.wsgi_app, config)  # type: ignore[method-assign]

    @app.before_request
    def refuse_other_names() -> tuple[str, int] | None:
        if not request.environ.get(_FORGED) or request.endpoint in BY_ANY_NAME:
            return None
        return render_template("errors/other_host.html", address=config.base_url), 400


def _is_number(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
