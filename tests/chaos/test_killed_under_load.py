"""kill -9 under load: the web server, one of its processes, the worker, the database, one of its processes, at moments of chance.

`make test` does one round with few people, `make chaos` as many as ROUNDS says with more people and more kills. The seed of a
round is printed; CHAOS_SEED repeats it: CHAOS_SEED=123 ROUNDS=1 make chaos TESTS='tests/chaos -k postgresql'. A round that finds
a fault says what went wrong in the logs, and keeps them.
"""

from __future__ import annotations

import time
from datetime import timedelta
from itertools import count

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, Mode, Place, Setting, Status
from bench.load import stage
from tests.chaos import logs, posted, scanned, seats, whole
from tests.chaos.crowd import Crowd
from tests.chaos.machine import Death, Machine
from tests.chaos.plan import AT_ONCE, LEASE, PLACES, SEATS, Plan, plan
from tests.factories.events import a_session, an_event
from tests.outages.installation import eventually
from tests.rounds import a_seed, repeated, tell
from tests.several_hosts.hosts import SECRET

DESKS = 2
PATIENCE = 120  # seconds until all letters have gone out
_numbers = count(1)


@repeated
def test_nothing_is_lost_whoever_is_killed(
    machine: Machine, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = a_seed()
    print(f"CHAOS_SEED={seed}")
    with logs.explained(machine.logs, f"{machine.kind}-{seed}"):
        _nothing_is_lost(machine, number, seed, capsys)


def _nothing_is_lost(machine: Machine, number: int, seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    event, session_id = _an_event_that_runs()
    event_id, slug, code = event.id, event.slug, event.short_code
    desks = stage.agents(machine.app, DESKS, SECRET)
    for name, value in (("letter_lease_seconds", LEASE), ("letters_at_once", AT_ONCE)):
        db.session.merge(Setting(name=name, value=value, changed_at=now()))
    db.session.commit()
    round_ = plan(seed, slug, session_id, number, machine.victims)
    machine.mail.to_message = _slowly

    crowd = Crowd(machine.host.port, machine.mail, slug, code, round_.people, desks)
    deaths = _killed_under_load(machine, crowd, round_)
    eventually(lambda: whole.is_quiet(event_id), PATIENCE)

    event = db.session.get_one(Event, event_id)
    there = whole.registrations_of(event_id)
    post = posted.Post(event_id, machine.mail)
    found = [
        *crowd.failures,
        *whole.faults(there, crowd),
        *post.faults(deaths),
        *seats.faults(event, there),
        *seats.unequal_numbers(event, there),
        *scanned.faults(event_id, there, crowd),
        *whole.verified_as_a_whole(),
    ]
    status, place = [row.status for row in there], [row.place for row in there]
    told = (
        f"{machine.kind}, seed {seed}: {_killed(deaths)}; {len(crowd.people)} people,"
        f" {len(crowd.registered)} acknowledged, {len(there)} there, {place.count(Place.HELD)} places held of {PLACES},"
        f" {place.count(Place.WAITING)} waiting, {status.count(Status.WITHDRAWN)} withdrawn,"
        f" {sum(map(len, crowd.scans.values()))} scans, {crowd.again} unanswered;"
        f" {len(post.queued)} letters, {sum(post.repeated.values())} repeated; {len(found)} faults"
    )
    db.session.rollback()
    tell(capsys, told)
    assert not found, "\n".join([told, *found])
    assert len(crowd.registered) > PLACES, "there was a waiting list"


def _an_event_that_runs() -> tuple[Event, int]:
    """An event for which guests register at once, with a desk that is open and a session that needs sign-up."""
    number = next(_numbers)
    event = an_event(
        [Category.GUEST],
        slug=f"chaos-{number}",
        short_code=f"CHAOS{number}",
        mode=Mode.IN_PERSON,
        capacity_in_person=PLACES,
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=9),
        closes_at=None,
    )
    return event, a_session(event, hour=5, sign_up=True, capacity=SEATS).id


def _killed_under_load(machine: Machine, crowd: Crowd, round_: Plan) -> list[Death]:
    deaths, began = [], time.monotonic()
    crowd.start()
    try:
        for kill in round_.kills:
            while crowd.is_busy and crowd.steps < kill.after:
                time.sleep(0.005)
            time.sleep(kill.pause)
            deaths.append(machine.kill(kill.victim, time.monotonic() - began, round_.chance))
            crowd.be_patient()
    except BaseException:
        crowd.end(at_once=True)
        raise
    crowd.end()
    return deaths


def _slowly(_recipient: str, _number: int) -> str:
    time.sleep(0.01)  # in the server's thread: time to be killed in
    return "250 OK"


def _killed(deaths: list[Death]) -> str:
    return "killed " + ", ".join(
        f"{death.victim} after {death.at:.1f} s (back in {death.seconds:.1f} s)" for death in deaths
    )
