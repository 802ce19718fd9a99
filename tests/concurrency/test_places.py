"""A hundred people at once for fifty places: exactly fifty, on both databases, through four server processes.

Each scene is played twice: as it is, and by fewer people without the lock, to see that the test would notice.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    BodyKind,
    Category,
    Event,
    Letter,
    LetterKind,
    Mode,
    Place,
    Registration,
    SignUp,
    Status,
)
from tests.concurrency.conftest import LOCKED, UNLOCKED
from tests.concurrency.crowd import Outcome, answers, rush
from tests.concurrency.servers import ROOT
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, an_event
from tests.factories.registrations import a_registration

Servers = Callable[[str, str], int]
CLIENTS, PLACES = 100, 50
FEWER_CLIENTS, FEWER_PLACES = 16, 3
GUEST, DELEGATE = Category.GUEST, Category.MEMBER_STATE_DELEGATE

pytestmark = pytest.mark.usefixtures("stage")
_numbers = count(1)


def an_open_event(**changes: object) -> Event:
    number = next(_numbers)
    return an_event(
        [GUEST, DELEGATE], slug=f"crowd-{number}", short_code=f"C{number}", mode=Mode.IN_PERSON, **changes
    )


def places_of(event_id: int) -> Counter[Place]:
    rows = db.session.execute(
        select(Registration.place, func.count())
        .where(Registration.event_id == event_id)
        .group_by(Registration.place)
    )
    found = Counter(dict(rows.tuples().all()))
    db.session.rollback()
    return found


def check_acknowledged(event_id: int, outcome: Outcome) -> None:
    """Everybody was told that it worked, is there once, and gets one letter."""
    assert outcome.failures == []
    rows = db.session.execute(
        select(Registration.email, func.count(Letter.id))
        .outerjoin(Letter, Letter.registration_id == Registration.id)
        .where(Registration.event_id == event_id)
        .group_by(Registration.id, Registration.email)
    )
    assert Counter(rows.tuples().all()) == Counter((email, 1) for email in outcome.acknowledged)
    kinds = set(db.session.scalars(select(Letter.kind).where(Letter.event_id == event_id)))
    assert kinds == {LetterKind.CONFIRM_ADDRESS}
    db.session.rollback()


# An event's places ------------------------------------------------------------------------------------------------


def rush_for_the_event(port: int, clients: int, places: int) -> tuple[int, Outcome]:
    event = an_open_event(capacity_in_person=places)
    event_id, slug = event.id, event.slug
    db.session.commit()
    return event_id, rush(port, slug, [answers(number) for number in range(clients)])


def test_the_places_of_an_event(servers: Servers, database: str) -> None:
    event_id, outcome = rush_for_the_event(servers(database, LOCKED), CLIENTS, PLACES)
    check_acknowledged(event_id, outcome)
    assert places_of(event_id) == {Place.HELD: PLACES, Place.WAITING: CLIENTS - PLACES}


def test_without_the_lock_an_event_is_oversold(servers: Servers, database: str) -> None:
    event_id, outcome = rush_for_the_event(servers(database, UNLOCKED), FEWER_CLIENTS, FEWER_PLACES)
    assert places_of(event_id)[Place.HELD] > FEWER_PLACES, outcome.failures


# A session's places -----------------------------------------------------------------------------------------------


def rush_for_a_session(port: int, clients: int, places: int) -> tuple[int, int, Outcome]:
    event = an_open_event()
    session = a_session(event, 1, sign_up=True, capacity=places)
    event_id, session_id, slug = event.id, session.id, event.slug
    db.session.commit()
    typed = [answers(number, sessions=[str(session_id)]) for number in range(clients)]
    return event_id, session_id, rush(port, slug, typed)


def sign_ups_of(session_id: int) -> dict[str, int]:
    rows = db.session.execute(
        select(SignUp.place, func.count()).where(SignUp.session_id == session_id).group_by(SignUp.place)
    )
    found = dict(rows.tuples().all())
    db.session.rollback()
    return found


def test_the_places_of_a_session(servers: Servers, database: str) -> None:
    event_id, session_id, outcome = rush_for_a_session(servers(database, LOCKED), CLIENTS, PLACES)
    check_acknowledged(event_id, outcome)
    assert sign_ups_of(session_id) == {"held": PLACES, "waiting": CLIENTS - PLACES}
    assert places_of(event_id) == {Place.HELD: CLIENTS}


def test_without_the_lock_a_session_is_oversold(servers: Servers, database: str) -> None:
    _, session_id, outcome = rush_for_a_session(servers(database, UNLOCKED), FEWER_CLIENTS, FEWER_PLACES)
    assert sign_ups_of(session_id).get("held", 0) > FEWER_PLACES, outcome.failures


# A delegation's places --------------------------------------------------------------------------------------------


def rush_for_a_quota(port: int, clients: int, places: int) -> tuple[int, Outcome]:
    event = an_open_event()
    a_quota(event, places, kind=BodyKind.MEMBER_STATE)
    event_id, slug, body = event.id, event.slug, str(a_body("MD").id)
    db.session.commit()
    typed = [answers(number, category=DELEGATE.value, body=body, body_text="") for number in range(clients)]
    return event_id, rush(port, slug, typed)


def test_the_places_of_a_delegation(servers: Servers, database: str) -> None:
    event_id, outcome = rush_for_a_quota(servers(database, LOCKED), CLIENTS, PLACES)
    check_acknowledged(event_id, outcome)
    assert places_of(event_id) == {Place.HELD: PLACES, Place.WAITING: CLIENTS - PLACES}


def test_without_the_lock_a_delegation_is_oversold(servers: Servers, database: str) -> None:
    event_id, outcome = rush_for_a_quota(servers(database, UNLOCKED), FEWER_CLIENTS, FEWER_PLACES)
    assert places_of(event_id)[Place.HELD] > FEWER_PLACES, outcome.failures


# Validated at once ------------------------------------------------------------------------------------------------


def validated_at_once(
    surroundings: dict[str, str], folder: Path, number: int, places: int, *more: str
) -> tuple[int, list[int]]:
    """Four processes validate delegates of one body; how many each one validated, and the event."""
    event = an_event()
    event.short_code = f"V{event.id}"
    a_quota(event, places, kind=BodyKind.MEMBER_STATE)
    ids = [str(a_registration(event, family_name=f"PERSON {n}").id) for n in range(number)]
    event_id, start = event.id, folder / "start"
    db.session.commit()
    command = [sys.executable, "-m", "tests.concurrency.validating", str(start), *more]
    with ExitStack() as running:
        processes = [
            running.enter_context(
                subprocess.Popen(
                    [*command, *ids[share::4]], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True
                )
            )
            for share in range(4)
        ]
        running.callback(start.touch)  # whatever happens, nobody waits for ever
        assert [process.stdout.readline() for process in processes if process.stdout] == ["ready\n"] * 4
        start.touch()
        said = [process.communicate(timeout=180)[0].split() for process in processes]
    return event_id, [int(validated) for validated, _refused in said]


def confirmed_of(event_id: int) -> int:
    query = select(func.count()).where(
        Registration.event_id == event_id, Registration.status == Status.CONFIRMED
    )
    found = db.session.scalar(query) or 0
    db.session.rollback()
    return found


def test_a_quota_when_many_are_validated_at_once(surroundings: dict[str, str], tmp_path: Path) -> None:
    event_id, validated = validated_at_once(surroundings, tmp_path, CLIENTS, PLACES)
    assert sum(validated) == PLACES
    assert confirmed_of(event_id) == PLACES


def test_without_the_lock_too_many_are_validated(surroundings: dict[str, str], tmp_path: Path) -> None:
    event_id, validated = validated_at_once(surroundings, tmp_path, 8, FEWER_PLACES, "--unlocked")
    assert sum(validated) == confirmed_of(event_id) > FEWER_PLACES
