"""Invitation links: made, shown once, listed, revoked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from app.extensions import db
from app.lib.clock import now
from app.models import Body, Category, Event, Way
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.events import event_choices
from app.organiser.events.admissions import NEW_LINK
from app.organiser.events.event_choices import FROM_THE_LIST
from app.organiser.events.event_form import LAST_MINUTE
from app.services import event_states, invitations
from app.services.errors import DomainError
from app.services.invitations import InvitationDetails
from app.web import access
from app.web.bodies import body_choices
from app.web.event_pages import acting, event_of_user
from app.web.form_fields import address_line
from app.web.formatting import choices
from app.web.forms import sent
from app.web.moment_fields import DayField, NumberOfField, moment_at
from config import Config

Page = str | Response | tuple[str, int]


class InvitationForm(FlaskForm):
    """Whom a link admits."""

    category = SelectField(_l("In what capacity"), [InputRequired(_l("Choose a capacity"))], **FROM_THE_LIST)
    body = SelectField(_l("For one body only"), [Optional()], **FROM_THE_LIST)
    email = address_line(_l("For one e-mail address only"), optional=True)
    max_uses = NumberOfField(_l("How many people may use it"), least=1, most=500)
    expires_on = DayField(_l("Valid until the end of"), [InputRequired(_l("Choose a day"))])

    def details(self, event: Event) -> InvitationDetails:
        """The answers as the services take them. Call it on a valid form."""
        expires_at = moment_at(self.expires_on.data, None, event.zone, LAST_MINUTE)
        assert expires_at is not None  # noqa: S101 - the day is given
        return InvitationDetails(
            category=Category(self.category.data),
            expires_at=expires_at,
            body_id=int(self.body.data) if self.body.data else None,
            email=self.email.data,
            max_uses=self.max_uses.data or 1,
        )


@bp.route("/events/<slug>/admission/links/new", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def invitation_new(slug: str) -> Page:
    """Make a link; its address is shown once, on the page that follows."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    form, code = _form(event), None
    if sent(form):
        try:
            link, token = invitations.create(event.id, form.details(event), acting())
            db.session.commit()
            session[NEW_LINK] = [link.id, _address(token)]
            return redirect(url_for("organiser.admissions", slug=slug, _anchor="links"), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
    page = render_template("organiser/admissions/link.html", event=event, form=form)
    return page, code or form_pages.status(form)


@bp.post("/events/<slug>/admission/links/<int:link_id>/revoke")
@access.allow(access.ORGANISERS)
def invitation_revoke(slug: str, link_id: int) -> Page:
    """End a link; whoever registered by it stays registered."""
    invitations.revoke(event_of_user(slug), link_id, acting())
    db.session.commit()
    flash(_("The link is revoked: it opens nothing any more."), "ok")
    return redirect(url_for("organiser.admissions", slug=slug, _anchor="links"), code=303)


def _form(event: Event) -> InvitationForm:
    presets: dict[str, Any] = {"max_uses": 1, "expires_on": _usual_end(event)}
    form = InvitationForm(**presets)
    admitted = [row.category for row in event.admissions if row.way is not Way.NOT_ADMITTED]
    form.category.choices = choices(Category, *admitted) if admitted else []
    form.body.choices = body_choices(_selectable(event_choices.bodies()))
    return form


def _selectable(bodies: list[Body]) -> list[Body]:
    return [body for body in bodies if body.selectable]


def _usual_end(event: Event) -> date:
    """The day on which registration closes or, where that is not known, a month from now."""
    end = event.closes_at or event.starts_at
    if end is None or end <= now():
        end = now() + timedelta(days=30)
    return event.local(end).date()


def _address(token: str) -> str:
    settings: Config = current_app.extensions["config"]
    return settings.base_url.rstrip("/") + url_for("public.invitation", token=token)
