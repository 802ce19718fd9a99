"""Who has which part in a session: speakers, chairs, moderators, rapporteurs."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, EventSession, SessionRole
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.programme import session_forms
from app.services import event_states, places, session_roles
from app.services import programme as sessions
from app.services.errors import DomainError
from app.web import access, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/programme/<int:session_id>/people", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def session_people(slug: str, session_id: int) -> Page:
    """The people of a session, and a form for one more."""
    event = event_of_user(slug)
    return _page(event, sessions.session_of(event, session_id), None)


@bp.route("/events/<slug>/programme/<int:session_id>/people/<int:role_id>", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def session_person_edit(slug: str, session_id: int, role_id: int) -> Page:
    """Change somebody's part."""
    event = event_of_user(slug)
    session = sessions.session_of(event, session_id)
    return _page(event, session, session_roles.role_of(session, role_id))


@bp.post("/events/<slug>/programme/<int:session_id>/people/<int:role_id>/remove")
@access.allow(access.ORGANISERS)
def session_person_remove(slug: str, session_id: int, role_id: int) -> Page:
    """Take somebody's part away."""
    event = event_of_user(slug)
    session = sessions.session_of(event, session_id)
    session_roles.remove(event, session, role_id, acting())
    db.session.commit()
    return _saved(event, session, _("The part is taken away."))


def _page(event: Event, session: EventSession, role: SessionRole | None) -> Page:
    event_states.refuse_read_only(event)
    form, code, role_id = session_forms.role_form(role), None, role.id if role else None
    present, differences = partial(session_forms.role_form, role, as_stored=True), list[Difference]()
    meanwhile.begin(form)
    if sent(form):
        try:
            if role is not None:
                meanwhile.refuse_unseen(form, present, partial(places.lock, event.id))
            session_roles.save(event, session, form.details(), acting(), role_id)
            db.session.commit()
            return _saved(event, session, _("The part is saved."))
        except DomainError as error:
            code = form_pages.refused(form, error)
            differences = meanwhile.told(error, form, present)
    page = render_template(
        "organiser/programme/people.html",
        form=form,
        differences=differences,
        event=event,
        session=session,
        edited=role,
    )
    return page, code or form_pages.status(form)


def _saved(event: Event, session: EventSession, words: str) -> Response:
    flash(words, "ok")
    return redirect(url_for("organiser.session_people", slug=event.slug, session_id=session.id), code=303)
