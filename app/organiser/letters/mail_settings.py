"""Under which sender the letters of an event go out, and a test of it."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, ValidationError

from app.extensions import db
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.form_pages import Difference
from app.services import event_senders, event_states
from app.services.errors import DomainError, EditedMeanwhile
from app.services.event_senders import SenderDetails
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.form_fields import address_line, text_line

Page = str | Response | tuple[str, int]


class SenderForm(FlaskForm):
    """All of it can be left empty; then the installation's holds."""

    mail_sender = address_line(_l("Sender’s address"), optional=True)
    mail_sender_name = text_line(_l("Sender’s name"), most=120, prose=True)
    mail_reply_to = address_line(_l("Answers go to"), optional=True)
    mail_return_path = address_line(_l("Refusals go to"), optional=True)
    version = HiddenField()

    def details(self) -> SenderDetails:
        """The answers as the services take them. Call it on a valid form."""
        return SenderDetails(**{name: self[name].data for name in SenderDetails.__dataclass_fields__})

    def validate_mail_sender(self, field: StringField) -> None:
        _only_ascii_before_the_sign(field)

    def validate_mail_reply_to(self, field: StringField) -> None:
        _only_ascii_before_the_sign(field)

    def validate_mail_return_path(self, field: StringField) -> None:
        _only_ascii_before_the_sign(field)


@bp.route("/events/<slug>/letters/sender", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def mail_settings(slug: str) -> Page:
    """What holds, and the form to change it."""
    event = event_of_user(slug)
    form, code, differences = _form(event), None, list[Difference]()
    if form_pages.sent(form):
        try:
            event_senders.change(event.id, form.details(), form_pages.version_in(form), acting())
            db.session.commit()
            flash(_("The sender is saved. It holds for every letter that goes out from now on."), "ok")
            return redirect(url_for("organiser.mail_settings", slug=slug), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
            if isinstance(error, EditedMeanwhile):
                differences = form_pages.differences(form, _form(event, as_stored=True))
                form.version.data = str(event.version)
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


def _form(event: Event, *, as_stored: bool = False) -> SenderForm:
    present: dict[str, Any] = {"formdata": None} if as_stored else {}
    names = (*SenderDetails.__dataclass_fields__, "version")
    return SenderForm(data={name: getattr(event, name) for name in names}, **present)


def _page(event: Event, form: SenderForm, differences: list[Difference]) -> str:
    return render_template(
        "organiser/letters/sender.html",
        event=event,
        form=form,
        differences=differences,
        site=current_app.extensions["config"],
        read_only=event.is_read_only,
    )


def _only_ascii_before_the_sign(field: StringField) -> None:
    if field.data and not field.data.rpartition("@")[0].isascii():
        raise ValidationError(_l("Mail servers do not take letters such as é before the @"))
