"""Long work that the signed-in user has asked for: how far it is, and the file at its end."""

from __future__ import annotations

from flask import current_app, render_template, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, Job, JobState
from app.organiser.door import bp
from app.organiser.participants import participant_words
from app.services import decision_jobs, file_store, jobs
from app.services.decision_jobs import Decided
from app.services.errors import NotFound
from app.web import access
from app.web.locale import language
from config import Config


@bp.get("/jobs/<int:job_id>")
@access.allow(access.ORGANISERS)
def job(job_id: int) -> str:
    """How far the work is."""
    asked = jobs.of_user(job_id, current_user)
    event = db.session.get(Event, asked.event_id) if asked.event_id else None
    if asked.kind == decision_jobs.DECISIONS:
        decided = Decided.of(asked, language())
        return render_template(
            "organiser/decisions_job.html", job=asked, event=event, goes_on=_goes_on(asked), decided=decided,
            words=participant_words,
        )  # fmt: skip
    return render_template("organiser/job.html", job=asked, event=event, goes_on=_goes_on(asked))


@bp.get("/jobs/<int:job_id>/file")
@access.allow(access.ORGANISERS)
def job_file(job_id: int) -> Response:
    """The file that was made."""
    asked = jobs.of_user(job_id, current_user)
    if asked.stored_name is None or asked.file_name is None:
        raise NotFound
    settings: Config = current_app.extensions["config"]
    answer = send_file(
        file_store.path(settings.job_files_path, asked.stored_name),
        as_attachment=True,
        download_name=asked.file_name,
    )
    answer.headers["Cache-Control"] = "no-store"  # send_file thinks of public files
    return answer


def _goes_on(asked: Job) -> bool:
    return asked.state in {JobState.QUEUED, JobState.RUNNING}
