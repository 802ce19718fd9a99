"""What a desk kept while it had no network, handed in as JSON: each entry gets an answer of its own, even an unreadable one."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from flask import Response, abort, jsonify, request

from app.checkin import asking
from app.checkin.door import bp
from app.extensions import db
from app.services.attendance import handing_in
from app.services.attendance.desk_errors import TooManyQueued
from app.services.attendance.handing_in import Handed, Queued
from app.web import access, outages
from app.web.event_pages import event_of_user
from app.web.url_numbers import LARGEST

UNREADABLE = {
    "refusal": "unreadable"
}  # beside the refusals of handing_in: no page of ours has written such an entry
_NO_ENTRY = (KeyError, TypeError, ValueError, AttributeError, OverflowError)


@bp.post("/<slug>/queue")
@access.allow(access.DESK)
@outages.answers_json
def hand_in(slug: str) -> Response:
    """Record the entries, each once however often it is sent; the answers stand in the order of the entries."""
    event = event_of_user(slug)
    sent_at, entries = _content(_json())
    queued = [_queued(entry) for entry in entries]
    handed = handing_in.hand_in(event, asking.this_desk(), [one for one in queued if one], sent_at)
    told = iter([_told(one) for one in handed])
    answers = [next(told) if one else UNREADABLE for one in queued]
    db.session.commit()
    return jsonify(answers=answers)


def _json() -> Any:
    """What was sent; nothing if it is no JSON, or nested so deep that no page of ours can have written it."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _content(content: Any) -> tuple[datetime, list[Any]]:
    """The moment of sending by the desk's clock, and the entries; 400 if it is anything else.

    Raises:
        TooManyQueued: whatever they are, readable or not.
    """
    try:
        sent_at, entries = _moment(content["sent"]), content["entries"]
    except _NO_ENTRY:
        abort(400)
    if not isinstance(entries, list):
        abort(400)
    if len(entries) > handing_in.MOST:
        raise TooManyQueued(number=len(entries), most=handing_in.MOST)
    return sent_at, entries


def _queued(entry: Any) -> Queued | None:
    try:
        return _read(entry)
    except _NO_ENTRY:
        return None


def _read(entry: dict[str, Any]) -> Queued:
    person, out, day = _id(entry["person"]), entry.get("out") is True, date.fromisoformat(entry["day"])
    session = None if entry.get("session") is None else _id(entry["session"])
    return Queued(
        asking.check_in_id(uuid.UUID(entry["scan"]), person, day, session, out=out),
        person,
        _moment(entry["at"]),
        day=day if session is None else None,
        session_id=session,
        out=out,
        anyway=entry.get("anyway") is True,
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _id(number: Any) -> int:
    if type(number) is not int or not 0 < number <= LARGEST:
        raise ValueError
    return number


def _told(handed: Handed) -> dict[str, Any]:
    entry = handed.entry
    return {
        "answer": handed.answer and handed.answer.value,
        "refusal": handed.refusal and handed.refusal.value,
        "hindrance": handed.hindrance and handed.hindrance.value,
        "at": entry and entry.at.isoformat(),
        "desk": entry and entry.desk,
    }
