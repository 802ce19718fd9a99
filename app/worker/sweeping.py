"""Removing what nothing needs any more, each hour: counts of attempts that are over, files that no row knows."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Flask
from huey import crontab
from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.models import CampaignFile, Job
from app.services import file_store, rate_counts
from app.services.privacy.folders import Folders
from app.worker.queue import WatchedQueue
from app.worker.units import glance

_IN_THE_MAKING = timedelta(hours=1)  # longer than any transaction that writes a file
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Put the task into the application's queue."""
    queue: WatchedQueue = app.extensions["huey"]

    def sweep() -> None:
        with app.app_context():
            rate_counts.remove_spent()
            sweep_files(Folders.of(app.extensions["config"]))

    queue.periodic_task(crontab(minute="20"), name="sweep")(sweep)


def sweep_files(folders: Folders) -> int:
    """Remove the lists and attachments that a killed process left without a row; returns how many."""
    before = clock.actual() - _IN_THE_MAKING
    with glance():
        made = set(db.session.scalars(select(Job.stored_name).where(Job.stored_name.is_not(None))))
        attached = set(db.session.scalars(select(CampaignFile.stored_name)))
    removed = file_store.remove_strays(folders.made, {name for name in made if name}, before)
    removed += file_store.remove_strays(folders.attachments, attached, before)
    if removed:
        _log.info("removed %s files that no row knows", removed)
    return removed
