"""Static files: their address changes with their content, so that they can be kept for a year.

A script names the scripts that it imports without a version, because a browser resolves those names by itself. It is
handed out with their versions put in; its own version counts everything that it imports as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

from flask import Flask, Response, current_app, g, request, url_for
from werkzeug.security import safe_join

ENDPOINTS = ("static", "bootstrap.static")
_YEAR = 365 * 24 * 3600
_FILES = 500  # more than there are; one file can be asked for by several names
_IMPORT = re.compile(
    r'(?P<before>^(?:import|export)\b[^"\n]*")(?P<name>\.{1,2}/[^"?]+\.js)(?=";)', re.MULTILINE
)


def init_app(app: Flask) -> None:
    """Put a version into the addresses, and let browsers keep what has the right one."""
    app.url_defaults(_add_version)
    app.after_request(_keep)
    app.view_functions["static"] = _static
    app.add_template_global(sprite)


def sprite() -> str:
    """The address of our glyphs: put together once for each page, which shows some fifty of them."""
    if "sprite" not in g:
        g.sprite = url_for("static", filename="img/icons.svg")
    address: str = g.sprite
    return address


def _static(filename: str) -> Response:
    folder = _folder("static")
    path = safe_join(folder, filename) if filename.endswith(".js") else None
    if path is None or not Path(path).is_file():
        return current_app.send_static_file(filename)
    script = current_app.response_class(script_text(folder, filename), mimetype="text/javascript")
    script.set_etag(version(folder, filename) or "")
    script.make_conditional(request)
    return script


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in ENDPOINTS and "filename" in values and "v" not in values:
        values["v"] = version(_folder(endpoint), values["filename"])


def _folder(endpoint: str) -> str:
    return str((current_app if endpoint == "static" else current_app.blueprints["bootstrap"]).static_folder)


@lru_cache(maxsize=_FILES)
def version(folder: str, name: str) -> str | None:
    """A short sum of a file's content and of the scripts that it imports; none for a file that is not there."""
    path = Path(folder) / name
    if not path.is_file():
        return None
    files = sorted(_with_imports(path, set())) if name.endswith(".js") else [path]
    return f"{crc32(b''.join(file.read_bytes() for file in files)):08x}"


def _with_imports(script: Path, known: set[Path]) -> set[Path]:
    script = script.resolve()
    if script in known:
        return known
    known.add(script)
    for found in _IMPORT.finditer(script.read_text("utf-8")):
        _with_imports(script.parent / found["name"], known)
    return known


@lru_cache(maxsize=_FILES)
def script_text(folder: str, name: str) -> str:
    """What a script says, with the version of each script that it imports."""
    path, root = Path(folder) / name, Path(folder).resolve()

    def versioned(found: re.Match[str]) -> str:
        imported = (path.parent / found["name"]).resolve().relative_to(root)
        return f"{found['before']}{found['name']}?v={version(folder, str(imported))}"

    return _IMPORT.sub(versioned, path.read_text("utf-8"))


def _keep(response: Response) -> Response:
    """An older page may ask for a version that is gone: it gets what there is, but keeps it under no wrong name."""
    if request.endpoint in ENDPOINTS and response.status_code == 200:
        name = (request.view_args or {}).get("filename", "")
        right = request.args.get("v") == version(_folder(str(request.endpoint)), name)
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if right else "no-cache"
    return response
