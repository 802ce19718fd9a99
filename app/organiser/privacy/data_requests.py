"""Somebody asks what is kept: found, opened, handed over as a file. Each of these is written down."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib.transaction_kind import set_reading
from app.models import Registration
from app.organiser import searched_words
from app.organiser.door import bp
from app.services.privacy import data_export, data_words, finding, requests
from app.services.privacy.requests import Subject
from app.web import access
from app.web.data_files import chosen_format, download
from app.web.event_pages import acting
from app.web.locale import language

Page = str | Response | tuple[str, int]
ADDRESS = "/privacy/<any(person, registration):kind>/<int:subject_id>"


@bp.get("/privacy")
@access.allow(access.ADMINISTRATORS)
def privacy() -> Page:
    """Where requests begin: whom they are about."""
    words = searched_words.words_of(request.args.get("search", ""))
    found = finding.find(words) if words else None
    return render_template(
        "organiser/privacy/find.html", words=words, found=found, most=finding.MOST, kind_of=kind_of
    )


@bp.post("/privacy")
@access.allow(access.ADMINISTRATORS)
def privacy_find() -> Response:
    """The name or the address is posted, because it stands in no web address; on to whoever was found."""
    words = searched_words.tidied(request.form.get("q", ""))
    if not words:
        flash(_("Type an e-mail address or a name to look for."), "warn")
        return redirect(url_for("organiser.privacy"), code=303)
    finding.note(words, finding.find(words), acting())
    db.session.commit()
    return redirect(url_for("organiser.privacy", search=searched_words.keep(words)), code=303)


@bp.route(ADDRESS, methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def data_of(kind: str, subject_id: int) -> Page:
    """All that is kept about somebody. It is opened by a button, because opening is written down."""
    subject = requests.subject_of(kind, subject_id)
    if isinstance(subject, Registration) and subject.person_id is not None:
        return redirect(url_for("organiser.data_of", kind="person", subject_id=subject.person_id), code=303)
    if request.method == "GET" or "lang" in request.form:
        return render_template("organiser/privacy/closed.html", kind=kind, subject_id=subject_id)
    with_needs = "needs" in request.form
    requests.note_opened(subject, acting(), with_needs=with_needs)
    db.session.commit()
    found = requests.of(subject)
    return render_template(
        "organiser/privacy/data.html",
        kind=kind,
        subject=subject,
        found=found,
        sections=data_words.sections(found, language(), with_needs=with_needs),
        with_needs=with_needs,
    )


@bp.post(f"{ADDRESS}/export")
@access.allow(access.ADMINISTRATORS)
def data_export_of(kind: str, subject_id: int) -> Response:
    """A copy as a file, to be handed to the person; in the language of the page."""
    subject = requests.subject_of(kind, subject_id)
    form = chosen_format()
    data_export.note(subject, form, acting())
    db.session.commit()
    set_reading(True)  # while the file is made, nobody waits for a lock
    return download(data_export.file_of(requests.of(subject), form, language()))


def kind_of(subject: Subject) -> str:
    """How the addresses of these pages call a subject."""
    return "registration" if isinstance(subject, Registration) else "person"
