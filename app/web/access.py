"""Who may enter: closed by default, stated on each view, asked before the view runs.

A view without a rule is refused, and a guard test walks the URL map for one. Rules here decide on the door; which row one
may see is decided in the query that loads it (`NotFound` for somebody else's).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from flask import Flask, abort, current_app, make_response, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.models import UserRole
from app.services.actors import staff
from app.web import errors, refusals, sign_in, units

View = TypeVar("View", bound=Callable[..., Any])
_LIBRARY_STATICS = {"static", "bootstrap.static"}


@dataclass(frozen=True)
class Rule:
    """An access rule: its name, and the roles it lets in (None: no account is asked for)."""

    name: str
    roles: frozenset[UserRole] | None = None
    visit: str = ""  # what a visitor without an account must hold in the cookie
    instead: str = ""  # where that is had
    halfway: bool = False  # lets in who has shown the password and not yet the second factor
    all_events: bool = False  # lets in nobody whose account is limited to some events


_ORGANISERS = frozenset({UserRole.ADMINISTRATOR, UserRole.ORGANISER})
ANYONE = Rule("anyone")
PRIVATE_LINK = Rule("private link", visit="registration_link", instead="public.find_registration")
CORRESPONDENT = Rule("correspondents", visit="delegation_visit", instead="delegation.ask")
PASSWORD_SHOWN = Rule("password shown", halfway=True)
SIGNED_IN = Rule("signed in", frozenset(UserRole))
ADMINISTRATORS = Rule("administrators", frozenset({UserRole.ADMINISTRATOR}))
ORGANISERS = Rule("organisers", _ORGANISERS)
# What is no event's alone, such as the directory of correspondents, is changed and handed out by these only.
ORGANISERS_OF_ALL = Rule("organisers of all events", _ORGANISERS, all_events=True)
DESK = Rule("the desk", _ORGANISERS | {UserRole.DESK_AGENT})
STATISTICS = Rule("readers of statistics", _ORGANISERS | {UserRole.STATISTICS_READER})


def allow(rule: Rule) -> Callable[[View], View]:
    """State a view's rule: `@access.allow(access.ORGANISERS)` below the route."""

    def stated(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return stated


def rule_of(endpoint: str) -> Rule | None:
    """The rule of an endpoint; the static files of the application and of its libraries are for everybody."""
    if endpoint in _LIBRARY_STATICS:
        return ANYONE
    view = current_app.view_functions.get(endpoint)
    return getattr(view, "access_rule", None)


def init_app(app: Flask) -> None:
    """Ask the rule before each request."""
    app.before_request(_ask)


def _ask() -> Response | None:
    if request.endpoint is None:
        return None  # no such page: 404 or 405 follows
    rule = rule_of(request.endpoint)
    if rule is None:
        abort(403)
    if rule.visit and not session.get(rule.visit):
        return without_visit(rule)
    if rule.halfway and sign_in.halfway() is None:
        return redirect(url_for("accounts.sign_in", next=request.args.get("next")))
    if rule.roles is None:
        return None
    if not current_user.is_authenticated:
        if request.method not in units.SAFE:
            return make_response(errors.signed_out())
        return redirect(url_for("accounts.sign_in", next=request.full_path))
    if current_user.role not in rule.roles:
        _refuse()
    if rule.all_events and not current_user.all_events:
        _refuse()
    return None


def without_visit(rule: Rule) -> Response:
    """Where a visit is had, for whoever has none or stayed too long; a form that was sent is kept, and can be sent again."""
    if request.method in units.SAFE:
        return redirect(url_for(rule.instead))
    return make_response(errors.signed_out(url_for(rule.instead), account=rule is not PRIVATE_LINK))


def _refuse() -> NoReturn:
    """Refuse somebody whose account does not include a page, and put it on record."""
    refusals.note(staff(current_user))
    abort(403)
