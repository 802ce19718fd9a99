"""Long work, one job after the other: claimed, done into a temporary file, and kept for whoever asked."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from typing import NamedTuple

from flask import Flask

from app.lib.outages import is_outage
from app.services import decision_jobs, jobs, long_work, network, whole_jobs
from app.services.errors import DomainError
from app.web.sealing import safe
from app.worker.units import glance, unit

_log = logging.getLogger(__name__)
_IN_MEMORY = 4 * 1024 * 1024  # bytes; a larger file is put on the disk


class TakenAway(Exception):
    """Another worker has taken the job meanwhile, or this one is to stop."""


class Claimed(NamedTuple):
    """A job that this worker alone does."""

    job_id: int
    attempt: int
    kind: str
    event_id: int
    asked: dict[str, object]


def work_waits() -> bool:
    """Whether a job waits to be done."""
    with glance():
        return jobs.one_waits()


def do_jobs(app: Flask, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Do what waits; returns how many jobs were ended."""
    ended = 0
    while not is_stopping() and (claimed := _claim()) is not None:
        network.renew()
        ended += _do(app, claimed, is_stopping)
    return ended


def _claim() -> Claimed | None:
    if not work_waits():
        return None
    with unit():
        job = jobs.claim()
        if job is None or job.event_id is None:
            return None
        return Claimed(job.id, job.attempts, job.kind, job.event_id, dict(job.parameters))


def _do(app: Flask, claimed: Claimed, is_stopping: Callable[[], bool]) -> bool:
    def report(done: int, total: int | None) -> None:
        with app.app_context(), unit():  # a session of its own: that of the work is reading
            mine = jobs.report(claimed.job_id, claimed.attempt, done, total)
        if not mine or is_stopping():
            raise TakenAway

    if claimed.kind == decision_jobs.DECISIONS:
        return _decide(claimed, is_stopping)
    if claimed.kind in whole_jobs.WORKS:
        return _do_whole(claimed)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        try:
            with glance():
                do = long_work.WORKS[claimed.kind]
                name = do(claimed.event_id, claimed.asked, file, report)
            file.seek(0)
            with unit():
                return jobs.finish(claimed.job_id, claimed.attempt, name, file)
        except TakenAway:
            return False
        except Exception as error:
            return _failed(claimed, error)


def _do_whole(claimed: Claimed) -> bool:
    """In one transaction, or not at all; what the database could not do at this moment is left until the lease ends."""
    try:
        with unit():
            return whole_jobs.do(claimed.job_id, claimed.event_id, claimed.attempt, safe())
    except DomainError as error:
        with unit():
            return whole_jobs.refuse(claimed.job_id, claimed.attempt, error)
    except Exception as error:
        return _failed(claimed, error)


def _decide(claimed: Claimed, is_stopping: Callable[[], bool]) -> bool:
    """Decisions are committed portion by portion; what is left when the worker stops goes on when the lease ends."""
    goes_on = True
    try:
        while goes_on:
            if is_stopping():
                return False
            with unit():
                goes_on = decision_jobs.step(claimed.job_id, claimed.event_id, claimed.attempt)
    except Exception as error:
        return _failed(claimed, error)
    return True


def _failed(claimed: Claimed, error: Exception) -> bool:
    """A fault ends the job; what the database could not do at this moment is left until the lease ends, and done again."""
    if is_outage(error):
        _log.warning("job %s cannot be done now", claimed.job_id)
        return False
    _log.exception("job %s cannot be done", claimed.job_id)
    with unit():
        return jobs.fail(claimed.job_id, claimed.attempt, jobs.FAILED)
