"""Static files: their address changes with their content, so that they can be kept for a year."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from flask import Flask, Response, current_app, request

ENDPOINTS = ("static", "bootstrap.static")
_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Put a version into the addresses, and let browsers keep what has one."""
    app.url_defaults(_add_version)
    app.after_request(_keep)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in ENDPOINTS and "filename" in values and "v" not in values:
        folder = current_app.static_folder if endpoint == "static" else _bootstrap_folder()
        values["v"] = version(str(folder), values["filename"])


def _bootstrap_folder() -> str | None:
    return current_app.blueprints["bootstrap"].static_folder


@cache
def version(folder: str, name: str) -> str | None:
    """A short sum of a file's content; none for a file that is not there."""
    path = Path(folder) / name
    return f"{crc32(path.read_bytes()):08x}" if path.is_file() else None


def _keep(response: Response) -> Response:
    if request.endpoint in ENDPOINTS and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response
