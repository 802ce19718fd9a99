"""Where a registration stands, told to its person: what happened when, and what comes next, decided by whom."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.lib.clock import now
from app.models import Event, Place, Registration, Status, StatusChange
from app.services import answering, replacing
from app.services.own_page import OwnPage
from app.web.formatting import event_day, event_moment

Step = dict[str, Any]


def steps(registration: Registration, page: OwnPage) -> list[Step]:
    """The lines of the history that matter to the person, then the next step."""
    done = [_done(change, registration.event) for change in page.history]
    return [step for step in done if step["text"]] + _next(registration)


def _done(change: StatusChange, event: Event) -> Step:
    return {
        "state": "done",
        "text": _words(change),
        "when": event_moment(change.at, event),
        "datetime": change.at.isoformat(),
        "note": change.note if change.status_to in {Status.DECLINED, Status.CANCELLED} else None,
    }


def _words(change: StatusChange) -> str:
    if change.status_from == change.status_to:
        return _("A place has become free for you") if change.place_to is Place.HELD else ""
    if change.status_from is Status.NOMINATED and change.status_to in _ANSWERED:
        return _answered(change)
    if change.reason_code == replacing.REPLACED:
        return _("Somebody else comes in your place")
    if change.status_to is Status.SUBMITTED and change.status_from in {Status.UNVERIFIED, Status.EXPIRED}:
        return _("Address confirmed")
    return {
        Status.UNVERIFIED: _("Sent"),
        Status.NOMINATED: _("Nominated"),
        Status.SUBMITTED: _("Entered by the secretariat")
        if change.status_from is None
        else _("Taken up again"),
        Status.VALIDATED: _("Validated"),
        Status.CONFIRMED: _("Confirmed"),
        Status.DECLINED: _("Declined"),
        Status.WITHDRAWN: _("Withdrawn"),
        Status.CANCELLED: _("Cancelled"),
        Status.EXPIRED: _("Expired: the address was not confirmed in time"),
    }[change.status_to]


_ANSWERED = {Status.VALIDATED, Status.WITHDRAWN, Status.EXPIRED}


def _answered(change: StatusChange) -> str:
    """How a nomination ended."""
    if change.status_to is Status.VALIDATED:
        return _("You have accepted")
    if change.status_to is Status.EXPIRED:
        return _("Ended: no answer came in time")
    return {
        answering.NOMINEE_DECLINED: _("You have declined"),
        replacing.REPLACED: _("Somebody else comes in your place"),
    }.get(change.reason_code or "", _("Taken back by your delegation"))


def _next(registration: Registration) -> list[Step]:
    event = registration.event
    if event.is_over(now()):
        return []  # nobody decides any more
    if registration.status is Status.NOMINATED:
        return [_now(_("Next: you accept or decline"))]
    if registration.place is Place.WAITING:
        return [_now(_("Next: as soon as a place becomes free, we write to you"), _until(event))]
    if registration.status is Status.UNVERIFIED:
        return [_now(_("Next: confirm your address with the link in our mail"))]
    if registration.status is Status.SUBMITTED:
        decides = (
            _("the correspondent or the secretariat")
            if registration.category.in_delegation
            else _("the secretariat")
        )
        return [_now(_("Next: %(who)s decides, and we write to you", who=decides), _until(event))]
    if registration.status is Status.VALIDATED:
        return [_now(_("Next: the secretariat confirms, and we write to you"), _until(event))]
    return []


def _until(event: Event) -> str:
    """What is certain about the delay: no rule ends it, so no date is promised but the event's own, by its own clocks."""
    if event.starts_at is None or event.starts_at <= now():
        return ""
    return _(
        "No date is fixed for this. The event begins on %(day)s: ask the secretariat if you need to know sooner.",
        day=event_day(event.starts_at, event),
    )


def _now(text: str, note: str = "") -> Step:
    return {"state": "now", "text": text, "note": note}
