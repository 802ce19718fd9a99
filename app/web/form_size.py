"""How much a form may hold: more is refused before anything is asked of it, so that nobody keeps the server busy with it."""

from __future__ import annotations

from flask import Flask, current_app, request
from gunicorn.http.errors import ParseException
from werkzeug import formparser
from werkzeug.datastructures import Headers
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.sansio.multipart import MultipartDecoder

MOST_FIELDS = 5_000  # the largest of ours, a choice of participants, has 500
MOST_OF_A_HEAD = 4096  # bytes of what a part of a form says of itself: its name, that of a file, a kind
_PIECE = 1 << 16
_PATIENCE = 5  # this many times the largest upload is still heard out


class _Decoder(MultipartDecoder):
    """Werkzeug bounds what a part holds, and not what it says of itself: twenty heads of a megabyte each took eight seconds."""

    def _parse_headers(self, data: bytes | bytearray) -> Headers:
        if len(data) > MOST_OF_A_HEAD:
            raise RequestEntityTooLarge
        return super()._parse_headers(data)


def init_app(app: Flask) -> None:
    """Look at the size before any other fitting reads the form."""
    formparser.MultipartDecoder = _Decoder  # type: ignore[misc]  # its parser of forms asks for no other
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
