"""The live board, for the hall and the chair: a page, and the part of it that changes."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.checkin import board_words
from app.checkin.asking import Asked
from app.checkin.door import bp
from app.lib.clock import now
from app.models import Event
from app.services.attendance import head_counts, live_board
from app.services.attendance.live_board import Board
from app.services.errors import EventReadOnly
from app.web import access, request_log
from app.web.event_pages import event_of_user


@bp.get("/<slug>/board")
@access.allow(access.DESK)
def board(slug: str) -> str | Response:
    """The whole page; it is dark whatever the reader prefers, for a hall is. Of an archived event it is the desk that says so."""
    event, asked = event_of_user(slug), Asked.of(request.args)
    try:
        shown = _shown(event, asked)
    except EventReadOnly:
        return redirect(url_for("checkin.desk", slug=slug))
    sessions = head_counts.sessions_of(event)
    return render_template(
        "checkin/board.html",
        event=event,
        asked=asked,
        board=shown,
        words=board_words,
        sessions=sessions,
        at=now(),
        colours="dark",
    )


@bp.get("/<slug>/board/now")
@access.allow(access.DESK)
def board_now(slug: str) -> Response:
    """The part that changes, asked for every second: answered with nothing (304) as long as it is what the hall shows.

    A board that somebody looks at keeps its session from being idle; how long a session lasts at most holds here, too.
    """
    event = event_of_user(slug)
    shown = _shown(event, Asked.of(request.args))
    content = render_template(
        "checkin/board_part.html", event=event, board=shown, words=board_words, at=now()
    )
    response = Response(content, content_type="text/html; charset=utf-8")
    response.add_etag()
    response.make_conditional(request)
    if response.status_code == 304:
        request_log.nothing_new()
    return response


def _shown(event: Event, asked: Asked) -> Board:
    return live_board.board(event, asked.day, asked.session_id)
