"""The tasks of the worker. Each looks in our own tables what is to be done, so that none is harmed by coming twice or late."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from huey import crontab

from app.services import campaign_starting, deciding, heartbeats, link_requests, network, reminding
from app.services.errors import DomainError
from app.worker.delivering import Deliverer
from app.worker.pulse import Pulse
from app.worker.queue import WatchedQueue
from app.worker.units import glance, unit
from app.worker.working import do_jobs, work_waits

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tasks:
    """What can be asked of the worker; calling one puts it into the queue."""

    deliver: Callable[[], Any]
    work: Callable[[], Any]
    expire_holds: Callable[[], Any]
    remind: Callable[[], Any]
    beat: Callable[[], Any]


def register(app: Flask) -> Tasks:
    """Make the tasks known to the application's queue."""
    queue: WatchedQueue = app.extensions["huey"]
    deliverer, pulse = Deliverer(app), Pulse(say_alive)

    def deliver() -> None:
        with app.app_context():
            network.renew()
            answer_requests(queue.is_stopping)
            send_messages(queue.is_stopping)
            deliverer.run(queue.is_stopping)
            send_messages(queue.is_stopping)

    def work() -> None:
        with app.app_context():
            do_jobs(app, queue.is_stopping)

    def expire_holds() -> None:
        with app.app_context():
            expire_due_holds(queue.is_stopping)

    def remind() -> None:
        with app.app_context():
            send_reminders(queue.is_stopping)

    def beat() -> None:
        with app.app_context():
            pulse.beat()

    def watch() -> None:
        with app.app_context():
            if not queue.storage.queue_size():
                look_for_work()
            pulse.catch_up()

    def look_for_work() -> None:
        if request_waits() or message_waits() or deliverer.has_work():
            tasks.deliver()
        if work_waits():
            tasks.work()

    every_minute = crontab(minute="*")
    tasks = Tasks(
        deliver=queue.periodic_task(every_minute, name="deliver")(deliver),
        work=queue.periodic_task(every_minute, name="work")(work),
        expire_holds=queue.periodic_task(every_minute, name="expire_holds")(expire_holds),
        remind=queue.periodic_task(every_minute, name="remind")(remind),
        beat=queue.periodic_task(every_minute, name="beat")(beat),
    )
    queue.on_startup(name="beat")(beat)
    queue.watch = watch
    return tasks


def request_waits() -> bool:
    """Whether somebody waits for a private link."""
    with glance():
        return link_requests.one_waits()


def answer_requests(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Write the letters to those who have asked for a private link; returns how many requests were answered."""
    answered = 0
    while request_waits() and not is_stopping():
        with unit():
            answered += link_requests.answer()
    return answered


def message_waits() -> bool:
    """Whether a message to many is to be started, or its end to be noted."""
    with glance():
        return campaign_starting.something_is_due()


def send_messages(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Start the messages to many for which it is time, each in a unit, and note which are done; returns how many letters
    were queued.
    """
    if not message_waits():
        return 0
    with glance():
        due = campaign_starting.due()
    queued = 0
    for campaign_id in due:
        if is_stopping():
            return queued
        with unit():
            queued += campaign_starting.start(campaign_id)
    with unit():
        campaign_starting.settle()
    return queued


def expire_due_holds(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """End the unverified registrations whose hold is over, each in a unit of its own; returns how many."""
    with glance():
        ids = deciding.expired_holds()
    ended = 0
    for registration_id in ids:
        if is_stopping():
            break
        try:
            with unit():
                deciding.expire(registration_id)
            ended += 1
        except DomainError as error:  # confirmed a moment ago, or the event takes no changes any more
            _log.info("registration %s does not expire: %s", registration_id, error.code)
    return ended


def send_reminders(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Let the reminder rules write for which it is time, batch by batch; returns how many letters were queued.

    A rule that cannot be run holds up no other; it is tried again the next time.
    """
    with glance():
        due = reminding.due()
    queued = 0
    for rule in due:
        try:
            queued += _send_reminder(rule, is_stopping)
        except Exception:
            _log.exception("reminder rule %s cannot be run", rule.rule_id)
    return queued


def _send_reminder(rule: reminding.DueRule, is_stopping: Callable[[], bool]) -> int:
    queued = 0
    while not is_stopping():
        with unit():
            number = reminding.run(rule)
        queued += number
        if number < reminding.AT_ONCE:
            break
    return queued


def say_alive() -> None:
    """Note that the worker is alive now."""
    with unit():
        heartbeats.beat()
