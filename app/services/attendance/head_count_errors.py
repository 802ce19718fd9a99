"""Why a head count is refused."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Invalid


class NotAHeadCount(Invalid):
    code = "not_a_head_count"
    field = "number"
    sentence = N_("Enter how many people are in the room: a whole number up to %(most)s.")


class CountedInTheFuture(Invalid):
    code = "counted_in_the_future"
    field = "counted_at"
    sentence = N_("This hour is still to come. Leave it empty if the heads were counted just now.")
