"""One delegation: what it has answered, who comes, who speaks for it, and what the secretariat can do about it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib.clock import now
from app.models import LIVING, Body, Event
from app.organiser import form_pages
from app.organiser.delegations import delegation_words as words
from app.organiser.delegations.delegation_forms import RefusalForm
from app.organiser.door import bp
from app.organiser.letters import letter_words
from app.organiser.participants import participant_words
from app.services import (
    convocation_preview,
    convocations,
    convoking,
    delegation_page,
    participant_page,
    substitutes,
)
from app.services.errors import DomainError, NotFound
from app.web import access, nominee_words
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]
ADDRESS = "/events/<slug>/delegations/<code>"


@bp.get(ADDRESS)
@access.allow(access.ORGANISERS)
def delegation(slug: str, code: str) -> Page:
    """The delegation of a body."""
    event, body = event_of_user(slug), delegation_page.body_of(code)
    return _show(event, body, RefusalForm(formdata=None), 200)


@bp.post(ADDRESS + "/refuse")
@access.allow(access.ORGANISERS)
def delegation_refuse(slug: str, code: str) -> Page:
    """“We will not attend”, recorded for a body that has said so in another way."""
    event, body = event_of_user(slug), delegation_page.body_of(code)
    form, status = RefusalForm(), 422
    if sent(form):
        try:
            convoking.refuse(event.id, body.id, form.reason.data, acting())
            db.session.commit()
            flash(_("It is recorded that this delegation will not attend."), "ok")
            return redirect(address_of(event, body), code=303)
        except DomainError as error:
            status = form_pages.refused(form, error)
    return _show(event, body, form, status)


@bp.post(ADDRESS + "/take-back")
@access.allow(access.ORGANISERS)
def delegation_take_back(slug: str, code: str) -> Response:
    """The delegation may come after all, and is asked again from now on."""
    event, body = event_of_user(slug), delegation_page.body_of(code)
    convocations.attend_after_all(event.id, body.id, acting())
    db.session.commit()
    flash(_("The refusal is taken back. The delegation is asked again from now on."), "ok")
    return redirect(address_of(event, body), code=303)


@bp.post(ADDRESS + "/substitutes/<int:registration_id>/<any(take, 'set-aside'):step>")
@access.allow(access.ORGANISERS)
def delegation_substitute(slug: str, code: str, registration_id: int, step: str) -> Response:
    """Take up whom somebody proposed when declining, in the correspondent's stead, or set the proposal aside."""
    event, body = event_of_user(slug), delegation_page.body_of(code)
    declined = participant_page.registration_of(event, registration_id)
    if declined.body_id != body.id or not declined.category.in_delegation:
        raise NotFound
    if step == "take":
        flash(nominee_words.named(substitutes.take(registration_id, acting())), "ok")
    else:
        substitutes.set_aside(registration_id, acting())
        flash(_("The proposal is set aside. Nobody is told."), "ok")
    db.session.commit()
    return redirect(address_of(event, body), code=303)


def address_of(event: Event, body: Body) -> str:
    """The address of a delegation's page."""
    return url_for("organiser.delegation", slug=event.slug, code=body.code)


def _show(event: Event, body: Body, form: FlaskForm, status: int) -> Page:
    page = delegation_page.of(event, body, language())
    shown = render_template(
        "organiser/delegations/delegation.html",
        event=event,
        page=page,
        body=page.body,
        row=page.standing.convocation,
        face=words.face(page.standing.reply),
        told=words.told(page.standing),
        reminded=words.reminded(event, page.standing),
        living=LIVING,
        capacity=participant_words.capacity,
        letter_kind=letter_words.kind,
        form=form,
        open=convocation_preview.can_be_invited(event) and not event.is_over(now()),
    )
    return shown, status
