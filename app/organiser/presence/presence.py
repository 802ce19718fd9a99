"""Presence online from the report of a meeting: first one sees what it would change; a button then records what was shown.

Between the two nothing is stored: the page carries the report, sealed, and it is judged again. Many people are recorded by the
worker.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, Mode
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.presence import carried_report
from app.organiser.presence import presence_words as words
from app.organiser.presence.carried_report import TooMuchToCarry
from app.organiser.presence.presence_form import PresenceForm, presence_form
from app.organiser.presence.presence_rows import MOST_NAMED, Asked, rows
from app.services import event_states, whole_jobs
from app.services.attendance import presence_import
from app.services.attendance.presence_import import Judged
from app.services.attendance.sealed_report import Carried
from app.services.errors import ChangedSinceShown, DomainError
from app.web import access, units
from app.web.errors import status_of
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/presence", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
@units.reads_only
def presence(slug: str) -> Page:
    """Hand in a report, and see what it would change."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    form, code = presence_form(event), None
    if sent(form):
        try:
            if (report := form.report(event)) is not None:
                carried = Carried(report, form.question(event), {})
                return _looked_at(carried, presence_import.judge(carried.question, report), Asked())
        except DomainError as error:
            code = form_pages.refused(form, error)
        except TooMuchToCarry:
            form.file.errors = [_("The file is too large.")]
    return _page(event, form), code or form_pages.status(form)


@bp.route("/events/<slug>/presence/people", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def presence_take_over(slug: str) -> Page:
    """Record what was shown. It is judged again; whatever is different by now is shown before anything is recorded."""
    event = event_of_user(slug)
    carried = carried_report.unseal(request.form.get("report", ""), event)
    if carried is None or "lang" in request.form:
        return _from_the_beginning(event)
    asked = Asked.of(request.form)
    judged = presence_import.judge(carried.question, carried.report, asked.hands, asked.anyway, lock=True)
    if asked.looks or asked.hands != carried.hands or any(one.typed for one in judged.strangers):
        return _looked_at(Carried(carried.report, carried.question, asked.hands), judged, asked)
    if judged.recorded and request.form.get("seen") != judged.mark:
        return _looked_at(carried, judged, asked, ChangedSinceShown())
    if len(judged.recorded) > presence_import.AT_ONCE:
        return _by_the_worker(event, judged, asked)
    taken = presence_import.take_over(carried.question, judged, acting())
    db.session.commit()
    flash(words.done(taken), "ok")
    return redirect(url_for("organiser.presence", slug=event.slug), code=303)


def _by_the_worker(event: Event, judged: Judged, asked: Asked) -> Response:
    said = {"handed": request.form["report"], "anyway": sorted(asked.anyway), "seen": judged.mark}
    job = whole_jobs.ask(whole_jobs.PRESENCE, event, current_user, len(judged.recorded), **said)
    db.session.commit()
    return redirect(url_for("organiser.job", job_id=job.id), code=303)


def _from_the_beginning(event: Event) -> Response:
    if request.method == "POST":
        flash(_("Choose the file again: nothing was recorded."), "warn")
    return redirect(url_for("organiser.presence", slug=event.slug), code=303)


def _page(event: Event, form: PresenceForm) -> str:
    return render_template(
        "organiser/presence/report.html", event=event, form=form, online=Mode.ONLINE in event.modes
    )


def _looked_at(carried: Carried, judged: Judged, asked: Asked, refused: DomainError | None = None) -> Page:
    """What would change; 422 if a reference that was typed is nobody's, and the code of a refusal."""
    page = render_template(
        "organiser/presence/people.html",
        event=carried.question.event,
        question=carried.question,
        judged=judged,
        shown=rows(judged, asked),
        report=carried_report.seal(carried),
        refusal=refused.wording(language()) if refused else "",
        most=MOST_NAMED,
        words=words,
    )
    if refused is not None:
        return page, status_of(refused)
    return page, 422 if any(one.typed for one in judged.strangers) else 200
