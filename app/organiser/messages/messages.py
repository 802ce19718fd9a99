"""Messages to many: the list of them, writing one, and its page, which shows it before and while it goes out."""

from __future__ import annotations

import math
from functools import partial

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answered

from app.extensions import db
from app.lib.clock import now
from app.models import Campaign, CampaignState, Event, LetterKind
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.letters import letter_text_form
from app.organiser.messages import message_form, message_words
from app.organiser.messages.message_form import FileForm, MessageForm, SendForm
from app.organiser.participants import participants_address as address
from app.services import (
    campaign_preview,
    campaign_progress,
    campaign_recipients,
    campaigns,
    network,
    settings,
)
from app.services.campaign_preview import Place
from app.services.errors import DomainError, EditedMeanwhile, NotFound
from app.services.participant_filters import Filters
from app.services.wording_errors import UnusableWords
from app.web import access, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.headers import LETTER_POLICY, POLICY_WITH_FRAME
from app.web.locale import language
from app.web.meanwhile import Difference

Answer = str | Answered | tuple[str, int]
_PROMPT = 120  # seconds before its start from which on the page of a message looks after itself


@bp.get("/events/<slug>/letters/messages")
@access.allow(access.ORGANISERS)
def messages(slug: str) -> str:
    """The messages of an event, the latest first."""
    event = event_of_user(slug)
    found = campaigns.of_event(event)
    return render_template(
        "organiser/messages/list.html",
        event=event,
        campaigns=found,
        progress=campaign_progress.of_all(campaign.id for campaign in found),
        title=message_words.title,
    )


