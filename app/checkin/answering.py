"""How an answer reaches the desk: as a page that tells it, or, to the page's own script, as the panel alone."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.checkin import desk_page
from app.checkin.answers import Told
from app.checkin.asking import Asked
from app.checkin.door import bp
from app.extensions import db
from app.lib.outages import let_go
from app.models import Event
from app.services.errors import DomainError
from app.web import errors

_HEADER = "X-Desk"
Answer = Response | str


def by_script() -> bool:
    """Whether the open page asks, which wants no other page."""
    return request.headers.get(_HEADER) == "panel"


def told(event: Event, asked: Asked, what: Told | None) -> Answer:
    """The answer to a form of the desk. Ask for it before the commit: what it shows need not be read again then."""
    if by_script():
        return desk_page.panel(event, asked, what)
    return asked.back(event.slug, **(what.kept if what else {}))


@bp.errorhandler(DomainError)
def refused(error: DomainError) -> errors.Answer:
    """A rule refuses: nothing was changed, and the page's script is told so in a panel."""
    if not by_script():
        return errors.refused(error)
    let_go(db.session)
    return desk_page.refusal(error), errors.status_of(error)
