"""What a rule refuses. Each error has a stable code and a sentence that a person can act on.

The three families say what went wrong in general: `Refused` is a conflict with the present state, `Invalid` is input that
cannot be right, `LinkError` is a private link that opens nothing. The web floor maps them to status codes.

What one room alone refuses stands there (event_errors.py, delegation_errors.py, accounts/account_errors.py,
attendance/desk_errors.py …); here is what several share.
"""

from __future__ import annotations

import enum
from datetime import datetime
from math import ceil
from typing import ClassVar

from app.lib.bilingual import Bilingual
from app.lib.clock import now
from app.lib.wording import N_, translated
from app.models.labels import label


class DomainError(Exception):
    """A rule refuses. `sentence` is an English message id; `values` fill its placeholders."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = N_("This cannot be done.")

    def __init__(self, **values: object) -> None:
        super().__init__(self.code)
        self.values = values

    def wording(self, language: str) -> str:
        """The sentence in a language."""
        return translated(
            self.sentence, language, **{name: _worded(value, language) for name, value in self.values.items()}
        )


def _worded(value: object, language: str) -> object:
    if isinstance(value, enum.StrEnum):
        return label(value, language)
    if isinstance(value, Bilingual):
        return value.in_language(language)
    if isinstance(value, tuple):  # several message ids
        return ", ".join(translated(message, language) for message in value)
    return value


class Refused(DomainError):
    """The request makes sense, but not in the present state."""


class Invalid(DomainError):
    """The request cannot be right, whatever the state. `field` names where it was typed."""

    field: ClassVar[str | None] = None


class LinkError(DomainError):
    """A private link opens nothing."""


class NotFound(DomainError):
    """There is no such thing, or it is not for this person to see."""

    code = "not_found"
    sentence = N_("There is nothing here.")


class IllegalTransition(Refused):
    code = "illegal_transition"
    sentence = N_("A registration that is “%(status)s” cannot be changed in this way.")


class ApprovalsOutstanding(Refused):
    code = "approvals_outstanding"
    sentence = N_("This registration cannot be confirmed yet: %(outstanding)s.")


class EventFull(Refused):
    code = "event_full"
    sentence = N_("No place is left (limit: %(capacity)s).")


class QuotaFull(Refused):
    code = "quota_full"
    sentence = N_("The delegation’s %(places)s places are taken.")


class LimitBelowHeld(Refused):
    code = "limit_below_held"
    sentence = N_("Places held already: %(held)s. The limit cannot be lowered to %(limit)s.")


class EarlierPersonWaits(Refused):
    code = "earlier_person_waits"
    sentence = N_("Others are waiting for this already.")


class AlreadyRegistered(Refused):
    code = "already_registered"
    sentence = N_("This person is registered for this event already (%(reference)s).")


class HeadTaken(Refused):
    code = "head_taken"
    sentence = N_("This delegation has a head already.")


class RegistrationNotOpen(Refused):
    code = "registration_not_open"
    sentence = N_("Registration for this event is not open.")


class EventIsOver(Refused):
    code = "event_is_over"
    sentence = N_("The event is over: nothing can be changed any more.")


class EventReadOnly(Refused):
    code = "event_read_only"
    sentence = N_("This event is archived or cancelled: nothing can be changed.")


class EventIncomplete(Refused):
    code = "event_incomplete"
    sentence = N_("The event cannot be published yet: %(missing)s.")


class EditedMeanwhile(Refused):
    code = "edited_meanwhile"
    sentence = N_(
        "Somebody else has changed this in the meantime. Look at what is there now, then save again."
    )


class ChangedSinceShown(Refused):
    code = "changed_since_shown"
    sentence = N_(
        "Something has changed since this was shown: nothing was done. Look at what would be done now."
    )


class DecidedMeanwhile(Refused):
    """`status` is the present one, which is not the one that was looked at."""

    code = "decided_meanwhile"
    sentence = N_(
        "Meanwhile somebody else has decided: this registration is now “%(status)s”. Look at it, then decide again."
    )


class LinkSentMeanwhile(Refused):
    code = "link_sent_meanwhile"
    sentence = N_(
        "A letter with the link has been sent in the meantime. Look at it, then send another one if it is needed."
    )


class InUse(Refused):
    code = "in_use"
    sentence = N_("This cannot be removed: it is in use.")


class NotAdmitted(Invalid):
    code = "not_admitted"
    field = "category"
    sentence = N_(
        "Registration in this capacity is not open to everyone. Use the link of your invitation, or ask the secretariat."
    )


class BodyDoesNotFit(Invalid):
    code = "body_does_not_fit"
    field = "body"
    sentence = N_("This body does not fit the capacity in which you come.")


class AffiliationMissing(Invalid):
    code = "affiliation_missing"
    field = "body"
    sentence = N_("Choose the state or organisation you represent, or type its name.")


class AddressNotInvited(Invalid):
    code = "address_not_invited"
    field = "email"
    sentence = N_(
        "This invitation was sent to another e-mail address. Use that address, or ask the secretariat."
    )


class ModeNotOffered(Invalid):
    code = "mode_not_offered"
    field = "mode"
    sentence = N_("The event does not take place in this way.")


class SessionNotOffered(Invalid):
    code = "session_not_offered"
    field = "sessions"
    sentence = N_("One of the sessions chosen does not belong to this event, or needs no sign-up.")


class SessionsOverlap(Invalid):
    code = "sessions_overlap"
    field = "sessions"
    sentence = N_("Choose one: “%(first)s” and “%(second)s” are at the same time.")


class EndBeforeStart(Invalid):
    code = "end_before_start"
    field = "ends_at"
    sentence = N_("The end must come after the start.")


class ReasonRequired(Invalid):
    code = "reason_required"
    field = "reason"
    sentence = N_("Say why: the reason is kept with the registration.")


class LinkUnknown(LinkError):
    code = "link_unknown"
    sentence = N_(
        "This link is not known. Perhaps it was cut in two by the mail program: copy the whole line."
    )


class LinkExpired(LinkError):
    code = "link_expired"
    sentence = N_("This link is no longer valid.")


class LinkUsed(LinkError):
    code = "link_used"
    sentence = N_("This link was used already.")


class TooManyAttempts(Refused):
    """`seconds` says how long to wait; the sentence says it in minutes. `repeated`: the limit has refused somebody already."""

    code = "too_many_attempts"
    sentence = N_("Too many attempts. You can try again in %(minutes)s min.")

    def __init__(self, seconds: int, *, repeated: bool = False) -> None:
        super().__init__(minutes=-(-seconds // 60))
        self.seconds, self.repeated = seconds, repeated

    @classmethod
    def until(cls, moment: datetime, *, repeated: bool = False) -> TooManyAttempts:
        """For whoever may try again at a moment."""
        return cls(max(1, ceil((moment - now()).total_seconds())), repeated=repeated)


class PersonErased(Refused):
    code = "person_erased"
    sentence = N_("The data of this person have been erased: nothing can be changed or sent any more.")


class TooManySelected(Refused):
    code = "too_many_selected"
    sentence = N_(
        "%(number)s registrations are selected; at most %(most)s are decided at once. Narrow the filter, then decide in parts."
    )
