"""The programme of an event: its sessions by day, and the pages on which they are changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, EventSession
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.programme import session_forms
from app.services import event_states
from app.services import programme as rules
from app.services.errors import DomainError
from app.web import access, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent

Page = str | Response | tuple[str, int]


@bp.get("/events/<slug>/programme")
@access.allow(access.ORGANISERS)
def programme(slug: str) -> Page:
    """The sessions, day by day."""
    event = event_of_user(slug)
    sessions = rules.sessions_of(event)
    return render_template(
        "organiser/programme/list.html",
        event=event,
        days=_by_day(event, sessions),
        signed_up=rules.signed_up(event),
        clashes=rules.room_clashes(sessions),
        open=not event.is_read_only,
    )


@bp.route("/events/<slug>/programme/new", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def session_new(slug: str) -> Page:
    """One more session."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    form, code = session_forms.session_form(event, day=request.args.get("day", "")), None
    if sent(form):
        try:
            session = rules.add(event.id, form.details(event), acting())
            db.session.commit()
            return _saved(event, session, _("The session is in the programme."))
        except DomainError as error:
            code = form_pages.refused(form, error, session_forms.FIELDS)
    page = render_template("organiser/programme/new.html", form=form, event=event)
    return page, code or form_pages.status(form)


@bp.route("/events/<slug>/programme/<int:session_id>", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def session_edit(slug: str, session_id: int) -> Page:
    """Change a session."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    session = rules.session_of(event, session_id)
    form, code, differences = session_forms.session_form(event, session), None, []
    if sent(form):
        try:
            rules.edit(event.id, session.id, form.details(event), form_pages.version_in(form), acting())
            db.session.commit()
            return _saved(event, session, _("The session is saved."))
        except DomainError as error:
            code = form_pages.refused(form, error, session_forms.FIELDS, limit="capacity")
            differences = meanwhile.told(
                error, form, partial(session_forms.session_form, event, session, as_stored=True)
            )
    page = render_template(
        "organiser/programme/edit.html", form=form, event=event, session=session, differences=differences
    )
    return page, code or form_pages.status(form)


@bp.route("/events/<slug>/programme/<int:session_id>/remove", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def session_remove(slug: str, session_id: int) -> Page:
    """Take a session out of the programme; where somebody signed up, it is shown as cancelled."""
    event, form = event_of_user(slug), FlaskForm()
    session = rules.session_of(event, session_id)
    event_states.refuse_read_only(event)
    if sent(form):
        gone = rules.remove(event.id, session.id, acting())
        db.session.commit()
        return _saved(event, None, _("The session is removed.") if gone else _("The session is cancelled."))
    signed_up = rules.signed_up(event).get(session.id)
    return render_template(
        "organiser/programme/remove.html", event=event, session=session, signed_up=signed_up
    )


@bp.post("/events/<slug>/programme/<int:session_id>/restore")
@access.allow(access.ORGANISERS)
def session_restore(slug: str, session_id: int) -> Page:
    """Hold a cancelled session after all."""
    event = event_of_user(slug)
    session = rules.restore(event.id, session_id, acting())
    db.session.commit()
    return _saved(event, session, _("The session takes place after all."))


def _by_day(event: Event, sessions: Sequence[EventSession]) -> list[tuple[date, list[EventSession]]]:
    """The days of the event, and any other on which a session stands, each with its sessions."""
    by_day = {day: list(group) for day, group in groupby(sessions, lambda session: _day(event, session))}
    return [(day, by_day.get(day, [])) for day in sorted({*event.days, *by_day})]


def _day(event: Event, session: EventSession) -> date:
    return event.local(session.starts_at).date()


def _saved(event: Event, session: EventSession | None, words: str) -> Response:
    flash(words, "ok")
    place = f"session-{session.id}" if session else None
    return redirect(url_for("organiser.programme", slug=event.slug, _anchor=place), code=303)
