"""A long list becomes a job: its page, its file, and nobody else's."""

from __future__ import annotations

import io
import json

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Event, Job, JobState
from app.services import settings
from app.worker.working import do_jobs
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.users import an_organiser
from tests.organiser.list_files import handed_out
from tests.organiser.test_participants import listed
from tests.pages import Visitor
from tests.signing_in import sign_in


@pytest.fixture
def asked(organiser: Visitor) -> str:
    """The address of the job for a workbook of 150 people."""
    settings.change("rows_at_once", 100)
    event = an_event()
    many_registrations(event, 150)
    db.session.commit()
    return ask(organiser, event)


def ask(organiser: Visitor, event: Event) -> str:
    answer = handed_out(listed(organiser, event).follow("Export"), "xlsx")
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def the_job() -> Job:
    return db.session.scalars(select(Job).execution_options(populate_existing=True)).one()


def test_a_long_list_is_written_by_the_worker(app: Flask, organiser: Visitor, asked: str) -> None:
    page = organiser.visit(asked)
    assert "Waiting for its turn" in page.text
    assert page.one("[data-live][data-goes-on]")
    assert organiser.get(f"{asked}/file").status_code == 404
    assert do_jobs(app) == 1
    page = organiser.visit(asked)
    assert "The file is ready" in page.text
    answer = organiser.get(f"{asked}/file")
    assert answer.headers["Cache-Control"] == "no-store"
    lines = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(lines) == 151
    assert db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.action == "participants.exported")
    ).all()


def test_a_short_list_comes_at_once(organiser: Visitor) -> None:
    event = an_event()
    many_registrations(event, 20)
    db.session.commit()
    assert handed_out(listed(organiser, event).follow("Export"), "xlsx").status_code == 200
    assert db.session.scalars(select(Job)).all() == []


def test_the_file_is_for_whoever_asked(app: Flask, organiser: Visitor, asked: str) -> None:
    do_jobs(app)
    sign_in(organiser, an_organiser())
    for address in (asked, f"{asked}/file"):
        assert organiser.get(address).status_code == 404


def test_a_failure_is_told(organiser: Visitor, app: Flask, asked: str) -> None:
    job = the_job()
    job.parameters = {**job.parameters, "filters": {"status": ["no such status"]}}
    db.session.commit()
    assert do_jobs(app) == 1
    assert the_job().state is JobState.FAILED
    assert "could not be made" in organiser.visit(asked).text


def test_a_long_list_for_programs_is_written_by_the_worker(app: Flask, organiser: Visitor) -> None:
    """With the columns, the filters and the order that were chosen."""
    settings.change("rows_at_once", 100)
    event = an_event()
    many_registrations(event, 150)
    db.session.commit()
    today = event.local(now())  # between eleven and midnight in UTC it is another day there
    page = listed(organiser, event, "?sort=-name").follow("Export")
    answer = handed_out(page, "json", columns=["given_name", "family_name"])
    assert answer.status_code == 303
    assert do_jobs(app) == 1
    job = the_job()
    assert job.total == 150
    assert str(job.file_name).endswith("-participants-" + f"{today:%Y-%m-%d}.json")
    written = json.loads(organiser.get(f"{answer.headers['Location']}/file").data)
    assert [column["code"] for column in written["columns"]] == ["family_name", "given_name"]
    assert len(written["rows"]) == 150
    settings.change("rows_at_once", 1000)
    at_once = json.loads(handed_out(page, "json", columns=["given_name", "family_name"]).data)
    assert written["rows"] == at_once["rows"]


def test_a_long_list_as_csv_comes_at_once(organiser: Visitor, asked: str) -> None:
    event = db.session.scalars(select(Event)).one()
    answer = handed_out(listed(organiser, event).follow("Export"), "csv_semicolon")
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 151
