"""One line for each request, and its id on each line that is logged meanwhile and on the answer.

The line says which view answered, how and how fast, and which user asked: never an address, because private links stand in
addresses, and nothing that was typed. The id comes from a proxy that is trusted, if it gives one, and otherwise from us.
What is asked every second has no line as long as there is nothing new to say.
"""

from __future__ import annotations

import logging
import re
import secrets
import time

from flask import Flask, Response, current_app, g, request, request_started

from app.lib import json_lines, networks
from config import Config

HEADER = "X-Request-ID"
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
# As proxies make them; anything else could be somebody's words.
_OF_A_PROXY = re.compile(r"[0-9a-f]{16,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Bind the log. It comes before every other fitting, so that its line is written after all of them."""
    request_started.connect(_begin, app)
    app.after_request(_write)
    app.teardown_request(lambda _error: json_lines.end())


def nothing_new() -> None:
    """Say of the present request that it is one of those asked every second, and is told nothing new: it gets no line."""
    g.nothing_new = True


def _begin(_app: Flask, **_more: object) -> None:
    g.request_id, g.request_begun = _given() or secrets.token_hex(16), time.perf_counter()
    json_lines.begin(request=g.request_id, endpoint=request.endpoint or "none")


def _given() -> str | None:
    settings: Config = current_app.extensions["config"]
    sent = request.headers.get(HEADER, "") if settings.trusted_proxies else ""
    return sent if _OF_A_PROXY.fullmatch(sent) else None


def _write(response: Response) -> Response:
    if "request_id" not in g:  # it failed before it had begun
        _begin(current_app)
    response.headers[HEADER] = g.request_id
    if g.get("nothing_new") and response.status_code < 400:
        return response
    settings: Config = current_app.extensions["config"]
    facts: dict[str, object] = {
        "method": request.method if request.method in _METHODS else "other",
        "endpoint": request.endpoint or "none",
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.request_begun) * 1000, 1),
    }
    if (user := g.get("signed_in")) is not None:
        facts["user"] = user.id
    if settings.log_visitors:
        facts["visitor"] = networks.origin(request.remote_addr or "")[:45]
    level = logging.ERROR if response.status_code >= 500 else logging.INFO
    _log.log(level, "request", extra=facts)
    return response
