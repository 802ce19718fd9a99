"""The words for reminder rules: how many days before what, when they go out, to how many, what has become of them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import Body, Event, EventStatus, ReminderAbout, ReminderRule
from app.services import reminder_forecast
from app.services.reminder_forecast import Forecast
from app.services.reminder_recipients import Reached
from app.services.reminder_times import Stage
from app.web.formatting import event_day, event_moment
from app.web.locale import language


def moment(rule: ReminderRule) -> str:
    """How long before what a rule goes out."""
    return counted(rule.about, rule.days_before)


def counted(about: ReminderAbout, days: int) -> str:
    """So many days before the event, or before nominations end."""
    if about.before_event:
        if days == 0:
            return _("on the day on which the event begins")
        return ngettext("the day before the event", "%(num)s days before the event", days)
    if days == 0:
        return _("on the day on which nominations end")
    return ngettext("the day before nominations end", "%(num)s days before nominations end", days)


def announced(event: Event, found: Forecast) -> str:
    """What a rule will do, or has done, in a sentence."""
    if found.stage is Stage.AHEAD:
        return _("Goes out on %(moment)s, %(whom)s, as things stand.", **_said(event, found))
    if found.stage is Stage.DUE:
        return _("Goes out within a minute, %(whom)s.", whom=whom(found.rule, found.reached))
    if found.stage is Stage.GONE:
        return _gone(event, found)
    if found.stage is Stage.MISSED:
        return _("Did not go out: it was too late for it.")
    if found.stage is Stage.UNDATED:
        return (
            _("Rests: the dates of the event are not known.")
            if found.rule.about.before_event
            else _("Rests: no deadline for nominations is set.")
        )
    return _resting(event, found)


def whom(rule: ReminderRule, reached: Reached) -> str:
    """To how many a rule goes."""
    number = reached.persons
    if not number:
        return _("to nobody")
    if rule.about is ReminderAbout.UNANSWERED:
        return ngettext("to one nominated person", "to %(num)s nominated persons", number)
    if rule.about is ReminderAbout.PRACTICAL:
        return ngettext("to one participant", "to %(num)s participants", number)
    if reached.bodies == 1:
        return ngettext(
            "to one correspondent of one delegation", "to %(num)s correspondents of one delegation", number
        )
    return ngettext(
        "to one correspondent of %(bodies)s delegations",
        "to %(num)s correspondents of %(bodies)s delegations",
        number,
        bodies=reached.bodies,
    )


def mute(reached: Reached) -> list[Body]:
    """The delegations for which nobody speaks, in the alphabetical order of the reader's language."""
    return reminder_forecast.without_correspondent(reached, language())


def title(event: Event, forecasts: list[Forecast]) -> str:
    """The news of the page."""
    if any(found.stage is Stage.DUE for found in forecasts):
        return _("A reminder goes out within a minute")
    ahead = [found.due for found in forecasts if found.stage is Stage.AHEAD and found.due]
    if ahead:
        return _("The next reminder goes out on %(day)s", day=event_day(min(ahead), event))
    return _("No reminder is ahead") if forecasts else _("No reminder goes out by itself")


def _said(event: Event, found: Forecast) -> dict[str, str]:
    assert found.due is not None  # noqa: S101 - what lies ahead has its moment
    return {"moment": event_moment(found.due, event), "whom": whom(found.rule, found.reached)}


def _gone(event: Event, found: Forecast) -> str:
    at = found.rule.last_run_at or found.due
    words = ngettext(
        "Went out on %(moment)s: one letter.",
        "Went out on %(moment)s: %(num)s letters.",
        found.rule.letters,
        moment=event_moment(at, event) if at else "",
    )
    if not found.rule.letters:
        words = _("On %(moment)s there was nobody to write to.", moment=event_moment(at, event) if at else "")
    later = (
        _("Who is confirmed later gets it too, until the event begins.") if found.takes_in_latecomers else ""
    )
    return f"{words} {later}".rstrip()


def _resting(event: Event, found: Forecast) -> str:
    if event.status is EventStatus.DRAFT:
        return _("Goes out on %(moment)s, if the event is published by then.", **_said(event, found))
    if event.status is EventStatus.CLOSED:
        return _("Rests: registration is closed.")
    return _("Does not go out any more: the event is archived or cancelled.")
