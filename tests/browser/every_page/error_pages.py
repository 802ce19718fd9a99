"""Addresses of the tests that answer with each error page; a fault of ours is one that nobody has foreseen."""

from __future__ import annotations

from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from app.web import access

CODES = (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)


ENDPOINT = "answers"


def add_to(app: Flask) -> None:
    """Let `/answers/<number>` answer so."""

    @access.allow(access.ANYONE)
    def answers(number: int) -> str:
        if number == 500:
            raise RuntimeError("as a test wants it")
        if number == 503:
            raise OperationalError("as a test wants it", None, Exception())
        abort(number)

    app.add_url_rule("/answers/<int:number>", ENDPOINT, answers)
