"""`/metrics`: for whoever knows the token; true, cheap, readable without the database, and nothing personal in any label."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app import create_app, create_worker
from app.extensions import db
from app.lib.clock import now
from app.models import Heartbeat, JobState, LetterState
from app.models import Job as JobRow
from app.services import heartbeats, system_state
from app.services.records import chain
from app.web import request_counts
from config import Config
from tests.factories.events import an_event
from tests.factories.letters import a_letter
from tests.factories.users import an_administrator
from tests.statement_count import Statements

TOKEN = "9b1e0c77a4f2d83561cbe0fa94d7263895aa10be4c7f3d62"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
A_WHILE = (  # some milliseconds on either database
    "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 100000) SELECT count(*) FROM up"
)
Values = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def watched(app: Flask, tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of an installation that can be watched."""
    db.session.commit()
    settings = app.extensions["config"]
    own = create_app(replace(settings, instance_path=str(tmp_path), metrics_token=TOKEN))
    yield own.test_client()
    with own.app_context():
        db.session.remove()
        db.engine.dispose()


def values(client: FlaskClient) -> Values:
    """Every value that is told, by name and labels, as Prometheus reads it."""
    db.session.commit()
    answer = client.get("/metrics", headers=SHOWN)
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def of(found: Values, name: str, **labels: str) -> float | None:
    return found.get((name, tuple(sorted(labels.items()))))


def test_without_the_setting_there_is_no_such_page(client: FlaskClient) -> None:
    assert client.get("/metrics", headers=SHOWN).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}0",
        f"Bearer {TOKEN[:-1]}",
        TOKEN,
        f"bearer {TOKEN}",
        "Bearer \xff",
    ],
)
def test_only_with_the_token(watched: FlaskClient, sent: str | None) -> None:
    answer = watched.get("/metrics", headers={} if sent is None else {"Authorization": sent})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "events_" not in answer.text


def test_the_token_stands_in_no_address(watched: FlaskClient) -> None:
    assert watched.get(f"/metrics?token={TOKEN}&access_token={TOKEN}").status_code == 401


def test_it_is_text_that_is_never_kept(watched: FlaskClient) -> None:
    answer = watched.get("/metrics", headers={**SHOWN, "Host": "10.1.2.3:8001"})
    assert answer.status_code == 200, "monitoring asks by number"
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_requests_by_view_method_and_kind_of_answer(watched: FlaskClient) -> None:
    for path in ("/privacy", "/privacy", "/nowhere", "/events/unheard-of"):
        watched.get(path)
    watched.open("/privacy", method="MARIN")
    found = values(watched)
    name = "events_requests_total"
    assert of(found, name, endpoint="public.privacy", method="GET", status="2xx") == 2
    assert of(found, name, endpoint="none", method="GET", status="4xx") == 1
    assert of(found, name, endpoint="none", method="other", status="4xx") == 1
    assert of(found, name, endpoint="public.event", method="GET", status="4xx") == 1
    assert of(found, "events_request_duration_seconds_count", endpoint="public.privacy") == 2
    assert of(found, "events_request_duration_seconds_bucket", endpoint="public.privacy", le="+Inf") == 2
    assert (of(found, "events_request_duration_seconds_sum", endpoint="public.privacy") or 0) > 0


def test_a_histogram_never_falls(watched: FlaskClient) -> None:
    watched.get("/privacy")
    found = values(watched)
    steps = [
        of(found, "events_request_duration_seconds_bucket", endpoint="public.privacy", le=le)
        for le in (*map(str, request_counts.BOUNDS), "+Inf")
    ]
    assert None not in steps
    assert steps == sorted(steps)  # type: ignore[type-var]


