"""What the rules of the desk refuse."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Invalid, Refused


class NotADayOfTheEvent(Refused):
    code = "not_a_day_of_the_event"
    sentence = N_("This is not a day of the event. Choose the day for which you check people in.")


class ExitsNotScanned(Refused):
    code = "exits_not_scanned"
    sentence = N_("Who leaves is not scanned here: choose a session in which it is.")


class TooManyQueued(Invalid):
    code = "too_many_queued"
    sentence = N_("%(number)s check-ins were handed in at once; at most %(most)s can be.")


class WalkInsNotAllowed(Refused):
    code = "walk_ins_not_allowed"
    sentence = N_("This event takes nobody without a registration. Ask the secretariat.")
