"""Whether the application is alive, and whether it is ready: for load balancers and for whoever starts it."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from app.web import access, outages
from app.web.probing import Prober

bp = Blueprint("health", __name__)
Answer = tuple[Response, int]


@bp.record_once
def _bind(state: object) -> None:
    """A prober for each application."""
    app = state.app  # type: ignore[attr-defined]
    app.extensions["prober"] = Prober(app)


@bp.get("/healthz")
@access.allow(access.ANYONE)
def alive() -> Answer:
    """The process answers."""
    return jsonify(alive=True), 200


@bp.get("/readyz")
@access.allow(access.ANYONE)
def ready() -> Answer:
    """The database answers and takes changes, its migrations are those of the code, and the worker has been heard of lately.

    `mail` says whether the mail server can be reached, as far as the worker knows; without it one can still register.
    """
    prober: Prober = current_app.extensions["prober"]
    found = prober.ask()
    state = {
        "database": found.database,
        "writes": found.writes and not outages.writes_fail(),
        "migrations": found.migrations,
        "worker": found.worker,
    }
    ready = all(state.values())
    return jsonify(ready=ready, **state, mail=found.mail), 200 if ready else 503
