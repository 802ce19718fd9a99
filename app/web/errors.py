"""What a refusal looks like: a status code, a calm page, and the service's own sentence."""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.lib.outages import ERRORS, is_outage, let_go
from app.services.errors import DomainError, EditedMeanwhile, Invalid, LinkError, LinkUnknown, NotFound
from app.web import form_senders, outages
from app.web.form_fields import tidy_lines
from app.web.locale import language
from app.web.network import contact_address
from app.web.units import SAFE

Answer = tuple[str, int] | tuple[str, int, dict[str, str]]
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Register a page for everything that can go wrong."""
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(StaleDataError, lambda _error: refused(EditedMeanwhile()))
    app.register_error_handler(IntegrityError, contradicted)
    app.register_error_handler(DataError, contradicted)
    app.register_error_handler(OverflowError, contradicted)
    for kind in ERRORS:
        app.register_error_handler(kind, database_failed)
    app.register_error_handler(Exception, unforeseen)
    outages.watch(app)


def status_of(error: DomainError) -> int:
    """The status code that fits a refusal."""
    if isinstance(error, NotFound | LinkUnknown):
        return 404
    if isinstance(error, LinkError):
        return 410
    return 422 if isinstance(error, Invalid) else 409


def refused(error: DomainError) -> Answer:
    """A rule refuses, and the view did not show it beside a form: nothing was changed."""
    let_go(db.session)
    code = status_of(error)
    said = None if isinstance(error, NotFound) else error.wording(language())
    return render_template("errors/page.html", code=code, said=said), code


def form_expired(error: CSRFError) -> Answer:
    """A form without a valid token. What was typed is offered again, but only to whoever typed it on our own page."""
    let_go(db.session)
    if not form_senders.ours() or request.files:
        return render_template("errors/page.html", code=400, said=str(error.description)), 400
    return render_template("errors/form_expired.html", typed=typed()), 400


def signed_out(way_in: str | None = None, *, account: bool = True) -> Answer:
    """A form of somebody whose session has ended: come in again in another window (at `way_in`), then send it again.

    Without an `account` it is the private link of our letters that lets in. What another site's page sent is not offered:
    forms that look at their token themselves come here without one, and nobody shall send words that somebody else planted.
    """
    let_go(db.session)
    if not form_senders.ours():
        said = _("The form was sent by a page of another site. Open it here, and fill it in again.")
        return render_template("errors/page.html", code=400, said=said), 400
    page = render_template(
        "errors/signed_out.html", typed=typed(), lost=bool(request.files), way_in=way_in, account=account
    )
    return page, 401


def typed() -> list[tuple[str, str]]:
    """What the form held, tidied; without its token, and without passwords, which stand in no page."""
    return [
        (name, tidy_lines(value) or "")
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and not name.endswith("password")
    ]


def http_error(error: HTTPException) -> ResponseReturnValue:
    """An HTTP error; the headers it brings (Allow, Retry-After) are kept."""
    if isinstance(failed := getattr(error, "original_exception", None), ERRORS):
        return database_failed(failed)  # while another error was answered, or after the answer was made
    let_go(db.session)
    code = error.code or 500
    kept = {
        name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After", "Location"}
    }
    if error.response is not None:
        return error.response
    return render_template("errors/page.html", code=code), code, kept


def contradicted(error: Exception) -> Answer:
    """The database refuses what the rules let through: nothing was changed, and it is ours to look into."""
    let_go(db.session)
    _log.warning("refused by the database", extra={"error": type(error).__name__})
    code = 409 if isinstance(error, IntegrityError) else 400
    return render_template("errors/page.html", code=code), code


def database_failed(error: Exception) -> ResponseReturnValue:
    """The database does not answer, takes no changes, or is busy for too long; or a statement of ours is wrong."""
    if not is_outage(error):
        return unforeseen(error)
    offered = request.method not in SAFE and form_senders.ours()
    return outages.answer(error, typed() if offered else None)


def unforeseen(error: Exception) -> Answer:
    """A fault of ours: it is logged, and the reader learns nothing of its inside."""
    let_go(db.session)
    _log.exception("unforeseen error", exc_info=error)
    return render_template("errors/plain.html", code=500, contact=contact_address()), 500
