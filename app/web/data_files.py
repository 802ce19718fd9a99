"""A copy of somebody's data on its way out: the same for the person and for the administrators."""

from __future__ import annotations

from flask import Response, abort, request

from app.services.privacy.data_export import DataFile, Format


def chosen_format() -> Format:
    """As what the copy was asked for."""
    try:
        return Format(request.form.get("format", ""))
    except ValueError:
        abort(400)


def download(file: DataFile) -> Response:
    """The answer that hands the copy out."""
    answer = Response(file.content, content_type=file.content_type)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer
