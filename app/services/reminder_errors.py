"""What the rules of reminders refuse; families and mapping as in services/errors.py."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Invalid, Refused


class NoDeadline(Invalid):
    code = "no_deadline"
    field = "about"
    sentence = N_("No deadline for nominations is set for this event. Set it first.")


class NoDates(Invalid):
    code = "no_dates"
    field = "about"
    sentence = N_("The dates of this event are not known yet. Set them first.")


class ReminderTooLate(Invalid):
    code = "reminder_too_late"
    field = "days_before"
    sentence = N_("At nine o’clock on that day it would be too late. Choose more days.")


class DeadlinePassed(Refused):
    code = "deadline_passed"
    field = "about"
    sentence = N_("The deadline for nominations has passed: nobody is reminded any more.")


class EventHasBegun(Refused):
    code = "event_has_begun"
    field = "about"
    sentence = N_("The event has begun: practical information would come too late.")


class ReminderThere(Refused):
    code = "reminder_there"
    field = "days_before"
    sentence = N_("This reminder is there already. Choose another number of days.")
