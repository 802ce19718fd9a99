"""What is done with a message to many: its files, when it goes out, taking it back, pausing, going on, stopping."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Campaign, Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.messages import message_words
from app.organiser.messages.message_form import FileForm, SendForm
from app.organiser.messages.messages import draft_page, message_url
from app.services import campaign_files, campaign_progress, campaign_sending, campaigns
from app.services.actors import Actor
from app.services.campaign_errors import IllegalCampaignStep
from app.services.errors import DomainError, NotFound
from app.services.event_errors import FileMissing
from app.web import access, document_files, kept_files
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language

_STEPS: dict[str, Callable[[Campaign, Actor], Campaign]] = {
    "take-back": campaign_sending.take_back,
    "pause": campaign_sending.pause,
    "go-on": campaign_sending.go_on,
}


@bp.post("/events/<slug>/letters/messages/<int:campaign_id>/send")
@access.allow(access.ORGANISERS)
def message_send(slug: str, campaign_id: int) -> Response:
    """Let a draft go out, now or at a moment; its page then says until when it can be taken back."""
    event, campaign = _found(slug, campaign_id)
    form, code = SendForm(), 422
    if sent(form):
        try:
            version, seen = form_pages.version_in(form), request.form.get("seen", "")
            campaign_sending.schedule(campaign, version, form.moment(event), acting(), seen)
            db.session.commit()
            return redirect(message_url(event, campaign), code=303)
        except (
            IllegalCampaignStep
        ) as error:  # sent already, by a second press of the button or a second editor
            return _back(event, campaign, error)
        except DomainError as error:
            code = form_pages.refused(form, error)
    form.version.data = str(campaign.version)
    return draft_page(event, campaign, form, FileForm(formdata=None, version=str(campaign.version)), code)


@bp.post("/events/<slug>/letters/messages/<int:campaign_id>/<any('take-back', pause, 'go-on'):step>")
@access.allow(access.ORGANISERS)
def message_step(slug: str, campaign_id: int, step: str) -> Response:
    """One of the steps of a message that was sent; what comes too late is told."""
    event, campaign = _found(slug, campaign_id)
    try:
        _STEPS[step](campaign, acting())
        db.session.commit()
        flash(_told(step), "ok")
    except IllegalCampaignStep as error:
        return _back(event, campaign, error)
    return redirect(message_url(event, campaign), code=303)


@bp.route("/events/<slug>/letters/messages/<int:campaign_id>/stop", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def message_stop(slug: str, campaign_id: int) -> str | Response:
    """Stop a message for good: first how many letters that concerns, then it is done."""
    event, campaign = _found(slug, campaign_id)
    if not sent(FlaskForm()):
        return render_template(
            "organiser/messages/stop.html",
            event=event,
            campaign=campaign,
            title=message_words.title(campaign),
            progress=campaign_progress.of(campaign),
        )
    try:
        campaign_sending.stop(campaign, acting())
        db.session.commit()
        flash(_("The message is stopped. What has not gone out will not."), "ok")
    except IllegalCampaignStep as error:
        return _back(event, campaign, error)
    return redirect(message_url(event, campaign), code=303)


@bp.post("/events/<slug>/letters/messages/<int:campaign_id>/discard")
@access.allow(access.ORGANISERS)
def message_discard(slug: str, campaign_id: int) -> Response:
    """Throw a draft away."""
    event, campaign = _found(slug, campaign_id)
    try:
        campaigns.discard(campaign, _version(), acting())
        db.session.commit()
    except DomainError as error:
        return _back(event, campaign, error)
    flash(_("The draft is gone."), "ok")
    return redirect(url_for("organiser.messages", slug=slug), code=303)


@bp.post("/events/<slug>/letters/messages/<int:campaign_id>/files")
@access.allow(access.ORGANISERS)
def message_file_new(slug: str, campaign_id: int) -> Response:
    """Put a file to a draft."""
    event, campaign = _found(slug, campaign_id)
    form, code = FileForm(), 422
    if sent(form):
        try:
            upload = document_files.upload_of(form.file.data)
            if upload is None:
                raise FileMissing
            campaign_files.add(campaign, upload, form_pages.version_in(form), document_files.most(), acting())
            db.session.commit()
            return redirect(message_url(event, campaign) + "#files", code=303)
        except (IllegalCampaignStep, NotFound) as error:
            return _back(event, campaign, error)
        except DomainError as error:
            code = form_pages.refused(form, error)
    form.version.data = str(campaign.version)
    return draft_page(event, campaign, SendForm(formdata=None, version=str(campaign.version)), form, code)


@bp.get("/events/<slug>/letters/messages/<int:campaign_id>/files/<int:file_id>")
@access.allow(access.ORGANISERS)
def message_file(slug: str, campaign_id: int, file_id: int) -> Response:
    """A file that goes with a message, as a download."""
    _event, campaign = _found(slug, campaign_id)
    file = campaign_files.one_of(campaign, file_id)
    return kept_files.download(file.stored_name, file.file_name, file.media_type)


@bp.post("/events/<slug>/letters/messages/<int:campaign_id>/files/<int:file_id>/remove")
@access.allow(access.ORGANISERS)
def message_file_remove(slug: str, campaign_id: int, file_id: int) -> Response:
    """Take a file away from a draft."""
    event, campaign = _found(slug, campaign_id)
    try:
        file = campaign_files.one_of(campaign, file_id)
        campaign_files.remove(file, _version(), acting())
        db.session.commit()
    except DomainError as error:
        return _back(event, campaign, error)
    return redirect(message_url(event, campaign) + "#files", code=303)


def _found(slug: str, campaign_id: int) -> tuple[Event, Campaign]:
    event = event_of_user(slug)
    return event, campaigns.one_of_event(event, campaign_id)


def _back(event: Event, campaign: Campaign, error: DomainError) -> Response:
    """To the page of the message, which shows how it stands, with what was refused."""
    address = message_url(event, campaign)
    db.session.rollback()
    flash(error.wording(language()), "warn")
    return redirect(address, code=303)


def _told(step: str) -> str:
    return {
        "take-back": _("The message is a draft again. Nothing was sent."),
        "pause": _("The message is paused. What a worker has in its hands at this moment still goes out."),
        "go-on": _("The message goes on."),
    }[step]


def _version() -> int:
    """The version of the draft that was looked at."""
    return request.form.get("version", 0, type=int)
