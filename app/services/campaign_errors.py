"""What the rules of messages to many refuse; families and mapping as in services/errors.py."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Invalid, Refused


class SearchIsNoFilter(Invalid):
    code = "search_is_no_filter"
    sentence = N_(
        "A message goes to whom the filters find, not to the words of a search: these are names, and are kept nowhere."
    )


class IllegalCampaignStep(Refused):
    code = "illegal_campaign_step"
    sentence = N_("This is not possible any more: the message is in the state “%(state)s”.")


class NobodyToWriteTo(Refused):
    code = "nobody_to_write_to"
    sentence = N_("Nobody would get this message. Change the filters.")


class EventNotPublished(Refused):
    code = "event_not_published"
    sentence = N_("The event is a draft: what letters link to is not there yet. Publish it first.")


class StartPast(Invalid):
    code = "start_past"
    field = "day"
    sentence = N_("This moment is over. Choose a later one, or send the message now.")


class FilesTooLarge(Invalid):
    code = "files_too_large"
    field = "file"
    sentence = N_(
        "The files of a message may have %(megabytes)s MB together. Leave one out, or give a link instead."
    )
