"""A file on its way out: of somebody's data, the same for the person and for the administrators, or of figures."""

from __future__ import annotations

from typing import Protocol

from flask import Response, abort, request

from app.services.privacy.data_export import Format
from app.services.statistics.figure_export import FileKind


class _File(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


def chosen_format() -> Format:
    """As what the copy was asked for."""
    try:
        return Format(request.form.get("format", ""))
    except ValueError:
        abort(400)


def chosen_kind() -> FileKind:
    """As what a list was asked for."""
    try:
        return FileKind(request.form.get("format", ""))
    except ValueError:
        abort(400)


def download(file: _File) -> Response:
    """The answer that hands a file out."""
    answer = Response(file.content, content_type=file.content_type)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer
