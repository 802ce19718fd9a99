"""What letters there are. How each is worded: app/emails."""

from __future__ import annotations

import enum


class LetterKind(enum.StrEnum):
    CONFIRM_ADDRESS = "confirm_address"
    RECEIVED = "received"
    WAITING = "waiting"
    PROMOTED = "promoted"
    SESSION_PLACE = "session_place"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EVENT_CANCELLED = "event_cancelled"
    REPLACED = "replaced"  # to whoever gives the place to another
    PRIVATE_LINK = "private_link"  # the link to one's registration, sent again
    EVENT_CHANGED = "event_changed"
    NOMINATION = "nomination"
    REPLACEMENT = "replacement"  # a nomination in place of somebody else
    NOMINATION_REMINDER = "nomination_reminder"  # to a nominated person who has not answered
    NOMINATION_EXPIRED = "nomination_expired"  # nobody answered in time
    PRACTICAL_INFORMATION = "practical_information"
    THANKS = "thanks"
    CERTIFICATE = "certificate"  # of attendance, attached
    MESSAGE = "message"  # to many, in the organisers' own words
    CONVOCATION = "convocation"
    CONVOCATION_COPY = "convocation_copy"  # to an address of the body; it opens nothing
    REMINDER = "reminder"  # to the correspondents of a body that has not answered
    NOMINEE_DECLINED = "nominee_declined"  # to the correspondents
    NOMINATIONS_ENDED = "nominations_ended"  # to the correspondents: places were released
    DIGEST = "digest"
    SIGN_IN_LINK = "sign_in_link"
    ACCOUNT_INVITATION = "account_invitation"
    ACCOUNT_CHANGED = "account_changed"  # to its owner: password or second factor are not what they were
