"""Who gets a message to many, and what became of each letter: as lists, the outcome as a file too."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, abort, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _

from app.documents import spreadsheets
from app.documents.spreadsheets import Column
from app.extensions import db
from app.lib.transaction_kind import reading
from app.models import Campaign, Event
from app.organiser.door import bp
from app.organiser.messages import message_words
from app.organiser.participants import participants_address as address
from app.services import campaign_progress, campaign_recipients, campaigns, export_purposes
from app.services.campaign_progress import Progress, Result
from app.services.export_purposes import PurposeMissing
from app.web import access
from app.web.errors import status_of
from app.web.event_pages import acting, event_of_user
from app.web.locale import language

_SEPARATORS = {"csv": ",", "csv_semicolon": ";"}


@bp.get("/events/<slug>/letters/messages/<int:campaign_id>/recipients")
@access.allow(access.ORGANISERS)
def message_recipients(slug: str, campaign_id: int) -> str:
    """Those who would get the message now."""
    event = event_of_user(slug)
    campaign = campaigns.one_of_event(event, campaign_id)
    page = campaign_recipients.page(campaign, address.page_number(), language())
    return render_template(
        "organiser/messages/recipients.html",
        event=event,
        campaign=campaign,
        title=message_words.title(campaign),
        page=page,
        links=_links("organiser.message_recipients", event, campaign, page.number, page.pages),
    )


@bp.get("/events/<slug>/letters/messages/<int:campaign_id>/outcome")
@access.allow(access.ORGANISERS)
def message_outcome(slug: str, campaign_id: int) -> str:
    """What became of the letter to each, all or those with one result."""
    event = event_of_user(slug)
    return _outcome(event, campaigns.one_of_event(event, campaign_id))


def _outcome(event: Event, campaign: Campaign, problem: str = "") -> str:
    """The outcome; with what is missing before it can be handed out."""
    result = _result()
    progress = campaign_progress.of(campaign)
    page = campaign_progress.page(campaign, result, progress, address.page_number(), language())
    return render_template(
        "organiser/messages/outcome.html",
        event=event,
        campaign=campaign,
        title=message_words.title(campaign),
        page=page,
        result=result,
        results=_results(progress),
        total=progress.total,
        purposes=export_purposes.choices(export_purposes.OUTCOME, language()),
        problem=problem,
        links=_links(
            "organiser.message_outcome",
            event,
            campaign,
            page.number,
            page.pages,
            result=result and result.value,
        ),
    )


@bp.post("/events/<slug>/letters/messages/<int:campaign_id>/outcome/export")
@access.allow(access.ORGANISERS)
def message_outcome_export(slug: str, campaign_id: int) -> Response | tuple[str, int]:
    """The outcome as a file. Posted, because whoever takes it away is written down, and what for."""
    event = event_of_user(slug)
    campaign, form = campaigns.one_of_event(event, campaign_id), request.form.get("format", "")
    if form not in _SEPARATORS:
        abort(400)
    try:
        purpose = export_purposes.chosen(request.form.get("purpose", ""), export_purposes.OUTCOME)
    except PurposeMissing as error:
        return _outcome(event, campaign, error.wording(language())), status_of(error)
    columns = campaign_progress.columns(campaign, language())
    campaign_progress.note_export(campaign, form, purpose, acting())
    db.session.commit()
    return _file(f"{slug}-message-{campaign_id}", campaign_id, columns, _SEPARATORS[form])


def _file(name: str, campaign_id: int, columns: list[Column], separator: str) -> Response:
    def lines() -> Iterator[str]:
        # The request's unit is over when the first line is fetched: this is one of its own, which only reads.
        with reading():
            rows = campaign_progress.cells(db.session.get_one(Campaign, campaign_id), language())
            yield from spreadsheets.csv_lines(columns, rows, separator)

    return Response(
        stream_with_context(lines()),
        mimetype=spreadsheets.CSV_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _result() -> Result | None:
    asked = request.args.get("result", "")
    return Result(asked) if asked in set(Result) else None


def _results(progress: Progress) -> list[tuple[str, str, int]]:
    """The results that there are, with their words and numbers."""
    words = {
        Result.SENT: _("Sent"),
        Result.WAITING: _("Waiting"),
        Result.FAILED: _("Failed"),
        Result.CANCELLED: _("Not sent"),
    }
    numbers = [(result, getattr(progress, result.value)) for result in Result]
    return [(result.value, words[result], number) for result, number in numbers if number]


def _links(
    endpoint: str, event: Event, campaign: Campaign, number: int, pages: int, **more: object
) -> dict[str, str]:
    def url(page: int) -> str:
        return url_for(endpoint, slug=event.slug, campaign_id=campaign.id, page=page, **more)  # type: ignore[arg-type]

    return {
        "previous": url(number - 1) if number > 1 else "",
        "next": url(number + 1) if number < pages else "",
    }