@bp.route("/events/<slug>/letters/messages/new", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def message_new(slug: str) -> Answer:
    """Write a message to whom the filters of the address find, or another choice of them."""
    event, kind = event_of_user(slug), _kind()
    form, code, filters = message_form.made_for(kind), None, _filters()
    if sent(form):
        try:
            campaign = campaigns.draft(event, kind, form.words(), filters, acting())
            db.session.commit()
            return redirect(message_url(event, campaign), code=303)
        except DomainError as error:
            code = _refused(form, error)
    return _form("new", event, kind, form, filters, code)


@bp.route("/events/<slug>/letters/messages/<int:campaign_id>/edit", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def message_edit(slug: str, campaign_id: int) -> Answer:
    """Change a draft; who has begun with an older one is told what stands there now."""
    event = event_of_user(slug)
    campaign = campaigns.one_of_event(event, campaign_id)
    if campaign.state is not CampaignState.DRAFT:
        return redirect(message_url(event, campaign))
    form, code, differences = message_form.made_for(campaign.kind, campaign), None, []
    filters = _filters() if request.method == "POST" else Filters.restored(campaign.filters)
    if sent(form):
        try:
            campaigns.edit(campaign, form.words(), filters, form_pages.version_in(form), acting())
            db.session.commit()
            flash(_("The draft is saved."), "ok")
            return redirect(message_url(event, campaign), code=303)
        except NotFound:  # thrown away in the meantime
            raise
        except DomainError as error:
            code = _refused(form, error)
            differences = _told(error, event, campaign, form, filters)
    return _form(
        "edit", event, campaign.kind, form, filters, code, campaign=campaign, differences=differences
    )


@bp.get("/events/<slug>/letters/messages/<int:campaign_id>")
@access.allow(access.ORGANISERS)
def message(slug: str, campaign_id: int) -> Answer:
    """A message: as a draft how it will look and who gets it, afterwards how far it is."""
    event = event_of_user(slug)
    campaign = campaigns.one_of_event(event, campaign_id)
    if campaign.state is CampaignState.DRAFT:
        version = str(campaign.version)
        return draft_page(event, campaign, SendForm(version=version), FileForm(version=version))
    return render_template(
        "organiser/messages/under_way.html",
        event=event,
        campaign=campaign,
        title=message_words.title(campaign),
        progress=campaign_progress.of(campaign),
        chosen=message_words.chosen(event, Filters.restored(campaign.filters)),
        prompt=_looks_after_itself(campaign),
        left=_left(campaign),
    )


@bp.get("/events/<slug>/letters/messages/<int:campaign_id>/looks/<any(en, fr):code>")
@access.allow(access.ORGANISERS)
def message_looks(slug: str, campaign_id: int, code: str) -> Response:
    """The message as a mail program shows it, for the frame of its page."""
    campaign = campaigns.one_of_event(event_of_user(slug), campaign_id)
    written = campaign_preview.written(campaign, code, _place())
    if written is None:
        abort(404)
    return Response(written.html, headers={"Content-Security-Policy": LETTER_POLICY})


def draft_page(event: Event, campaign: Campaign, send: SendForm, file: FileForm, code: int = 200) -> Response:
    """The page of a draft, with its forms."""
    filters = Filters.restored(campaign.filters)
    reach = campaign_recipients.reach(event, filters)
    previews = [(each, campaign_preview.written(campaign, each, _place())) for each in _languages_first()]
    page = render_template(
        "organiser/messages/draft.html",
        event=event,
        campaign=campaign,
        title=message_words.title(campaign),
        reach=reach,
        seen=campaign_recipients.mark(campaign),
        reached=message_words.reached(reach),
        missed=message_words.missed(reach),
        chosen=message_words.chosen(event, filters),
        previews=[(each, written) for each, written in previews if written is not None],
        form=send if send.errors else file if file.errors else None,
        send=send,
        file=file,
        megabytes=settings.number("message_files_megabytes"),
        grace=settings.number("message_grace_seconds"),
    )
    return Response(page, code, headers={"Content-Security-Policy": POLICY_WITH_FRAME})


def message_url(event: Event, campaign: Campaign) -> str:
    """The address of a message."""
    return url_for("organiser.message", slug=event.slug, campaign_id=campaign.id)


def _form(
    name: str,
    event: Event,
    kind: LetterKind,
    form: MessageForm,
    filters: Filters,
    code: int | None,
    **more: object,
) -> Answer:
    page = render_template(
        f"organiser/messages/{name}.html",
        event=event,
        kind=kind,
        form=form,
        questions=message_words.choices(event, kind, filters),
        placeholders=message_words.placeholders(),
        searched=bool(request.args.get("search")),
        wording="organiser.letter_texts" in current_app.view_functions,
        **more,
    )
    return page, code or form_pages.status(form)


def _kind() -> LetterKind:
    """The kind that the address asks for; a message in own words where it asks for none."""
    asked = request.args.get("kind", LetterKind.MESSAGE.value)
    if asked not in {kind.value for kind in campaign_recipients.KINDS}:
        abort(404)
    return LetterKind(asked)


def _filters() -> Filters:
    """The filters of the address or of the form; the words of a search are none."""
    chosen = address.posted_filters() if request.method == "POST" else address.filters()
    return chosen.without("words")


def _refused(form: MessageForm, error: DomainError) -> int:
    code = form_pages.refused(form, error)
    if isinstance(error, UnusableWords):
        form.form_errors.clear()
        for name, problems in error.problems.items():
            part = name.rpartition("_")[0]
            said = (letter_text_form.sentence(problem, part, LetterKind.MESSAGE) for problem in problems)
            form[name].errors = [*form[name].errors, *said]
    return code


def _told(
    error: DomainError, event: Event, campaign: Campaign, form: MessageForm, filters: Filters
) -> list[Difference]:
    """What somebody else has made of the draft, also of whom it goes to."""
    if not isinstance(error, EditedMeanwhile):
        return []
    form_now = partial(message_form.made_for, campaign.kind, campaign, as_stored=True)
    found, present = meanwhile.told(error, form, form_now), Filters.restored(campaign.filters)
    if present != campaign_recipients.concerned(campaign.kind, filters):
        words = "; ".join(f"{asked}: {choice}" for asked, choice in message_words.chosen(event, present))
        found.append(Difference(_("To whom"), words or _("everybody")))
    return found


def _looks_after_itself(campaign: Campaign) -> bool:
    """Whether something will happen to a message so soon that its page should show it by itself."""
    left = _left(campaign)
    return campaign.state is CampaignState.SENDING or left is not None and left < _PROMPT


def _left(campaign: Campaign) -> int | None:
    """How many seconds are left to take a message back; None where it is too late, or no moment is set."""
    if campaign.state is not CampaignState.SCHEDULED or campaign.starts_at is None:
        return None
    return max(0, math.ceil((campaign.starts_at - now()).total_seconds()))


def _languages_first() -> tuple[str, str]:
    return ("fr", "en") if language() == "fr" else ("en", "fr")


def _place() -> Place:
    config = current_app.extensions["config"]
    return Place(config.base_url, network.answers_to(config))
