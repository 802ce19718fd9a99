"""The picture of a badge: a frame of the desk's camera, or a photo that somebody sends."""

from __future__ import annotations

from flask import jsonify, request
from werkzeug.wrappers import Response

from app.checkin import answering
from app.checkin.answering import Answer
from app.checkin.answers import Said, Told
from app.checkin.asking import Asked
from app.checkin.door import bp
from app.checkin.marking import marked
from app.extensions import db
from app.lib import barcodes
from app.lib.barcodes import PictureUnreadable
from app.models import Event
from app.services.attendance import checking_in, occasions
from app.services.attendance.desk_errors import NotADayOfTheEvent
from app.web import access, outages, request_log, units
from app.web.event_pages import event_of_user


@bp.post("/<slug>/frame")
@access.allow(access.DESK)
@units.reads_only
@outages.answers_json
def frame(slug: str) -> Response:
    """Read a frame for the page's script, which then sends the code like any other: nothing is recorded here."""
    event_of_user(slug)
    read = _read()
    if read.get("problem") == Said.NO_CODE:
        request_log.nothing_new()
    return jsonify(read)


@bp.post("/<slug>/photo")
@access.allow(access.DESK)
def photo(slug: str) -> Answer:
    """Check in whose badge is in the picture: the way of the camera without script."""
    event_of_user(slug)
    db.session.rollback()  # a picture takes its time: until it is read, no other desk waits for a lock
    read = _read()
    event, asked = event_of_user(slug), Asked.of(request.form)
    if "problem" in read:
        return answering.told(event, asked, Told(Said(read["problem"])))
    return _scanned(event, asked, read["code"])


def _read() -> dict[str, str]:
    """The one code of the picture, or the problem with it."""
    file = request.files.get("picture")
    try:
        codes = barcodes.read(file.read(barcodes.MOST_BYTES + 1) if file else b"")
    except PictureUnreadable as error:
        return {"problem": error.code}
    if len(codes) == 1:
        return {"code": codes[0]}
    return {"problem": (Said.SEVERAL_CODES if codes else Said.NO_CODE).value}


def _scanned(event: Event, asked: Asked, code: str) -> Answer:
    try:
        occasion = occasions.of(event, asked.day, asked.session_id)
    except NotADayOfTheEvent:
        return answering.told(event, asked, Told(Said.WRONG_DAY))
    registration = checking_in.find_by_code(event, code)
    if registration is None:
        return answering.told(event, asked, Told(checking_in.Answer.UNKNOWN))
    return marked(asked, occasion, registration)
