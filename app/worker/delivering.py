"""A run of the delivery: letter by letter until nothing is due, each claimed, sent and noted by itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.services import delivery, heartbeats
from app.services.delivery import Limits
from app.services.mail_answers import Answer, Outcome
from app.services.outgoing import ClaimedLetter, Site
from app.worker.posting import post_office
from app.worker.units import glance, unit

_log = logging.getLogger(__name__)
_LONGEST_RUN = 60.0  # seconds; other tasks have their turn in between
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 60.0  # seconds without trying a mail server that cannot be reached
_NOTE_ATTEMPTS = 5


class Deliverer:
    """Delivers an application's letters. Its only memory is that the mail server could not be reached a moment ago."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        config = app.extensions["config"]
        self._site = Site(
            config.base_url, config.mail_sender, config.mail_sender_name, config.contact_address
        )
        self._pause = 0.0
        self._paused_until = 0.0

    def has_work(self) -> bool:
        """Whether a run would find something to do now."""
        if time.monotonic() < self._paused_until:
            return False
        with glance():
            return delivery.something_is_due()

    def run(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Send what is due; returns how many letters were tried."""
        if not self.has_work():
            return 0
        with glance():
            limits = delivery.limits()
        started = beaten = time.monotonic()
        tried = 0
        with post_office(self._app) as post:
            while not is_stopping() and time.monotonic() - started < _LONGEST_RUN:
                letter = self._take(limits)
                if letter is None:
                    break
                answer = delivery.send(letter, self._site, post)
                tried += 1
                self._note(letter, answer, limits)
                if self._must_pause(answer):
                    break
                beaten = self._beat(beaten)
        return tried

    def _take(self, limits: Limits) -> ClaimedLetter | None:
        with unit():
            return delivery.take(limits)

    def _note(self, letter: ClaimedLetter, answer: Answer, limits: Limits) -> None:
        """Write down the outcome, patiently: a letter that was sent and not noted would be sent again."""
        for attempt in range(1, _NOTE_ATTEMPTS + 1):
            try:
                with unit():
                    noted = delivery.note(letter, answer, limits)
            except OperationalError:
                db.session.remove()
                _log.warning("letter %s: %s, not noted yet", letter.letter_id, answer.outcome.value)
                time.sleep(attempt / 2)
            else:
                if not noted:
                    _log.warning("letter %s: %s after its lease", letter.letter_id, answer.outcome.value)
                _log.info("letter %s: %s", letter.letter_id, answer.outcome.value)
                return
        _log.error("letter %s: %s, could not be noted", letter.letter_id, answer.outcome.value)

    def _must_pause(self, answer: Answer) -> bool:
        """Leave a mail server in peace that cannot be reached, each time a little longer."""
        if answer.outcome is not Outcome.UNREACHABLE:
            self._pause = 0.0
            return False
        self._pause = min(max(self._pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)
        self._paused_until = time.monotonic() + self._pause
        _log.error("the mail server cannot be reached: %s", answer.words)
        return True

    def _beat(self, last: float) -> float:
        """A long run of deliveries is a sign of life too."""
        if time.monotonic() - last < _LONGEST_RUN / 4:
            return last
        with unit():
            heartbeats.beat()
        return time.monotonic()
