"""The stage of the pictures: a fresh instance, prepared as `flask serve` prepares one, with its clock standing still.

Codes and references are drawn from a seed, and each picture finds the database as it was at the start: a picture is the same
whoever takes it, whenever, and after whichever others.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from flask import Flask
from playwright.sync_api import BrowserContext
from sqlalchemy import select

from app import create_app
from app.cli import preparing
from app.extensions import db
from app.lib import clock, tokens
from app.models import Event, LinkPurpose, Person, Registration, User, UserRole
from app.services import access_links, correspondent_visits, heartbeats
from app.services.accounts import login_sessions
from config import Config
from tests.browser.served_here import seat, served_here
from tests.factories import users
from tests.screenshots.scenes import SCENES

BEGINNING = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)  # a Monday; the conference is in June
STAFF = {
    "administrator": (UserRole.ADMINISTRATOR, "Ingrid Vasseur"),
    "organiser": (UserRole.ORGANISER, "Hélène Marchetti"),
    "desk": (UserRole.DESK_AGENT, "Tomasz Barański"),
    "statistics": (UserRole.STATISTICS_READER, "Paul Ravel"),
}
# Of the demonstration, by their family names.
DELEGATE, APPLICANT, NOMINEE = "CEBOTARI", "BENCHERIF", "YILDIRIM"
CORRESPONDENT = "KERVELLA"


class Stage:
    """The application that is photographed, and who sits before it."""

    def __init__(self, folder: Path) -> None:
        self._at = BEGINNING
        self._chance = random.Random(46)  # noqa: S311 - so that it is the same each time
        self._database, self._kept = folder / "stage.db", folder / "as-it-was.db"
        self.app = _application(folder, f"sqlite:///{self._database}")
        self.address = ""
        self.facts: dict[str, str] = {}

    @contextmanager
    def up(self) -> Iterator[Stage]:
        """Prepare the instance, and serve it while the block runs."""
        chance = mock.Mock(
            token_urlsafe=lambda size: f"{self._chance.getrandbits(size * 8):0{size * 2}x}",
            randbelow=self._chance.randrange,
        )
        stopped = mock.patch.object(clock, "actual", self._stopped)
        with stopped, mock.patch.object(tokens, "secrets", chance), self.app.app_context():
            preparing.prepare(self.app.extensions["config"])
            for who, (role, name) in STAFF.items():
                users.a_user(role, name=name, email=f"{who}@police-network.example")
            db.session.commit()
            self.facts = _facts()
            _copy(self._database, self._kept)
            with served_here(self.app) as self.address:
                yield self
            db.session.remove()
            db.engine.dispose()

    def begin(self, window: BrowserContext, who: str, at: str = "", scene: str = "") -> None:
        """Put everything back to how it was, to a moment; play a scene; and seat somebody at a window."""
        db.session.remove()
        _copy(self._kept, self._database)
        self._at = BEGINNING
        if at:
            self._at = _moments()[at]
        heartbeats.beat()
        if scene:
            SCENES[scene](_event("conference"))
        db.session.commit()
        if who != "anyone":
            seat(self.app, window, self.address, _SEATS[who](who))

    def _stopped(self) -> datetime:
        return self._at


def _application(folder: Path, database: str) -> Flask:
    return create_app(
        Config(
            environment="development",
            secret_key="for pictures only, and long enough for anybody",  # noqa: S106
            database_url=database,
            instance_path=str(folder),
            base_url="http://localhost",
        )
    )


def _copy(here: Path, there: Path) -> None:
    with closing(sqlite3.connect(here)) as source, closing(sqlite3.connect(there)) as target:
        source.backup(target)


def _event(kind: str) -> Event:
    found = db.session.scalar(select(Event).where(Event.fictional, Event.kind == kind))
    assert found is not None, kind
    return found


def _registration(family_name: str) -> Registration:
    query = select(Registration).where(Registration.family_name == family_name)
    found = db.session.scalar(query.where(Registration.event_id == _event("conference").id))
    assert found is not None, family_name
    return found


def _moments() -> dict[str, datetime]:
    event = _event("conference")
    assert event.starts_at
    assert event.ends_at
    return {
        "on_the_day": event.starts_at + timedelta(minutes=35),
        "afterwards": event.ends_at + timedelta(days=5),
    }


def _facts() -> dict[str, str]:
    """What addresses and steps may name in braces."""
    delegate, applicant = _registration(DELEGATE), _registration(APPLICANT)
    return {
        "conference": _event("conference").slug,
        "past": _event("correspondents_meeting").slug,
        "delegate": str(delegate.id),
        "reference": delegate.reference,
        "applicant": str(applicant.id),
    }


def _staff(who: str) -> dict[str, object]:
    user = db.session.scalars(select(User).where(User.email == f"{who}@police-network.example")).one()
    return {"login": login_sessions.complete(login_sessions.begin(user))}


def _delegate(who: str) -> dict[str, object]:
    registration = _registration(NOMINEE if who == "nominee" else DELEGATE)
    secret = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    at = clock.now().timestamp()
    return {"registration_link": [access_links.find(secret, LinkPurpose.MY_REGISTRATION).id, at, at]}


def _correspondent(_who: str) -> dict[str, object]:
    person = db.session.scalars(select(Person).where(Person.family_name == CORRESPONDENT)).one()
    link = correspondent_visits.enter(access_links.mint_for_correspondent(person))
    return {"delegation_visit": link.id}


_SEATS: dict[str, Callable[[str], dict[str, object]]] = {
    **dict.fromkeys(STAFF, _staff),
    "delegate": _delegate,
    "nominee": _delegate,
    "correspondent": _correspondent,
}
