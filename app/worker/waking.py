"""Waking the worker: as soon as a transaction that queued a letter is committed. If that fails, the sweep finds the letter."""

from __future__ import annotations

import logging

from flask import current_app, has_app_context
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.lib import patience
from app.services import outbox

_SECONDS = 1  # for which whoever has committed waits for it
_log = logging.getLogger(__name__)


def wake_after_commits() -> None:
    """Listen to the sessions of every application of this process, once."""
    if not event.contains(Session, "after_commit", _after_commit):
        event.listen(Session, "after_commit", _after_commit)


def _after_commit(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(outbox.QUEUED) or not has_app_context():
        return
    try:
        with patience.at_most(_SECONDS):
            current_app.extensions["huey"].prepare()
            current_app.extensions["tasks"].deliver()
    except Exception:
        _log.warning("the worker could not be woken; it will look for itself", exc_info=True)
