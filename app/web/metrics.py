"""`/metrics`: what monitoring asks for, in Prometheus' text format, for whoever knows METRICS_TOKEN.

Labels are names of views, methods, states and versions: never a person, an address, a token or words that somebody typed. Asking
costs one statement, and is neither counted nor logged. Without the database there is what the processes know themselves.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.lib.outages import let_go
from app.lib.process_counts import ProcessCounts
from app.lib.version import version
from app.services import system_state
from app.services.system_state import SystemState
from app.web import access, exposition, request_counts, request_log, running
from app.web.exposition import Family, Sample, one
from app.web.request_counts import BOUNDS, Requests
from config import Config

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@access.allow(access.ANYONE)
def metrics() -> Response:
    """All of it. Without the setting there is no such page."""
    settings: Config = current_app.extensions["config"]
    if not settings.metrics_token:
        abort(404)
    request_log.nothing_new()
    if not _is_known(request.headers.get("Authorization", ""), settings.metrics_token):
        return Response("unauthorised\n", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
    try:
        state = system_state.state()
    except SQLAlchemyError:
        let_go(db.session)
        state = None
    families = [*_running(state), *_requests(request_counts.counted()), *_processes()]
    families += _stored(state) if state else ()
    return Response(exposition.written(families), content_type=exposition.CONTENT_TYPE)


def _is_known(sent: str, token: str) -> bool:
    """Compared in a time that tells nothing of how much was right."""
    return hmac.compare_digest(sent.encode(), f"Bearer {token}".encode())


def _running(state: SystemState | None) -> Iterator[Family]:
    """What this process knows without asking anybody."""
    disk, schema = running.disk(), running.newest_schema()
    labels = {"version": version(), "schema": schema}
    yield one("events_build_info", "Version of the application, and the tables it works with.", 1, **labels)
    yield one(
        "events_start_time_seconds",
        "When the processes of this web server were started, in seconds since 1970.",
        running.STARTED.timestamp(),
    )
    yield one("events_database_up", "1 if the database answers.", int(state is not None))
    if state:
        current = int(state.schema == schema)
        yield one("events_schema_current", "1 if the tables are those that this version works with.", current)
    if disk:
        free = "Room that is left where the instance folder is."
        yield one("events_instance_free_bytes", free, disk.free)
        yield one("events_instance_size_bytes", "The whole of it.", disk.whole)


def _requests(counted: list[Requests]) -> Iterator[Family]:
    """What the web servers of this machine have counted together."""
    yield Family(
        "events_requests_total",
        "counter",
        "Requests by view, method and class of the answer’s status.",
        [
            Sample(number, {"endpoint": asked.view, "method": method, "status": status})
            for asked in counted
            for (method, status), number in asked.answers.items()
        ],
    )
    durations = [sample for asked in counted for sample in _durations(asked)]
    yield Family(
        "events_request_duration_seconds", "histogram", "How long requests took, by view.", durations
    )


def _processes() -> Iterator[Family]:
    """What they and the worker have counted together."""
    counts: ProcessCounts = current_app.extensions["process_counts"]
    told, pool = counts.told(), "events_database_pool"
    slow = "Statements that took longer than the threshold."
    yield one("events_slow_statements_total", slow, told.slow_statements, "counter")
    yield one(f"{pool}_size", "Connections that the processes keep, at most.", told.pool_size)
    yield one(f"{pool}_in_use", "Connections that are in use.", told.pool_in_use)
    yield one(f"{pool}_overflow", "Connections opened beyond that size.", told.pool_overflow)


def _durations(asked: Requests) -> Iterator[Sample]:
    number, view = 0, {"endpoint": asked.view}
    for bound, within in zip((*map(str, BOUNDS), "+Inf"), asked.within, strict=True):
        number += within
        yield Sample(number, {**view, "le": bound}, "_bucket")
    yield Sample(asked.seconds, view, "_sum")
    yield Sample(number, view, "_count")


def _stored(state: SystemState) -> Iterator[Family]:
    """What the database knows."""

    def since(moment: datetime | None) -> float | None:
        return None if moment is None else max((state.at - moment).total_seconds(), 0)

    yield one("events_database_bytes", "Size of the database.", state.size)
    letters = [Sample(number, {"state": name}) for name, number in sorted(state.letters.items())]
    yield Family("events_letters", "gauge", "Letters by state.", letters)
    yield one("events_letters_to_deal_with", "Failed letters that nobody has set aside.", state.failed)
    yield one("events_letters_due", "Letters that could go out now.", state.due.number)
    yield one(
        "events_letters_due_age_seconds",
        "For how long the oldest is due; 0: none.",
        since(state.due.since) or 0,
    )
    jobs = [Sample(number, {"state": name}) for name, number in sorted(state.jobs.items())]
    yield Family("events_jobs", "gauge", "Long work by state.", jobs)
    oldest = since(state.unfinished.since) or 0
    yield one("events_jobs_age_seconds", "Age of the oldest work that is not finished; 0: none.", oldest)
    yield one("events_worker_up", "1 if the worker was heard of lately.", int(state.worker_alive))
    yield one("events_worker_age_seconds", "Since when no worker was heard of.", since(state.worker_heard))
    trouble = since(state.mail_down_since) or 0
    yield one("events_mail_server_trouble_seconds", "For how long it is out of reach; 0: it is not.", trouble)
    if state.backup:
        yield one("events_backup_age_seconds", "Age of the latest backup.", since(state.backup.at))
        yield one("events_backup_size_bytes", "Its size.", state.backup.size)
    yield one("events_audit_seal_age_seconds", "Age of the newest seal.", since(state.sealed_at))
    yield one("events_audit_unsealed", "Lines of the audit trail without a seal yet.", state.unsealed.number)
    unsealed = since(state.unsealed.since) or 0
    yield one("events_audit_unsealed_age_seconds", "Age of the oldest of them; 0: none.", unsealed)
