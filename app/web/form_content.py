"""What a form reads of a request: typed words for all its fields, a file only for a field that takes one.

Flask-WTF hands over whatever came: a file under the name of a line of text, or numbers and lists out of JSON. No field of ours
knows what to do with either.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField

from app.web.units import SAFE


def init_app(_app: Flask) -> None:
    """Let all forms read requests so."""
    FlaskForm.Meta.wrap_formdata = _content


def _content(_meta: Any, form: FlaskForm, given: Any) -> MultiDict[str, Any] | None:
    if given is None or isinstance(given, MultiDict):
        return given  # the view has said what the form is to read
    if request.method in SAFE:
        return None
    takers = {field.name for field in form if isinstance(field, FileField)}
    files = MultiDict[str, Any](
        (name, file) for name, file in request.files.items(multi=True) if name in takers
    )
    return CombinedMultiDict([files, request.form]) if files or request.form else None
