"""The page of what needs doing today, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from flask_login import current_user

from app.lib import dates
from app.lib.small_numbers import in_words
from app.lib.wording import capitalised
from app.models import Event, Mode, UserRole
from app.services.today.deadlines import Deadline
from app.services.today.queue import Coming, Queue
from app.web.formatting import event_moment
from app.web.locale import language


class Dated(NamedTuple):
    """A date that comes: how many days there are until then, what happens, when exactly, and where one looks at it."""

    event: Event
    days: str
    text: str
    when: str
    moment: str
    href: str


def things_to_decide(number: int) -> str:
    """The news, as a title."""
    if not number:
        return _("Nothing to decide today")
    words = in_words(number, language())
    return capitalised(
        ngettext("One thing to decide today", "%(number)s things to decide today", number, number=words)
    )


def headline(queue: Queue) -> str:
    """The title of the page."""
    if queue.number or not queue.coming:
        return things_to_decide(queue.number)
    return _("Nothing to decide today, and all is on its way") if queue.is_empty else things_to_decide(0)


def dated(deadline: Deadline, at: datetime) -> Dated:
    """A date as the page shows it."""
    event, day = deadline.event, deadline.event.local(deadline.at).date()
    days = (day - event.local(at).date()).days
    whole_day = deadline.code in {"needs", "persons"} or (
        not event.times_known and deadline.code in {"starts", "ends"}
    )
    return Dated(
        event,
        {0: pgettext("deadline", "today"), 1: pgettext("deadline", "tomorrow")}.get(
            days, ngettext("in %(num)s day", "in %(num)s days", days)
        ),
        _deadline_words()[deadline.code],
        dates.day(day, language()) if whole_day else event_moment(deadline.at, event, year=False),
        deadline.at.isoformat(),
        _place_of(deadline),
    )


def _deadline_words() -> dict[str, str]:
    return {
        "opens": _("Registration opens"),
        "nominations": _("Nominations close"),
        "closes": _("Registration closes"),
        "starts": _("The event begins"),
        "ends": _("The event ends"),
        "needs": _("Access and diet needs are erased"),
        "persons": _("The people of this event begin to be forgotten"),
    }


def _place_of(deadline: Deadline) -> str:
    """Where one looks at a date; the periods of keeping are the administrators' business."""
    event = deadline.event
    if deadline.code in {"needs", "persons"} and current_user.role is UserRole.ADMINISTRATOR:
        return url_for("organiser.retention")
    endpoint = {
        "nominations": "organiser.delegations",
        "starts": "checkin.desk",
    }.get(deadline.code, "organiser.event_home")
    return url_for(endpoint, slug=event.slug)


def coming(row: Coming, at: datetime) -> dict[str, Any]:
    """An event to come with its key figures in words."""
    event, tally = row.event, row.tally
    days = (event.days[0] - event.local(at).date()).days if event.days else None
    figures = [ngettext("one registered", "%(num)s registered", tally.registered)] if tally.registered else []
    figures += [_confirmed(event, mode, tally.confirmed[mode]) for mode in event.modes if tally.confirmed]
    if tally.states_confirmed:
        figures.append(
            ngettext("one member state", "%(num)s member states", tally.states_confirmed),
        )
    waiting = tally.of("waiting").number
    if waiting:
        figures.append(ngettext("one on the waiting list", "%(num)s on the waiting list", waiting))
    return {
        "event": event,
        "to_go": to_go(days),
        "figures": figures,
        "to_decide": row.to_decide,
    }


def _confirmed(event: Event, mode: Mode, number: int) -> str:
    """How many are confirmed, of how many places where their number is limited."""
    whole = event.capacity(mode)
    counted = _("%(number)s of %(whole)s", number=number, whole=whole) if whole is not None else str(number)
    if len(event.modes) == 1:
        return _("%(number)s confirmed", number=counted)
    if mode is Mode.ONLINE:
        return _("%(number)s confirmed online", number=counted)
    return _("%(number)s confirmed in person", number=counted)


def to_go(days: int | None) -> str:
    """How many days there are until an event."""
    if days is None:
        return ""
    if days > 0:
        return ngettext("one day to go", "%(num)s days to go", days)
    return pgettext("event", "taking place")
