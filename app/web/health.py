"""Whether the application is alive, and whether it is ready: for load balancers and for whoever starts it."""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.services import heartbeats
from app.web import access

bp = Blueprint("health", __name__)
Answer = tuple[Response, int]


@bp.get("/healthz")
@access.allow(access.ANYONE)
def alive() -> Answer:
    """The process answers."""
    return jsonify(alive=True), 200


@bp.get("/readyz")
@access.allow(access.ANYONE)
def ready() -> Answer:
    """The database answers, its migrations are those of the code, and the worker has been heard of lately.

    `mail` says whether the mail server can be reached, as far as the worker knows; without it one can still register.
    """
    try:
        migrated, mail = _migrated(), heartbeats.mail_state()
        state = {"database": True, "migrations": migrated, "worker": mail.worker_alive}
        reachable = mail.unreachable_since is None
    except SQLAlchemyError:
        db.session.rollback()
        state, reachable = {"database": False, "migrations": False, "worker": False}, False
    ready = all(state.values())
    return jsonify(ready=ready, **state, mail=reachable), 200 if ready else 503


def _migrated() -> bool:
    heads = ScriptDirectory(current_app.extensions["migrate"].directory).get_heads()
    context = MigrationContext.configure(db.session.connection())
    return set(context.get_current_heads()) == set(heads)
