"""Who looks: each is let in once, without a browser; their cookie is given to a window."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import BrowserContext
from sqlalchemy import delete

from app.extensions import db
from app.models import RateCount
from app.services.accounts import login_sessions
from tests.browser.every_page.world import World
from tests.factories import users
from tests.factories.second_factors import an_app_of
from tests.pages import Visitor
from tests.signing_in import sign_in
from tests.web.viewers import WAYS

Way = Callable[[Visitor, World], object]


def _as_elsewhere(viewer: str) -> Way:
    """Let in as the tests of the roles do it."""
    return lambda visitor, world: WAYS[viewer](visitor, world.rows(world.registration))


def _halfway_with_an_app(visitor: Visitor, world: World) -> None:
    user = users.an_administrator()
    an_app_of(user)
    secret = login_sessions.begin(user)
    db.session.commit()
    with visitor.session_transaction() as cookie:
        cookie["login"] = secret


VIEWERS: dict[str, Way] = {
    **{
        name: _as_elsewhere(name)
        for name in ("nobody", "private link", "correspondent", "organiser", "organiser of some")
    },
    **{name: _as_elsewhere(name) for name in ("statistics reader", "halfway")},
    "nominee": lambda visitor, world: WAYS["private link"](visitor, world.rows(world.nominated)),
    "halfway with an app": _halfway_with_an_app,
    "desk agent": lambda visitor, world: sign_in(visitor, users.a_desk_agent()),
    "administrator": lambda visitor, world: sign_in(visitor, world.rows(world.registration).owner),
}


def come(app: Flask, world: World, viewer: str, kind: type[Visitor] = Visitor) -> Visitor:
    """Somebody without a browser, let in; attempts of earlier tests are forgotten."""
    db.session.execute(delete(RateCount))
    db.session.commit()
    visitor = kind(app, app.response_class, use_cookies=True)
    VIEWERS[viewer](visitor, world)
    db.session.remove()
    return visitor


def lend_cookies(app: Flask, visitor: Visitor, window: BrowserContext, site: str, language: str) -> None:
    """Let a window be whom a visitor is, who has chosen a language."""
    name = str(app.config["SESSION_COOKIE_NAME"])
    window.add_cookies([{"name": "lang", "value": language, "url": site}])
    held = visitor.get_cookie(name)
    if held is not None:
        window.add_cookies([{"name": name, "value": held.value, "url": site}])
