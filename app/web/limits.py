"""What comes from one address is limited, so that nobody floods or guesses; many people can be behind one address.

A view says it below its route: `@limits.per_address("registrations_per_address_per_hour")` counts each time it is used;
`@limits.against_guessing` counts the links that do not exist. The numbers are settings, the counts stand in the database. All is
asked before the request's own unit of work begins, and a refused request does nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.lib import networks, outages
from app.lib.clock import SEAT, now
from app.services import rate_counts
from app.services.errors import TooManyAttempts
from app.web import errors, form_senders, units

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Limit:
    """What is counted: each use of a form that is not sent by one of the buttons `unless`, or links that do not exist."""

    setting: str
    unless: tuple[str, ...] = ()
    guesses: bool = False

    @property
    def key(self) -> str:
        """The count of whoever asks now."""
        return rate_counts.key(self.setting.partition("_per_")[0], networks.origin(request.remote_addr or ""))


def per_address(setting: str, unless: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Let an address send this form so many times an hour as a setting says; buttons named in `unless` are not counted."""
    return _stated(Limit(setting, unless))


def against_guessing(view: View) -> View:
    """Let an address open only so many links an hour that do not exist."""
    return _stated(Limit("unknown_links_per_address_per_hour", guesses=True))(view)


def limit_of(endpoint: str | None) -> Limit | None:
    """What is counted of a view."""
    return getattr(current_app.view_functions.get(endpoint or ""), "limit", None)


def init_app(app: Flask) -> None:
    """Ask before each request. It comes before anything has asked the database."""
    app.before_request(_ask)
    app.after_request(_note_guess)


def _stated(limit: Limit) -> Callable[[View], View]:
    def stated(view: View) -> View:
        view.limit = limit  # type: ignore[attr-defined]
        return view

    return stated


def _ask() -> Response | None:
    limit = limit_of(request.endpoint)
    if limit is None:
        return None
    try:
        if limit.guesses:
            rate_counts.refuse_more_than(limit.setting, limit.key)
        elif request.method not in units.SAFE and not any(name in request.form for name in limit.unless):
            _refuse_foreign()
            rate_counts.add_within(limit.setting, limit.key)
    except TooManyAttempts as error:
        return later(error)
    return None


def _refuse_foreign() -> None:
    """Another site's page can make a reader's browser send our forms. They do nothing, and shall not use up what is allowed."""
    if form_senders.of_others():
        raise CSRFError(_("The form was sent by a page of another site. Open it here, and fill it in again."))


def _note_guess(response: Response) -> Response:
    limit = limit_of(request.endpoint)
    if limit is not None and limit.guesses and response.status_code == 404:
        outages.let_go(db.session)  # the page is made; the count is a unit of its own
        with suppress(SQLAlchemyError):  # nobody can write at this moment
            rate_counts.add(limit.key, rate_counts.HOUR)
    return response


def later(error: TooManyAttempts) -> Response:
    """The page that says when to try again, with what was typed kept to be sent then."""
    limit = limit_of(request.endpoint)
    by_link = limit is not None and limit.guesses
    until = now() + timedelta(seconds=error.seconds + 59)  # in whole minutes, and not too early
    page = render_template(
        "errors/later.html",
        minutes=error.values["minutes"],
        moment=until.astimezone(SEAT),
        by_link=by_link,
        typed=errors.typed() if not by_link and form_senders.ours() else None,
    )
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(error.seconds)
    return response
