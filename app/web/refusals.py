"""Refusals on record: somebody who has signed in asked for what another role may do."""

from __future__ import annotations

import logging

from flask import request
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.services import audit
from app.services.actors import Actor

_log = logging.getLogger(__name__)


def note(actor: Actor) -> None:
    """Put on record which view was refused to whom; of a flood, one line a minute.

    If nobody can write at this moment, the refusal stands all the same.
    """
    db.session.rollback()  # whatever was looked up so far; the line is a unit of its own
    try:
        audit.record_refusal(actor, "access.refused", [request.endpoint or "", request.method])
    except SQLAlchemyError:
        _log.error("a refusal could not be put on record", extra={"endpoint": request.endpoint})
