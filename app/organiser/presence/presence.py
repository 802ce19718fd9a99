"""Presence online from the report of a meeting: first one sees what it would change; a button then records what was shown.

Between the two nothing is stored: the page carries the report, sealed, and it is judged again.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, Mode
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.presence import carried_report
from app.organiser.presence import presence_words as words
from app.organiser.presence.carried_report import Carried, TooMuchToCarry
from app.organiser.presence.presence_form import PresenceForm, presence_form
from app.organiser.presence.presence_rows import Asked, rows
from app.services import event_states
from app.services.attendance import presence_import
from app.services.attendance.presence_import import Judged
from app.services.errors import DomainError
from app.web import access, units
from app.web.event_pages import acting, event_of_user

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/presence", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
@units.reads_only
def presence(slug: str) -> Page:
    """Hand in a report, and see what it would change."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    form, code = presence_form(event), None
    if form_pages.sent(form):
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
    """Record what was shown. It is judged again; whoever was chosen meanwhile is shown before anything is recorded."""
    event = event_of_user(slug)
    carried = carried_report.unseal(request.form.get("report", ""), event)
    if carried is None or "lang" in request.form:
        return _from_the_beginning(event)
    asked = Asked.of(request.form)
    judged = presence_import.judge(carried.question, carried.report, asked.hands, asked.anyway, lock=True)
    if asked.looks or asked.hands != carried.hands or any(one.typed for one in judged.strangers):
        return _looked_at(Carried(carried.report, carried.question, asked.hands), judged, asked)
    taken = presence_import.take_over(carried.question, judged, acting())
    db.session.commit()
    flash(words.done(taken), "ok")
    return redirect(url_for("organiser.presence", slug=event.slug), code=303)


def _from_the_beginning(event: Event) -> Response:
    if request.method == "POST":
        flash(_("Choose the file again: nothing was recorded."), "warn")
    return redirect(url_for("organiser.presence", slug=event.slug), code=303)


def _page(event: Event, form: PresenceForm) -> str:
    return render_template(
        "organiser/presence/report.html", event=event, form=form, online=Mode.ONLINE in event.modes
    )


def _looked_at(carried: Carried, judged: Judged, asked: Asked) -> Page:
    """What would change; 422 if a reference that was typed is nobody's."""
    page = render_template(
        "organiser/presence/people.html",
        event=carried.question.event,
        question=carried.question,
        judged=judged,
        shown=rows(judged, asked),
        report=carried_report.seal(carried),
        words=words,
    )
    return page, 422 if any(one.typed for one in judged.strangers) else 200
