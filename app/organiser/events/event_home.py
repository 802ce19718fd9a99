"""Where an organiser begins: what is to be decided today, the key figures, the next dates."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from flask_babel import gettext as _
from flask_babel import pgettext

from app.lib import dates
from app.lib.clock import now
from app.models import Event, EventStatus
from app.organiser.door import bp
from app.services import delegation_board, event_overview, publishing
from app.services.event_overview import Step
from app.web import access
from app.web.event_pages import event_of_user
from app.web.formatting import event_moment
from app.web.locale import language

StepShown = dict[str, str]


@bp.get("/events/<slug>")
@access.allow(access.ORGANISERS)
def event_home(slug: str) -> str:
    """The event today."""
    event, at = event_of_user(slug), now()
    overview = event_overview.overview(event)
    return render_template(
        "organiser/events/home.html",
        event=event,
        at=at,
        overview=overview,
        lacking=[_text_words()[name] for name in overview.lacking],
        steps=_dated(event, event_overview.steps(event), at),
        days_to_go=(event.days[0] - event.local(at).date()).days if event.days else None,
        can=_possible(event, at),
        awaited=delegation_board.awaited(event),
    )


def _dated(event: Event, steps: list[Step], at: datetime) -> list[StepShown]:
    """Each date with its place in time: what is over, the next one, what comes later."""
    published = event.published_at or (at if event.status is EventStatus.DRAFT else None)
    if published and event.opens_at and event.opens_at < published:
        # a draft opens with its publication: an earlier day is no step of its own
        steps = [step for step in steps if step.code != "opens"]
    upcoming = next((step for step in steps if step.at > at), None)
    return [
        {
            "state": "done" if step.at <= at else "now" if step is upcoming else "later",
            "text": _step_words(step.at <= at)[step.code],
            "when": _when(event, step),
            "datetime": step.at.isoformat(),
        }
        for step in steps
    ]


def _when(event: Event, step: Step) -> str:
    """The moment of a step; only its day where the event's hours are not known."""
    if event.times_known or step.code not in {"starts", "ends"}:
        return event_moment(step.at, event)
    return dates.day(event.local(step.at).date(), language(), year=True)


def _step_words(over: bool) -> dict[str, str]:
    return {
        "published": pgettext("event", "Published"),
        "opens": _("Registration opened") if over else _("Registration opens"),
        "nominations": _("Nominations closed") if over else _("Nominations close"),
        "closes": _("Registration closed") if over else _("Registration closes"),
        "starts": _("The event began") if over else _("The event begins"),
        "ends": _("The event ended") if over else _("The event ends"),
    }


def _text_words() -> dict[str, str]:
    return {
        "title": pgettext("text of an event", "title"),
        "summary": pgettext("text of an event", "summary"),
        "practical": pgettext("text of an event", "practical information"),
        "venue": pgettext("text of an event", "venue"),
    }


def _possible(event: Event, at: datetime) -> set[str]:
    """What can be done with the event as a whole, as codes of actions."""
    if event.is_read_only:
        return set()
    actions = {"edit"}
    if event.status is EventStatus.DRAFT:
        actions |= {"publish", "discard"}
    elif not event.is_over(at):
        actions |= {"cancel", "close" if event.status is EventStatus.PUBLISHED else "reopen"}
    return actions | ({"archive"} if publishing.is_archivable(event) else set())
