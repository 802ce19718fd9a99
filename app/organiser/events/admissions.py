"""Admission to an event: who comes in which way, how many a body may send, and the invitation links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib.clock import now
from app.models import Body, Category, Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.events import admission_form, event_choices
from app.organiser.events.admission_form import AdmissionForm
from app.services import admissions as rules
from app.services import invitations, places
from app.services.admissions import Changed
from app.services.errors import DomainError
from app.web import access, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]
NEW_LINK = "new_invitation"  # in the cookie: the link just made, shown once


@bp.route("/events/<slug>/admission", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def admissions(slug: str) -> Page:
    """The whole admission on one page, changed in one go."""
    event, bodies = event_of_user(slug), event_choices.bodies()
    form, code, differences = admission_form.made_for(rules.plan_of(event), bodies), None, list[Difference]()
    present = partial(_stored, event, bodies)
    meanwhile.begin(form)
    if sent(form):
        try:
            meanwhile.refuse_unseen(form, present, partial(places.lock, event.id))
            changed = rules.change(event.id, form.plan(), acting())
            db.session.commit()
            return _saved(event, changed)
        except DomainError as error:
            code = form_pages.refused(form, error, _fields(form, bodies))
            differences = meanwhile.told(error, form, present)
    return _page(event, form, differences), code or form_pages.status(form)


def _stored(event: Event, bodies: Sequence[Body]) -> AdmissionForm:
    return admission_form.made_for(rules.plan_of(event), bodies, as_stored=True)


def _page(event: Event, form: AdmissionForm, differences: list[Difference]) -> str:
    return render_template(
        "organiser/admissions/page.html",
        event=event,
        form=form,
        differences=differences,
        links=invitations.of_event(event),
        new_link=session.pop(NEW_LINK, None),
        categories=list(Category),
        at=now(),
        open=not event.is_read_only,
    )


def _fields(form: AdmissionForm, bodies: Sequence[Body]) -> dict[str, str]:
    return {**form.places_of({body.code: body for body in bodies}), "body": "new_body"}


def _saved(event: Event, changed: Changed) -> Response:
    words = [_("The admission is saved.")]
    if changed.confirmed:
        words.append(
            ngettext(
                "One registration lacked nothing else and is confirmed.",
                "%(num)s registrations lacked nothing else and are confirmed.",
                changed.confirmed,
            )
        )
    if changed.promoted:
        words.append(
            ngettext(
                "One person on the waiting list got a place and a letter.",
                "%(num)s people on the waiting list got a place and a letter.",
                changed.promoted,
            )
        )
    flash(" ".join(words), "ok")
    return redirect(url_for("organiser.admissions", slug=event.slug), code=303)
