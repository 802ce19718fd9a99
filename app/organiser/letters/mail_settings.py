"""Under which sender the letters of an event go out, and a test of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField

from app.extensions import db
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.letters.sender_form import SenderForm
from app.services import event_senders, event_states, network
from app.services.errors import DomainError
from app.services.event_senders import SenderDetails
from app.web import access, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]


class EventSenderForm(SenderForm):
    """Of one event."""

    version = HiddenField()


@bp.route("/events/<slug>/letters/sender", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def mail_settings(slug: str) -> Page:
    """What holds, and the form to change it."""
    event = event_of_user(slug)
    form, code, differences = _form(event), None, list[Difference]()
    if sent(form):
        try:
            event_senders.change(event.id, form.details(), form_pages.version_in(form), acting())
            db.session.commit()
            flash(_("The sender is saved. It holds for every letter that goes out from now on."), "ok")
            return redirect(url_for("organiser.mail_settings", slug=slug), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
            differences = meanwhile.told(error, form, partial(_form, event, as_stored=True))
    return _page(event, form, differences), code or form_pages.status(form)


@bp.post("/events/<slug>/letters/sender/test")
@access.allow(access.ORGANISERS)
def mail_settings_test(slug: str) -> Response:
    """A letter under the saved sender to whoever asks for it."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    event_senders.send_test(event, current_user)
    db.session.commit()
    flash(_("A test is on its way to %(address)s.", address=current_user.email), "ok")
    return redirect(url_for("organiser.mail_settings", slug=slug), code=303)


def _form(event: Event, *, as_stored: bool = False) -> EventSenderForm:
    present: dict[str, Any] = {"formdata": None} if as_stored else {}
    names = (*SenderDetails.__dataclass_fields__, "version")
    return EventSenderForm(data={name: getattr(event, name) for name in names}, **present)


def _page(event: Event, form: EventSenderForm, differences: list[Difference]) -> str:
    return render_template(
        "organiser/letters/sender.html",
        event=event,
        form=form,
        differences=differences,
        site=network.site(current_app.extensions["config"]),
        read_only=event.is_read_only,
    )
