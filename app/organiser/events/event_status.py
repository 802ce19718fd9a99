"""The life of an event: published, closed early, reopened, archived, cancelled. What hurts is asked twice."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib.clock import now
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.services import event_discarding, publishing, whole_jobs
from app.services.errors import DomainError
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.form_fields import text_area
from app.web.forms import sent

Page = str | Response | tuple[str, int]


class CancelForm(FlaskForm):
    """Why an event is cancelled, in both languages."""

    reason_en = text_area(
        _l("Reason in English"), most=500, needed=_l("Say in English why the event is cancelled")
    )
    reason_fr = text_area(
        _l("Reason in French"), most=500, needed=_l("Say in French why the event is cancelled")
    )


@bp.route("/events/<slug>/publish", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def event_publish(slug: str) -> Page:
    """Publish a draft, after a look at what will be seen or is missing."""
    event, form, code = event_of_user(slug), FlaskForm(), None
    if sent(form):
        try:
            publishing.publish(event.id, acting())
            db.session.commit()
            return _done(slug, _("The event is published."))
        except DomainError as error:
            code = form_pages.refused(form, error)
    missing = publishing.missing(event)
    page = render_template("organiser/events/publish.html", event=event, form=form, missing=missing, at=now())
    return page, code or 200


@bp.post("/events/<slug>/close")
@access.allow(access.ORGANISERS)
def event_close(slug: str) -> Page:
    """End registration early; it can be reopened."""
    publishing.close(event_of_user(slug).id, acting())
    db.session.commit()
    return _done(slug, _("Registration is closed. The secretariat’s work and check-in go on."))


@bp.post("/events/<slug>/reopen")
@access.allow(access.ORGANISERS)
def event_reopen(slug: str) -> Page:
    """Take registration up again."""
    publishing.reopen(event_of_user(slug).id, acting())
    db.session.commit()
    return _done(slug, _("Registration is open again, within its dates."))


@bp.route("/events/<slug>/archive", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def event_archive(slug: str) -> Page:
    """Archive an event that is over; it cannot be undone."""
    event, form, code = event_of_user(slug), FlaskForm(), None
    if sent(form):
        try:
            publishing.archive(event.id, acting())
            db.session.commit()
            return _done(slug, _("The event is archived."))
        except DomainError as error:
            code = form_pages.refused(form, error)
    return render_template("organiser/events/archive.html", event=event, form=form), code or 200


@bp.route("/events/<slug>/cancel", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def event_cancel(slug: str) -> Page:
    """Cancel an event and every registration, with a letter to each person; it cannot be undone."""
    event, form, code = event_of_user(slug), CancelForm(), None
    if sent(form):
        try:
            reasons = str(form.reason_en.data), str(form.reason_fr.data)
            if (living := publishing.number_living(event)) > publishing.AT_ONCE:
                return _by_the_worker(event, living, *reasons)
            number = publishing.cancel(event.id, *reasons, acting())
            db.session.commit()
            words = _("The event is cancelled, and nobody was registered.")
            if number:
                words = ngettext(
                    "The event is cancelled. One letter is on its way.",
                    "The event is cancelled. %(num)s letters are on their way.",
                    number,
                )
            return _done(slug, words)
        except DomainError as error:
            code = form_pages.refused(form, error)
    living = publishing.number_living(event)
    page = render_template("organiser/events/cancel.html", event=event, form=form, living=living)
    return page, code or form_pages.status(form)


@bp.route("/events/<slug>/discard", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def event_discard(slug: str) -> Page:
    """Throw away a draft for which nobody is registered."""
    event, form, code = event_of_user(slug), FlaskForm(), None
    if sent(form):
        try:
            event_discarding.discard(event.id, acting())
            db.session.commit()
            flash(_("The draft is deleted."), "ok")
            return redirect(url_for("organiser.events"), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
    return render_template("organiser/events/discard.html", event=event, form=form), code or 200


def _by_the_worker(event: Event, living: int, reason_en: str, reason_fr: str) -> Response:
    publishing.refuse_uncancellable(event)
    said = {"reason_en": reason_en, "reason_fr": reason_fr}
    job = whole_jobs.ask(whole_jobs.CANCELLING, event, current_user, living, **said)
    db.session.commit()
    return redirect(url_for("organiser.job", job_id=job.id), code=303)


def _done(slug: str, words: str) -> Response:
    flash(words, "ok")
    return redirect(url_for("organiser.event_home", slug=slug), code=303)
