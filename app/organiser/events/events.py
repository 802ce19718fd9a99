"""The organisers' events: the list, a new one, changes, a copy for another year."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib import dates
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.events import copy_form, event_form
from app.organiser.events.event_form import EventForm
from app.services import event_copying, event_list, event_sight, event_states, letter_failures
from app.services import events as rules
from app.services.errors import DomainError
from app.services.events import Edited
from app.web import access, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.get("/events")
@access.allow(access.ORGANISERS)
def events() -> Page:
    """What comes, what is being prepared, what was."""
    return render_template(
        "organiser/events/list.html",
        listing=event_list.listing(current_user),
        failures=letter_failures.by_event(current_user),
    )


@bp.route("/events/new", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def event_new() -> Page:
    """A new event, as a draft."""
    form, code = event_form.made_for(), None
    if sent(form):
        try:
            event = rules.create(form.details(), acting())
            event_sight.let_see(current_user, event)
            db.session.commit()
            return _saved(
                event, _("The draft is saved. Nobody but the secretariat sees it before it is published.")
            )
        except DomainError as error:
            code = form_pages.refused(form, error, event_form.FIELDS)
    return render_template("organiser/events/new.html", form=form), code or form_pages.status(form)


@bp.route("/events/<slug>/edit", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def event_edit(slug: str) -> Page:
    """Change an event."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    form, code, differences = event_form.made_for(event), None, []
    if sent(form):
        try:
            edited = _edit(event, form)
            db.session.commit()
            return _saved(event, _words(edited))
        except DomainError as error:
            code = form_pages.refused(form, error, event_form.FIELDS)
            differences = meanwhile.told(error, form, partial(event_form.made_for, event, as_stored=True))
    page = render_template("organiser/events/edit.html", form=form, event=event, differences=differences)
    return page, code or form_pages.status(form)


@bp.route("/events/<slug>/copy", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def event_copy(slug: str) -> Page:
    """A draft for another year, made from this event."""
    source = event_of_user(slug)
    form, code = copy_form.made_for(source), None
    if sent(form):
        try:
            answers = form.data
            event = event_copying.copy(source, acting(), day=answers.get("day"), year=answers.get("year"))
            event_sight.let_see(current_user, event)
            db.session.commit()
            return _saved(
                event, _("The copy is a draft. Look through its dates and texts before you publish it.")
            )
        except DomainError as error:
            code = form_pages.refused(form, error)
    weekday = dates.weekday(source.days[0], language()) if source.days else ""
    page = render_template("organiser/events/copy.html", form=form, event=source, weekday=weekday)
    return page, code or form_pages.status(form)


def _edit(event: Event, form: EventForm) -> Edited:
    move = "move_programme" not in form or form.move_programme.data
    tell = "tell" in form and form.tell.data
    return rules.edit(
        event.id, form.details(), form_pages.version_in(form), acting(), move_programme=move, tell=tell
    )


def _words(edited: Edited) -> str:
    words = [_("The event is saved.")]
    if edited.promoted:
        words.append(
            ngettext(
                "One person on the waiting list got a place and a letter.",
                "%(num)s people on the waiting list got a place and a letter.",
                edited.promoted,
            )
        )
    if edited.told:
        words.append(
            ngettext(
                "One person is told of the change by letter.",
                "%(num)s people are told of the change by letter.",
                edited.told,
            )
        )
    return " ".join(words)


def _saved(event: Event, words: str) -> Response:
    flash(words, "ok")
    return redirect(url_for("organiser.event_home", slug=event.slug), code=303)
