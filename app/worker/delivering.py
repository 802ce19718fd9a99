"""A run of the delivery until nothing is due: a few letters are claimed together, each is sent and noted by itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.lib.clock import now
from app.lib.outages import is_outage
from app.services import delivery, heartbeats, network
from app.services.delivery import Limits, Post
from app.services.mail_answers import Answer, Outcome, without_addresses
from app.services.outgoing import ClaimedLetter
from app.worker.posting import post_office
from app.worker.units import glance, unit

_log = logging.getLogger(__name__)
_LONGEST_RUN = 60.0  # seconds; other tasks have their turn in between
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 60.0  # seconds without trying a mail server that cannot be reached
_PATIENCE = 600.0  # seconds for which the outcome of a letter is kept in mind while the database is away
_LAST_SECONDS = 15.0  # of them once the worker is to stop: less than what systemd's unit lets it have
_PAUSES = (0.5, 1.0, 2.0)  # seconds between two attempts to note it; the last one again and again


class Deliverer:
    """Delivers an application's letters. It remembers that the mail server could not be reached a moment ago, and what that
    server has taken until it is noted.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._config = app.extensions["config"]
        self._pause = -1.0  # negative: it is not known yet how it stands with the mail server
        self._paused_until = 0.0
        self._beaten = 0.0
        self._taken: dict[str, Answer] = {}  # by Message-ID: what the server has and is not noted yet

    def has_work(self) -> bool:
        """Whether a run would find something to do now."""
        if self._paused():
            return False
        with glance():
            return delivery.something_is_due()

    def run(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Send what is due; returns how many letters were tried."""
        if not self.has_work():
            return 0
        with glance():
            limits = delivery.limits()
        self._beaten = time.monotonic()
        end, tried = self._beaten + _LONGEST_RUN, 0
        with post_office(self._app) as post:
            while not self._paused() and not is_stopping() and time.monotonic() < end:
                network.renew()
                with unit():
                    letters = delivery.take(limits)
                if not letters:
                    break
                tried += self._send(letters, limits, post, is_stopping)
        return tried

    def _send(
        self, letters: list[ClaimedLetter], limits: Limits, post: Post, is_stopping: Callable[[], bool]
    ) -> int:
        """Send letters that were claimed, and give back those that it does not come to; returns how many were tried."""
        site = network.site(self._config)
        for number, letter in enumerate(letters):
            if self._paused() or is_stopping() or now() >= letter.begin_by:
                with unit():
                    delivery.give_back(letters[number:])
                return number
            answer = self._taken.get(letter.message_id) or delivery.send(letter, site, post)
            self._note(letter, answer, limits, is_stopping)
            self._mind(answer)
            self._beat()
        return len(letters)

    def _note(
        self, letter: ClaimedLetter, answer: Answer, limits: Limits, is_stopping: Callable[[], bool]
    ) -> None:
        """Write down the outcome, patiently: a letter that was sent and not noted would be sent again.

        Whoever is to stop has seconds left, and tries for most of them.
        """
        if answer.outcome is Outcome.SENT:
            self._taken[letter.message_id] = answer  # for whoever claims it here, if its lease ends over this
        give_up, attempt = time.monotonic() + _PATIENCE, 0
        while not self._noted(letter, answer, limits):
            if is_stopping():
                give_up = min(give_up, time.monotonic() + _LAST_SECONDS)
            if time.monotonic() > give_up:
                _log.error("letter %s: %s, could not be noted", letter.letter_id, answer.outcome.value)
                return
            if not attempt:
                _log.warning("letter %s: %s, not noted yet", letter.letter_id, answer.outcome.value)
            time.sleep(_PAUSES[min(attempt, len(_PAUSES) - 1)])
            attempt += 1

    def _noted(self, letter: ClaimedLetter, answer: Answer, limits: Limits) -> bool:
        """Try to write down the outcome; whether the database took it."""
        try:
            with unit():
                noted = delivery.note(letter, answer, limits)
        except SQLAlchemyError as error:
            if not is_outage(error):
                raise
            return False
        if not noted:
            _log.warning("letter %s: %s after its lease", letter.letter_id, answer.outcome.value)
            return True
        self._taken.pop(letter.message_id, None)
        _log.info("letter %s: %s", letter.letter_id, answer.outcome.value)
        return True

    def _mind(self, answer: Answer) -> None:
        """Leave a mail server in peace that cannot be reached, each time a little longer, and tell the organisers."""
        if answer.outcome is not Outcome.UNREACHABLE:
            if self._pause != 0.0:
                self._pause = 0.0
                with unit():
                    heartbeats.relieve(heartbeats.MAIL_SERVER)
            return
        _log.error("the mail server cannot be reached: %s", without_addresses(answer.words, None))
        self._pause = min(max(self._pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)
        self._paused_until = time.monotonic() + self._pause
        with unit():
            heartbeats.trouble(heartbeats.MAIL_SERVER, answer.words)

    def _paused(self) -> bool:
        return time.monotonic() < self._paused_until

    def _beat(self) -> None:
        """A long run of deliveries is a sign of life too."""
        if time.monotonic() - self._beaten >= _LONGEST_RUN / 4:
            with unit():
                heartbeats.beat()
            self._beaten = time.monotonic()
