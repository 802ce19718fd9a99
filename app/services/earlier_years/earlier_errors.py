"""What refuses a list of an earlier year."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Refused


class NotOverYet(Refused):
    code = "earlier_year_not_over"
    sentence = N_("Lists are imported of events that are over and took place.")


class PeopleOfOurOwn(Refused):
    code = "people_of_our_own"
    sentence = N_("People registered for this event here. A list would count them a second time.")


class CameIsOnRecord(Refused):
    code = "came_is_on_record"
    sentence = N_(
        "It is on record who came to this event, and this list adds people without saying so. Import a list that tells it."
    )
