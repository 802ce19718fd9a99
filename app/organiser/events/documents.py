"""Documents of an event: handed in, replaced, removed, downloaded."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.events import document_form
from app.services import documents as rules
from app.services.errors import DomainError
from app.services.event_errors import FileMissing
from app.web import access, document_files, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.get("/events/<slug>/documents")
@access.allow(access.ORGANISERS)
def documents(slug: str) -> Page:
    """The documents, agenda first."""
    event = event_of_user(slug)
    return render_template("organiser/documents/list.html", event=event, documents=rules.of_event(event))


@bp.route("/events/<slug>/documents/new", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def document_new(slug: str) -> Page:
    """Hand in a document."""
    event = event_of_user(slug)
    form, code = document_form.made_for(language=language()), None
    if sent(form):
        try:
            upload = document_files.upload_of(form.file.data)
            if upload is None:
                raise FileMissing
            rules.add(event, form.details(), upload, document_files.most(), acting())
            db.session.commit()
            return _saved(event, _("The document is there."))
        except DomainError as error:
            code = form_pages.refused(form, error)
    page = render_template("organiser/documents/new.html", event=event, form=form, megabytes=_megabytes())
    return page, code or form_pages.status(form)


@bp.route("/events/<slug>/documents/<int:document_id>/edit", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def document_edit(slug: str, document_id: int) -> Page:
    """Change what is said about a document, or replace its file."""
    event = event_of_user(slug)
    document = rules.one_of_event(event, document_id)
    form, code, differences = document_form.made_for(document), None, []
    if sent(form):
        try:
            upload, version = document_files.upload_of(form.file.data), form_pages.version_in(form)
            rules.edit(document, form.details(), upload, version, document_files.most(), acting())
            db.session.commit()
            return _saved(event, _("The document is saved."))
        except DomainError as error:
            code = form_pages.refused(form, error)
            differences = meanwhile.told(
                error, form, partial(document_form.made_for, document, as_stored=True)
            )
    page = render_template(
        "organiser/documents/edit.html",
        event=event,
        document=document,
        form=form,
        differences=differences,
        megabytes=_megabytes(),
    )
    return page, code or form_pages.status(form)


@bp.route("/events/<slug>/documents/<int:document_id>/remove", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def document_remove(slug: str, document_id: int) -> Page:
    """Take a document away, its file with it."""
    event = event_of_user(slug)
    document = rules.one_of_event(event, document_id)
    if sent(FlaskForm()):
        rules.remove(document, acting())
        db.session.commit()
        return _saved(event, _("The document is removed."))
    return render_template("organiser/documents/remove.html", event=event, document=document)


@bp.get("/events/<slug>/documents/<int:document_id>")
@access.allow(access.ORGANISERS)
def document(slug: str, document_id: int) -> Page:
    """The file, as a download."""
    return document_files.download(rules.one_of_event(event_of_user(slug), document_id))


def _megabytes() -> int:
    return document_files.most() // (1024 * 1024)


def _saved(event: Event, words: str) -> Response:
    flash(words, "ok")
    return redirect(url_for("organiser.documents", slug=event.slug), code=303)
