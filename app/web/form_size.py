"""How much a form may hold: more is refused before anything is asked of it, so that nobody keeps the server busy with it."""

from __future__ import annotations

from flask import Flask, current_app, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

MOST_FIELDS = 5_000  # the largest of ours, a choice of participants, has 500
_PIECE = 1 << 16
_PATIENCE = 5  # this many times the largest upload is still heard out


def init_app(app: Flask) -> None:
    """Look at the size before any other fitting reads the form."""
    app.before_request(_refuse_excess)


def _refuse_excess() -> None:
    most: int = current_app.config["MAX_FORM_MEMORY_SIZE"]
    if request.mimetype != "multipart/form-data":  # there are no files in it
        request.max_content_length = most
    try:
        held = list(request.form.items(multi=True))
        request.get_data()  # also what is no form: no database is locked while a slow network brings it
    except RequestEntityTooLarge:
        _hear_out()
        raise
    except (OSError, ParseException):  # pieces that are none, an end in the middle: it cannot be read
        raise BadRequest from None
    if any(name is None for name, _value in held):  # a part that says no name: no field of ours
        raise BadRequest
    if len(held) > MOST_FIELDS or sum(len(name) + len(value) for name, value in held) > most:
        raise RequestEntityTooLarge


def _hear_out() -> None:
    """Take in what is still coming and throw it away: a browser that cannot send its all never reads what we answer."""
    announced = request.content_length or 0
    if announced <= (request.max_content_length or 0):
        return  # too much in another way, and read in part
    left = min(announced, _PATIENCE * current_app.config["MAX_CONTENT_LENGTH"])
    stream = request.environ["wsgi.input"]
    while left > 0 and (piece := stream.read(min(left, _PIECE))):
        left -= len(piece)
