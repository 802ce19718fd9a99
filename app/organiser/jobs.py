"""Long work that the signed-in user has asked for: how far it is, and what came of it, or the file at its end."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, Job, JobState
from app.organiser import job_words
from app.organiser.door import bp
from app.organiser.job_words import Shown
from app.services import decision_jobs, jobs, whole_jobs
from app.services.errors import NotFound
from app.web import access, kept_files


@bp.get("/jobs/<int:job_id>")
@access.allow(access.ORGANISERS)
def job(job_id: int) -> str:
    """How far the work is."""
    asked = jobs.of_user(job_id, current_user)
    event = db.session.get(Event, asked.event_id) if asked.event_id else None
    if event is not None and asked.kind == decision_jobs.DECISIONS:
        return _work(asked, event, job_words.decisions(asked, event), portions=True)
    if event is not None and asked.kind in whole_jobs.WORKS:
        return _work(asked, event, job_words.whole(asked, event), portions=False)
    return render_template("organiser/job.html", job=asked, event=event, goes_on=_goes_on(asked))


@bp.get("/jobs/<int:job_id>/file")
@access.allow(access.ORGANISERS)
def job_file(job_id: int) -> Response:
    """The file that was made."""
    asked = jobs.of_user(job_id, current_user)
    if asked.stored_name is None or asked.file_name is None:
        raise NotFound
    return kept_files.download(asked.stored_name, asked.file_name)


def _work(asked: Job, event: Event, shown: Shown, *, portions: bool) -> str:
    return render_template(
        "organiser/work_job.html",
        job=asked,
        event=event,
        goes_on=_goes_on(asked),
        shown=shown,
        portions=portions,
    )


def _goes_on(asked: Job) -> bool:
    return asked.state in {JobState.QUEUED, JobState.RUNNING}
