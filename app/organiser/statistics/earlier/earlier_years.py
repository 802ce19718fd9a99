"""Lists of earlier years: first one sees what a list would add; a button then takes over what was shown.

Between the two nothing is stored: the page carries the list, sealed, and it is judged again. A long list is taken over by
the worker.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.statistics.earlier import carried_list
from app.organiser.statistics.earlier import earlier_words as words
from app.organiser.statistics.earlier.carried_list import TooMuchToCarry
from app.organiser.statistics.earlier.earlier_form import EarlierForm, earlier_form
from app.organiser.statistics.earlier.earlier_rows import MOST_ROWS, MOST_WORDS, shown
from app.services import whole_jobs
from app.services.earlier_years import looking, taking_over
from app.services.earlier_years.looking import Looked
from app.services.earlier_years.taking_over import Outlook
from app.services.errors import ChangedSinceShown, DomainError
from app.web import access, units
from app.web.errors import status_of
from app.web.event_pages import event_of_user
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/statistics/import", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
@units.reads_only
def earlier_years(slug: str) -> Page:
    """Hand in a list, and see what it would add."""
    event = event_of_user(slug)
    form = earlier_form()
    try:
        taking_over.refuse_unfit(event)
    except DomainError as error:
        code = status_of(error) if request.method == "POST" else 200
        return _page(event, form, error.wording(language())), code
    if sent(form) and (sheet := form.sheet(event)) is not None:
        try:
            return _looked_at(looking.look(sheet))
        except TooMuchToCarry:
            form.file.errors = [_("This is too large. Hand in the rows in several parts.")]
    return _page(event, form), form_pages.status(form)


@bp.route("/events/<slug>/statistics/import/rows", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def earlier_years_take_over(slug: str) -> Page:
    """Take over what was shown. It is judged again; whatever is different by now is shown before anything is imported."""
    event = event_of_user(slug)
    carried = carried_list.unseal(request.form.get("list", ""), event)
    if carried is None or "lang" in request.form:
        return _from_the_beginning(event)
    sheet = carried_list.answered(carried, request.form)
    looked = looking.look(sheet, lock=True)
    asked_again = "look" in request.form or sheet != carried
    if asked_again or not looked.is_right or looked.outlook is None or not looked.outlook.changes:
        return _looked_at(looked)
    if request.form.get("seen") != looked.outlook.mark:
        return _looked_at(looked, ChangedSinceShown())
    if len(looked.outlook.people) > taking_over.AT_ONCE:
        return _by_the_worker(event, looked.outlook)
    try:
        looking.take_over(looked, current_user)
    except DomainError as error:
        db.session.rollback()
        return _looked_at(looking.look(sheet), error)
    db.session.commit()
    flash(words.done(len(looked.outlook.new), len(looked.outlook.came)), "ok")
    return redirect(url_for("organiser.statistics", slug=event.slug), code=303)


def _by_the_worker(event: Event, outlook: Outlook) -> Response:
    said = {"handed": request.form["list"], "seen": outlook.mark}
    job = whole_jobs.ask(whole_jobs.EARLIER_LIST, event, current_user, len(outlook.people), **said)
    db.session.commit()
    return redirect(url_for("organiser.job", job_id=job.id), code=303)


def _from_the_beginning(event: Event) -> Response:
    if request.method == "POST":
        flash(_("Choose the file again: nothing was imported."), "warn")
    return redirect(url_for("organiser.earlier_years", slug=event.slug), code=303)


def _page(event: Event, form: EarlierForm, refusal: str = "") -> str:
    return render_template(
        "organiser/statistics/earlier/list.html",
        event=event,
        form=form,
        refusal=refusal,
        names_kept=taking_over.names_are_kept(event),
    )


def _looked_at(looked: Looked, refused: DomainError | None = None) -> Page:
    """What a list would add; 422 if it is not right yet, and the code of a refusal."""
    found = shown(looked)
    problems = words.problems(looked, found.unknown)
    if refused is not None:
        problems.append(("#right", refused.wording(language())))
    page = render_template(
        "organiser/statistics/earlier/rows.html",
        event=looked.sheet.question.event,
        looked=looked,
        shown=found,
        problems=problems,
        carried=carried_list.seal(looked.sheet),
        words=words,
        most_rows=MOST_ROWS,
        most_words=MOST_WORDS,
    )
    refusal = refused or looked.refusal
    return page, status_of(refusal) if refusal else 422 if problems else 200