def test_asking_is_neither_counted_nor_logged_and_costs_one_statement(
    watched: FlaskClient,
    statements: Callable[[], AbstractContextManager[Statements]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    values(watched)
    capsys.readouterr()
    with statements() as asked:
        found = values(watched)
    assert len(asked) == 1
    assert not [labels for _name, labels in found if ("endpoint", "metrics.metrics") in labels]
    assert "app.web.request_log" not in capsys.readouterr().err


def test_nothing_personal_is_in_a_label(watched: FlaskClient) -> None:
    administrator = an_administrator(email="ana.marin@igp.example", name="Ana MARIN")
    letter = a_letter()
    heartbeats.trouble(heartbeats.MAIL_SERVER, "550 ana.marin@igp.example is unknown to secret.host")
    slug = letter.event.slug if letter.event else an_event().slug
    secrets = ("A" * 43, "ana.marin@igp.example", "MARIN", slug, str(administrator.email))
    db.session.commit()
    for said in secrets:
        for path in (f"/r/{said}", f"/events/{said}", f"/{said}", f"/?q={said}", f"/set-password/{said}"):
            watched.get(path, headers={"User-Agent": said, "X-Request-ID": said})
        watched.open("/", method=said[:20].replace("@", ""))
        watched.post("/sign-in", data={"email": said, "password": said})
    text = watched.get("/metrics", headers=SHOWN).text
    for said in (*secrets, letter.recipient or "", "secret.host", TOKEN):
        assert said not in text
    endpoints = {rule.endpoint for rule in watched.application.url_map.iter_rules()} | {"none"}
    for (_name, labels), _value in values(watched).items():
        known = dict(labels)
        assert known.pop("endpoint", "none") in endpoints
        assert known.pop("method", "GET") in request_counts.METHODS
        assert known.pop("status", "2xx") in request_counts.CLASSES
        assert known.pop("state", "queued") in {*LetterState, *JobState}
        assert set(known) <= {"le", "version", "schema"}


def test_what_stands_in_the_database(watched: FlaskClient) -> None:
    letter = a_letter()
    letter.not_before = now() - timedelta(minutes=30)
    failed = a_letter()
    failed.state = LetterState.FAILED
    db.session.add(JobRow(kind="list", created_at=now() - timedelta(minutes=10)))
    heartbeats.beat()
    db.session.add(Heartbeat(name=heartbeats.BACKUP, at=now() - timedelta(hours=5), said="12345"))
    found = values(watched)
    assert of(found, "events_database_up") == of(found, "events_schema_current") == 1
    assert (of(found, "events_database_bytes") or 0) > 100_000
    assert of(found, "events_letters", state="queued") == 1
    assert of(found, "events_letters", state="failed") == of(found, "events_letters_to_deal_with") == 1
    assert of(found, "events_letters_due") == 1
    assert of(found, "events_letters_due_age_seconds") == pytest.approx(1800, abs=60)
    assert of(found, "events_jobs", state="queued") == 1
    assert of(found, "events_jobs_age_seconds") == pytest.approx(600, abs=60)
    assert of(found, "events_worker_up") == 1
    assert of(found, "events_mail_server_trouble_seconds") == 0
    assert of(found, "events_backup_age_seconds") == pytest.approx(5 * 3600, abs=60)
    assert of(found, "events_backup_size_bytes") == 12345
    assert (of(found, "events_instance_free_bytes") or 0) > 0


def test_what_is_not_known_is_left_out(watched: FlaskClient) -> None:
    found = values(watched)
    assert of(found, "events_worker_up") == 0
    assert of(found, "events_worker_age_seconds") is None
    assert of(found, "events_backup_age_seconds") is None
    assert of(found, "events_letters_due_age_seconds") == 0


def test_the_seal(watched: FlaskClient) -> None:
    an_administrator()
    watched.post("/sign-in", data={"email": "nobody@example.org", "password": "wrong"})
    chain.seal(whole=True)
    found = values(watched)
    assert of(found, "events_audit_unsealed") == of(found, "events_audit_unsealed_age_seconds") == 0


def test_without_the_database_there_is_what_the_process_knows(
    watched: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("as a test wants it", None, Exception())

    watched.get("/privacy")
    monkeypatch.setattr(system_state, "state", gone)
    found = values(watched)
    assert of(found, "events_database_up") == 0
    assert of(found, "events_schema_current") is None
    assert of(found, "events_requests_total", endpoint="public.privacy", method="GET", status="2xx") == 1


@pytest.mark.sqlite_only
def test_a_database_that_is_gone_for_real(app: Flask, tmp_path: Path) -> None:
    settings = replace(app.extensions["config"], instance_path=str(tmp_path), metrics_token=TOKEN)
    own = create_app(replace(settings, database_url="postgresql://nobody:none@127.0.0.1:1/nothing"))
    answer = own.test_client().get("/metrics", headers=SHOWN)
    assert answer.status_code == 200
    assert "\nevents_database_up 0\n" in answer.text


def test_slow_statements_are_counted_those_of_the_worker_too(watched: FlaskClient) -> None:
    worker = create_worker(watched.application.extensions["config"])
    for process in (watched.application, worker, worker):
        process.extensions["process_counts"].slow_statement()
    assert of(values(watched), "events_slow_statements_total") == 3


@pytest.mark.parametrize("create", [create_app, create_worker])
def test_a_statement_that_takes_long_is_one_of_them(
    watched: FlaskClient, create: Callable[[Config], Flask]
) -> None:
    quick = create(replace(watched.application.extensions["config"], slow_statement_milliseconds=1))
    with quick.app_context():
        db.session.execute(text(A_WHILE))
        db.session.rollback()
        db.engine.dispose()
    assert of(values(watched), "events_slow_statements_total") == 1


def test_connections_of_the_worker_are_connections_too(watched: FlaskClient) -> None:
    worker = create_worker(watched.application.extensions["config"])
    before = of(values(watched), "events_database_pool_in_use") or 0
    with worker.app_context(), db.engine.connect():
        during = of(values(watched), "events_database_pool_in_use") or 0
    assert during - before == 1
    with worker.app_context():
        db.engine.dispose()


def test_connections_in_use(watched: FlaskClient) -> None:
    with watched.application.app_context(), db.engine.connect(), db.engine.connect():
        during = values(watched)
    after = values(watched)
    assert (of(during, "events_database_pool_in_use") or 0) - (
        of(after, "events_database_pool_in_use") or 0
    ) == 2
    assert (of(after, "events_database_pool_size") or 0) >= 1


def test_the_version_and_the_tables(watched: FlaskClient) -> None:
    (labels,) = [dict(labels) for name, labels in values(watched) if name == "events_build_info"]
    assert set(labels) == {"version", "schema"}
    assert all(labels.values())


def test_without_the_setting_nothing_is_counted(client: FlaskClient) -> None:
    client.get("/privacy")
    assert "counts" not in client.application.extensions
    settings: Any = client.application.extensions["config"]
    assert client.application.extensions["process_counts"] is None
    assert not list(Path(settings.instance_path).glob("*counts"))
