"""One letter: to whom, what was written, what happened to it. What was written to a discreet person is shown when asked for."""

from __future__ import annotations

import base64

from flask import Response, abort, current_app, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.documents import desk_codes
from app.emails.messages import DESK_CODE
from app.extensions import db
from app.lib.clock import now
from app.models import Event, Letter
from app.organiser.door import bp
from app.organiser.letters import letter_words as words
from app.organiser.messages import message_words
from app.services import (
    letter_archive,
    letter_failures,
    letter_log,
    letter_sending_again,
    letter_waiting,
    network,
)
from app.services.outgoing import Site
from app.services.shown_names import Viewer
from app.web import access, mail_banner
from app.web.event_pages import acting, event_of_user
from app.web.headers import LETTER_POLICY, POLICY_WITH_FRAME
from app.web.locale import language

_OPEN_SECONDS = 15 * 60  # the frame of an opened letter answers so long


@bp.get("/events/<slug>/letters/<int:letter_id>")
@access.allow(access.ORGANISERS)
def letter(slug: str, letter_id: int) -> Response:
    """The page."""
    event = event_of_user(slug)
    found = letter_log.letter_of(event, letter_id)
    return _page(event, found, opened=not letter_archive.is_discreet(found))


@bp.post("/events/<slug>/letters/<int:letter_id>/open")
@access.allow(access.ORGANISERS)
def letter_open(slug: str, letter_id: int) -> Response:
    """The page with what was written to a discreet person. Opening it is written down."""
    event = event_of_user(slug)
    found = letter_log.letter_of(event, letter_id)
    letter_archive.open_content(found, acting())
    db.session.commit()
    return _page(event, found, opened=True)


@bp.get("/events/<slug>/letters/<int:letter_id>/html")
@access.allow(access.ORGANISERS)
def letter_content(slug: str, letter_id: int) -> Response:
    """The HTML of a letter, for the frame of its page. That of a discreet person answers only for a while after opening."""
    found = letter_log.letter_of(event_of_user(slug), letter_id)
    if not found.html or not _may_be_shown(found, request.args.get("opened", "")):
        abort(404)
    html = letter_archive.html(found, site(), language())
    code = found.registration.badge_code if found.registration else None
    if code and DESK_CODE in html:
        picture = base64.b64encode(desk_codes.png(code)).decode()
        html = html.replace(DESK_CODE, f"data:image/png;base64,{picture}")
    return Response(html, headers={"Content-Security-Policy": LETTER_POLICY})


def site() -> Site:
    """What letters say of this installation."""
    config = current_app.extensions["config"]
    return network.site(config)


def _page(event: Event, found: Letter, *, opened: bool) -> Response:
    waits = words.waiting(letter_waiting.why(found, event, mail_banner.mail_state(), now()), event)
    page = render_template(
        "organiser/letters/letter.html",
        event=event,
        letter=found,
        kind=words.kind(found),
        called=message_words.title,
        opened=opened,
        viewer=Viewer.OPENED if opened else Viewer.OTHERS,
        subject=letter_archive.subject(found, site(), language()),
        text=letter_archive.text(found, site(), language()),
        key=_signer().dumps([found.id, acting().id]) if letter_archive.is_discreet(found) else None,
        history=words.history(found, event, waits, opened),
        waits=waits,
        to_do=letter_failures.is_outstanding(found),
        refusal=letter_sending_again.refusal(found),
    )
    return Response(page, headers={"Content-Security-Policy": POLICY_WITH_FRAME})


def _may_be_shown(found: Letter, key: str) -> bool:
    if not letter_archive.is_discreet(found):
        return True
    try:
        said = _signer().loads(key, max_age=_OPEN_SECONDS)
    except BadSignature:
        return False
    return bool(said == [found.id, acting().id])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="letter-opened")
