"""The opening minute and the door, with a few dozen people and faster than in earnest: no error, and the counts are right.

`make bench WHAT=load` plays them whole, and a large network as well.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from bench.load import counts, scenes, worker
from bench.load import stage as staged
from bench.load.clients import play
from bench.load.letterbox import letterbox
from tests.concurrency.conftest import LOCKED

Servers = Callable[[str, str], int]
PEOPLE, CLIENTS, PLACES, DESKS = 36, 12, 30, 4
PACE, PATIENCE = 20, 60


def test_the_opening_minute(
    stage: Flask, servers: Servers, surroundings: dict[str, str], database: str, tmp_path: Path
) -> None:
    opened, _ = staged.for_the_opening(PLACES, 60)
    organisers = staged.organisers(stage, 3, surroundings["SECRET_KEY"])
    event_id = opened.id
    db.session.commit()
    parts = scenes.opening(staged.OPENING, PEOPLE, CLIENTS, organisers, staged.ALREADY, every=PACE / 2)
    with letterbox() as letters:
        told = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(letters.port), "MAIL_USE_TLS": "no"}
        with worker(surroundings | told, tmp_path):
            noted = play(servers(database, LOCKED), parts, pace=PACE)
            until_all_are_sent(event_id)
    assert noted.failures == []
    assert len(noted.acknowledged) == PEOPLE
    assert counts.opening_faults(event_id, noted.acknowledged, PLACES, letters.recipients) == []
    lost = counts.opening_faults(event_id, [*noted.acknowledged, "lost"], PLACES, letters.recipients)
    assert len(lost) == 4, "and it would tell"
    assert set(scenes.OPENING_PAGES) <= {step for step, _ in noted.steps}


def until_all_are_sent(event_id: int) -> None:
    end = time.monotonic() + PATIENCE
    while counts.letters_left(event_id) and time.monotonic() < end:
        time.sleep(0.1)


def test_the_door(stage: Flask, servers: Servers, surroundings: dict[str, str], database: str) -> None:
    event, codes = staged.for_the_door(PEOPLE)
    *desks, board = staged.agents(stage, DESKS + 1, surroundings["SECRET_KEY"])
    event_id = event.id
    db.session.commit()
    parts = scenes.door(staged.DOOR, codes, desks, board, look_every=3 * PACE)
    noted = play(servers(database, LOCKED), parts, pace=5 * PACE)
    assert noted.failures == []
    assert counts.door_faults(event_id, noted.acknowledged) == []
    assert len(counts.door_faults(event_id, noted.acknowledged[1:])) == 1, "and it would tell"


@pytest.mark.sqlite_only
def test_a_failure_is_noted_and_the_others_go_on(
    stage: Flask, servers: Servers, surroundings: dict[str, str], database: str
) -> None:
    [organiser] = staged.organisers(stage, 1, surroundings["SECRET_KEY"])
    db.session.commit()
    parts = scenes.organising([organiser], ["nowhere"], ["list", "today"], 2 * scenes.PAGE_EVERY)
    noted = play(servers(database, LOCKED), parts, pace=PACE)
    assert [step for step, _ in noted.steps] == ["today"]
    assert len(noted.failures) == 1
    assert "answered 404" in noted.failures[0]
