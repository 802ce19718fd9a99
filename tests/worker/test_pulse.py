"""The worker's sign of life, where the database does not take it in time."""

from __future__ import annotations

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from app.services import heartbeats
from app.worker.pulse import Pulse


class Clock:
    """A clock that goes when it is told to, and a database that can be away."""

    def __init__(self) -> None:
        self.at, self.is_away = 0.0, False
        self.heard: list[float] = []
        self.pulse = Pulse(self.say, lambda: self.at)

    def say(self) -> None:
        if self.is_away:
            raise ConnectionError
        self.heard.append(self.at)

    def watched(self, until: int) -> None:
        """The worker looks each second; what it meets is in its log."""
        for second in range(int(self.at), until):
            self.at = float(second)
            try:
                self.pulse.catch_up()
            except ConnectionError:
                continue


def test_what_could_not_be_said_at_the_start_is_said_as_soon_as_it_can_be() -> None:
    clock = Clock()
    clock.is_away = True
    with pytest.raises(ConnectionError):
        clock.pulse.beat()
    clock.watched(5)
    clock.is_away = False
    clock.watched(30)
    assert clock.heard == [4.0]


def test_whoever_was_kept_from_it_for_minutes_says_so_at_once() -> None:
    clock = Clock()
    clock.pulse.beat()
    clock.is_away = True
    clock.watched(300)
    clock.is_away = False
    clock.watched(320)
    assert clock.heard == [0.0, 299.0]


def test_nothing_is_said_besides_while_each_minute_has_its_turn() -> None:
    clock = Clock()
    for minute in range(5):
        clock.pulse.beat()
        clock.watched(60 * (minute + 1))
    assert len(clock.heard) == 5


def test_a_worker_that_looks_for_work_catches_up(app: Flask) -> None:
    assert not heartbeats.mail_state().worker_alive
    db.session.commit()
    started = create_app(app.extensions["config"])
    started.extensions["huey"].look()
    assert heartbeats.mail_state().worker_alive
    with started.app_context():
        db.engine.dispose()
    started.extensions["huey"].storage.close()
