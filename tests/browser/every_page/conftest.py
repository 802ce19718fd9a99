"""One world and one server for all that this process looks at; each case has a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app import create_app
from app.extensions import db
from tests import databases, run_folder
from tests.browser.every_page import error_pages
from tests.browser.every_page.coming import come, lend_cookies
from tests.browser.every_page.watching import Watched
from tests.browser.every_page.world import World, a_world
from tests.browser.served_here import served_here
from tests.configuration import configured

Opening = Callable[[str, str], Watched]


@pytest.fixture(scope="session")
def looked_at() -> Iterator[tuple[Flask, World, str]]:
    """The application, the world in it, and the address under which it is served."""
    name = f"{databases.WORKER}_every_page"
    app = create_app(configured(databases.database("sqlite", name).url, run_folder.path() / name))
    error_pages.add_to(app)
    with app.app_context():
        world = a_world(app)
        db.session.remove()
    with served_here(app) as site:
        yield app, world, site
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(looked_at: tuple[Flask, World, str]) -> Iterator[World]:
    """The world, with its application's context pushed."""
    app, world, _ = looked_at
    with app.app_context():
        yield world
        db.session.remove()


@pytest.fixture
def opening(chromium: Browser, looked_at: tuple[Flask, World, str]) -> Iterator[Opening]:
    """`opening(viewer, language)` gives the watched page of somebody, who is let in."""
    app, world, site = looked_at
    with ExitStack() as windows:

        def opened(viewer: str, language: str) -> Watched:
            window = chromium.new_context(base_url=site, reduced_motion="reduce")
            windows.callback(window.close)
            window.set_default_timeout(20_000)
            lend_cookies(app, come(app, world, viewer), window, site, language)
            return Watched(window, site)

        with app.app_context():
            yield opened
            db.session.remove()
