"""What can be done about a letter: send it again, or set a failure aside."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser.door import bp
from app.services import letter_failures, letter_log, letter_sending_again
from app.services.errors import DomainError
from app.web import access
from app.web.addresses import local_address
from app.web.event_pages import acting, event_of_user
from app.web.locale import language


@bp.post("/events/<slug>/letters/<int:letter_id>/again")
@access.allow(access.ORGANISERS)
def letter_again(slug: str, letter_id: int) -> Response:
    """Send a new letter of the same kind to the same person."""
    event = event_of_user(slug)
    letter = letter_log.letter_of(event, letter_id)
    try:
        letter_sending_again.send_again(letter, acting())
        db.session.commit()
    except DomainError as error:
        return _refused(error, event)
    return _done(event, _("A new letter is on its way."))


@bp.post("/events/<slug>/letters/<int:letter_id>/set-aside")
@access.allow(access.ORGANISERS)
def letter_set_aside(slug: str, letter_id: int) -> Response:
    """Note that a failure has been dealt with."""
    event = event_of_user(slug)
    letter = letter_log.letter_of(event, letter_id)
    try:
        letter_failures.set_aside(letter, acting())
        db.session.commit()
    except DomainError as error:
        return _refused(error, event)
    return _done(event, _("The letter is set aside. It stays in the log."))


def _done(event: Event, words: str, kind: str = "ok") -> Response:
    flash(words, kind)
    log = url_for("organiser.letters", slug=event.slug)
    return redirect(local_address(request.form.get("next"), log), code=303)


def _refused(error: DomainError, event: Event) -> Response:
    db.session.rollback()
    return _done(event, error.wording(language()), "stop")
