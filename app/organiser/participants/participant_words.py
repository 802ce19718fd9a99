"""The words for what the secretariat sees of a registration and can do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.lib.clock import now
from app.models import Category, Event, Role, Status
from app.models.labels import label
from app.services.participant_list import Listed
from app.services.participant_order import Order
from app.services.registration_actions import Action
from app.web.formatting import event_day, event_time
from app.web.locale import language

Flag = tuple[str, str]


def capacity(row: Any) -> str:
    """In what capacity somebody comes: the part in the delegation where it says more than the category."""
    plain = row.role is None or (row.category is Category.OBSERVER and row.role is Role.DELEGATE)
    words = label(row.category if plain else row.role, language())
    return words[:1].upper() + words[1:]


def flags(event: Event) -> Callable[[Listed], Flag]:
    """Gives for a line the kind of its attendance flag and its words: the hour of today, another day, or nothing."""
    over = event.is_over(now())

    def flag(line: Listed) -> Flag:
        if line.came_at is not None:
            kind = "walk_in" if line.walk_in else "in"
            if line.imported:
                return kind, ""
            if line.came_today_at is not None:
                return kind, event_time(line.came_today_at, event)
            return kind, event_day(line.came_at, event, weekday=False)
        if line.status is not Status.CONFIRMED or line.attendance_unknown:
            return "", ""
        return ("absent" if over else "not_yet"), ""

    return flag


def days(event: Event) -> Callable[[datetime], str]:
    """Gives the day of a moment; few days share many moments, so each is written once."""
    day = cache(lambda date: event_day(date, weekday=False))
    return lambda moment: day(event.local(moment).date())


def order_words(order: Order) -> str:
    """What the list is ordered by."""
    return {
        Order.BODY: _("by body, then precedence"),
        Order.NAME: _("by family name"),
        Order.SINCE: _("by date"),
    }[order]


def action_words(action: Action) -> str:
    """The action on a button."""
    return {
        Action.CONFIRM: _("Confirm"),
        Action.VALIDATE: _("Validate"),
        Action.DECLINE: _("Decline"),
        Action.CANCEL: _("Cancel the registration"),
        Action.WITHDRAW: _("Withdraw on behalf"),
        Action.REOPEN: _("Reopen"),
        Action.SEND_LINK: _("Send the link again"),
    }[action]


def consequences(action: Action) -> str:
    """What the action does, for somebody about to press the button."""
    return {
        Action.CONFIRM: _("The person gets the confirmation with the calendar file."),
        Action.VALIDATE: _(
            "In the correspondent’s stead. If nothing else is outstanding, the confirmation follows at once."
        ),
        Action.DECLINE: _("The place becomes free. The reason stands in the letter to the person."),
        Action.CANCEL: _("The place becomes free. The reason stands in the letter to the person."),
        Action.WITHDRAW: _("The place becomes free. Do it when the person has asked for it."),
        Action.REOPEN: _("The registration is taken up again and asks for a place anew."),
        Action.SEND_LINK: _(
            "The letter with which the person can go on: the private link, or the address to confirm."
        ),
    }[action]


def done_words(action: Action, number: int) -> str:
    """What has been done, for how many."""
    return {
        Action.CONFIRM: ngettext("One registration confirmed.", "%(num)s registrations confirmed.", number),
        Action.VALIDATE: ngettext("One registration validated.", "%(num)s registrations validated.", number),
        Action.DECLINE: ngettext("One registration declined.", "%(num)s registrations declined.", number),
        Action.CANCEL: ngettext("One registration cancelled.", "%(num)s registrations cancelled.", number),
        Action.WITHDRAW: ngettext("One registration withdrawn.", "%(num)s registrations withdrawn.", number),
        Action.REOPEN: ngettext("One registration reopened.", "%(num)s registrations reopened.", number),
        Action.SEND_LINK: ngettext("One letter is on its way.", "%(num)s letters are on their way.", number),
    }[action]


def button_words(action: Action, number: int) -> str:
    """The button that does it for so many."""
    return {
        Action.CONFIRM: ngettext("Confirm one", "Confirm %(num)s", number),
        Action.VALIDATE: ngettext("Validate one", "Validate %(num)s", number),
        Action.DECLINE: ngettext("Decline one", "Decline %(num)s", number),
        Action.CANCEL: ngettext("Cancel one", "Cancel %(num)s", number),
        Action.SEND_LINK: ngettext("Send one letter", "Send %(num)s letters", number),
    }[action]


def left_alone(reasons: Mapping[str, int]) -> str:
    """How many were not changed, and why."""
    number = sum(reasons.values())
    return " ".join(
        [
            ngettext("One was left as it was.", "%(num)s were left as they were.", number),
            *(
                f"{reason.removesuffix('.')} ({times})." if len(reasons) > 1 else reason
                for reason, times in reasons.items()
            ),
        ]
    )
