"""What the tests of several hosts do to both."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count

from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, Mode, Setting
from tests.factories.events import an_event
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.several_hosts.hosts import Host

PATIENCE = 120  # seconds
_numbers = count(1)


def at(app: Flask, host: Host) -> Running:
    """A host as somebody outside sees it."""
    return Running("postgresql", host.port, f"127.0.0.1:{host.port}", app, host.folder)


def at_the_other(outsider: Outsider, host: Running) -> Outsider:
    """The same browser, which the proxy sends to the other host from now on."""
    moved = Outsider(host)
    moved.cookies = outsider.cookies
    return moved


def an_open_event(**changes: object) -> Event:
    """An event for which guests register at once."""
    number = next(_numbers)
    facts = {"slug": f"shared-{number}", "short_code": f"S{number}", "mode": Mode.IN_PERSON, **changes}
    return an_event([Category.GUEST], **facts)


def set_to(name: str, value: int) -> None:
    """Change a setting, as an administrator does."""
    db.session.merge(Setting(name=name, value=value, changed_at=now()))
    db.session.commit()


def eventually(happens: Callable[[], object], what: str) -> float:
    """Wait until something is so; how many seconds that took."""
    began = time.monotonic()
    while not happens():
        db.session.rollback()
        assert time.monotonic() - began < PATIENCE, what
        time.sleep(0.1)
    db.session.rollback()
    return time.monotonic() - began
