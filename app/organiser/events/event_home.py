"""Where the work on an event begins: what is to be decided, the key figures, how it fills, the next dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from app.charts.small_tiles import SmallTile, small_tiles
from app.lib import dates
from app.lib.clock import now
from app.models import Event, EventStatus
from app.organiser.delegations import delegation_words
from app.organiser.door import bp
from app.organiser.today import matter_words, today_words
from app.services import event_overview, publishing
from app.services.delegation_board import Glance
from app.services.event_overview import Overview, Step
from app.services.statistics import day_pictures
from app.services.today.matters import OF_PEOPLE, Group
from app.services.today.newest import Newcomer
from app.services.today.tasks import DECISIONS
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
    overview = event_overview.overview(event, language())
    glance = overview.delegations
    lines = [matter_words.shown(line, at) for line in overview.lines]
    return render_template(
        "organiser/events/home.html",
        event=event,
        at=at,
        overview=overview,
        news=today_words.things_to_decide(overview.to_decide),
        decide=[line for line in lines if line.line.group is Group.DECIDE],
        watch=[line for line in lines if line.line.group is not Group.DECIDE],
        newest={task.value: _named(some) for task, some in overview.newest.items()},
        all_to_decide=_all_to_decide(event, overview),
        weeks=day_pictures.of_weeks(overview.weeks, language()) if len(overview.weeks) > 1 else None,
        glance=glance,
        map=_map(glance) if _has_map(event, glance) else None,
        steps=_dated(event, event_overview.steps(event, glance.invited_at), at, glance),
        to_go=today_words.to_go((event.days[0] - event.local(at).date()).days if event.days else None),
        can=_possible(event, at),
    )


def _named(newcomers: list[Newcomer]) -> list[dict[str, Any]]:
    """The newest with what they represent; a body that was shown already is not said twice."""
    return [{"id": one.id, "name": one.name, "body": one.body} for one in newcomers]


def _all_to_decide(event: Event, overview: Overview) -> tuple[str, str] | None:
    """One list of everybody for whom something is to be decided, where they are of more than one kind."""
    kinds = [line for line in overview.lines if line.matter in OF_PEOPLE]
    if len(kinds) < 2:
        return None
    words = ngettext("All %(num)s in one queue", "All %(num)s in one queue", overview.people_to_decide)
    tasks = [task.value for task in DECISIONS]
    return words, url_for("organiser.participants", slug=event.slug, task=tasks, sort="since")


def _has_map(event: Event, glance: Glance) -> bool:
    """Whether the delegations have begun to answer, or were asked."""
    return bool(glance.tiles) and (glance.is_convoked or event.status is not EventStatus.DRAFT)


def _map(glance: Glance) -> dict[str, Any]:
    """The map of tiles and the sentence that says the same."""
    faces = delegation_words.faces(convoked=glance.is_convoked)
    said = [
        delegation_words.counted(reply, glance.counts[reply], convoked=glance.is_convoked)
        for reply in faces
        if glance.counts[reply]
    ]
    sentence = " · ".join(said)
    places = tuple(SmallTile(row, column, faces[reply].style) for row, column, reply in glance.tiles)
    return {
        "drawing": small_tiles("representation", _("Representation"), sentence, places),
        "sentence": sentence,
    }


def _dated(event: Event, steps: list[Step], at: datetime, glance: Glance) -> list[StepShown]:
    """Each date with its place in time: what is over, the next one, what comes later."""
    published = event.published_at or (at if event.status is EventStatus.DRAFT else None)
    if published and event.opens_at and event.opens_at < published:
        # a draft opens with its publication: an earlier day is no step of its own
        steps = [step for step in steps if step.code != "opens"]
    upcoming = next((step for step in steps if not step.is_over(at)), None)
    words = {over: _step_words(over) for over in {step.is_over(at) for step in steps}}
    return [
        {
            "state": "done" if step.is_over(at) else "now" if step is upcoming else "later",
            "text": words[step.is_over(at)][step.code],
            "when": _when(event, step),
            "datetime": step.at.isoformat(),
            "note": _step_note(step, glance),
        }
        for step in steps
    ]


def _when(event: Event, step: Step) -> str:
    """The moment of a step; only its day where the event's hours are not known."""
    if step.code in {"invited", "papers", "check_in"}:
        return dates.day(event.local(step.at).date(), language())
    if event.times_known or step.code not in {"starts", "ends"}:
        return event_moment(step.at, event)
    return dates.day(event.local(step.at).date(), language(), year=True)


def _step_words(over: bool) -> dict[str, str]:
    return {
        "published": pgettext("event", "Published"),
        "invited": _("Invitations sent"),
        "check_in": _("Check-in opened") if over else _("Check-in opens"),
        "papers": _("Final list, badges, name plates"),
        "opens": _("Registration opened") if over else _("Registration opens"),
        "nominations": _("Nominations closed") if over else _("Nominations close"),
        "closes": _("Registration closed") if over else _("Registration closes"),
        "starts": _("The event began") if over else _("The event begins"),
        "ends": _("The event ended") if over else _("The event ends"),
    }


def _step_note(step: Step, glance: Glance) -> str:
    """Who was invited."""
    if step.code != "invited":
        return ""
    states = ngettext("one member state", "%(num)s member states", glance.invited_states)
    others = ngettext("one observer", "%(num)s observers", glance.invited_others)
    return _("%(first)s and %(second)s", first=states, second=others) if glance.invited_others else states


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
