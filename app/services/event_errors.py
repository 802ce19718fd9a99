"""What the rules of events, programmes, documents and admissions refuse; families and mapping as in services/errors.py."""

from __future__ import annotations

from typing import ClassVar

from app.lib.wording import N_
from app.services.errors import Invalid, Refused


class RefusedAtField(Refused):
    """A conflict with the present state that concerns one field of a form."""

    field: ClassVar[str] = ""


# The event itself ---------------------------------------------------------------------------------------------------


class SlugTaken(RefusedAtField):
    code = "slug_taken"
    field = "slug"
    sentence = N_("Another event has this address already. Choose another one.")


class SlugNotAllowed(Invalid):
    code = "slug_not_allowed"
    field = "slug"
    sentence = N_("Use small letters, digits and hyphens, as in trust-and-oversight-2027.")


class YearMissing(Invalid):
    code = "year_missing"
    field = "year"
    sentence = N_("Enter the dates or, where they are not known, the year.")


class ClosesBeforeOpening(Invalid):
    code = "closes_before_opening"
    field = "closes_at"
    sentence = N_("Registration must close after it has opened.")


class ClosesAfterEnd(Invalid):
    code = "closes_after_end"
    field = "closes_at"
    sentence = N_("Registration must close before the event ends.")


class ModeInUse(RefusedAtField):
    code = "mode_in_use"
    field = "mode"
    sentence = N_(
        "Registrations that would have no way to take part any more: %(number)s. Change them first, or keep this mode."
    )


class SessionsOutsideEvent(RefusedAtField):
    code = "sessions_outside_event"
    field = "ends_at"
    sentence = N_(
        "Sessions that would lie outside of the event’s days: %(number)s. Let the programme move along, or change it first."
    )


class IllegalEventStep(Refused):
    code = "illegal_event_step"
    sentence = N_("This is not possible for an event that is in the state “%(status)s”.")


class EventNotOver(Refused):
    code = "event_not_over"
    sentence = N_("The event is not over yet. It can be archived afterwards.")


class BothReasonsRequired(Invalid):
    code = "both_reasons_required"
    field = "reason_en"
    sentence = N_(
        "Say in English and in French why the event is cancelled: everybody who registered reads it."
    )


# Programme ----------------------------------------------------------------------------------------------------------


class SessionOutsideEvent(Invalid):
    code = "session_outside_event"
    field = "day"
    sentence = N_("Choose one of the event’s days.")


class PeopleSignedUp(RefusedAtField):
    code = "people_signed_up"
    field = "sign_up"
    sentence = N_("People who have signed up for this session: %(number)s. It goes on needing sign-up.")


class PersonOrName(Invalid):
    code = "person_or_name"
    field = "person"
    sentence = N_("Say who it is: somebody who is registered, or a name; not both.")


class PersonUnknown(Invalid):
    code = "person_unknown"
    field = "person"
    sentence = N_("Nobody registered for this event has this reference or name.")


class PersonAmbiguous(Invalid):
    code = "person_ambiguous"
    field = "person"
    sentence = N_("Several people are meant by this. Enter the reference of one: %(candidates)s.")


class DiscreetNeverNamed(Invalid):
    code = "discreet_never_named"
    field = "name_public"
    sentence = N_("This person is shown to others as “Representative” and is never named in public.")


# Documents ----------------------------------------------------------------------------------------------------------


class FileMissing(Invalid):
    code = "file_missing"
    field = "file"
    sentence = N_("Choose a file that is not empty.")


class FileKindNotAllowed(Invalid):
    code = "file_kind_not_allowed"
    field = "file"
    sentence = N_("Files of this kind cannot be given out. Choose one of these: %(kinds)s.")


class FileIsSomethingElse(Invalid):
    code = "file_is_something_else"
    field = "file"
    sentence = N_("The file is not what its name says, or is damaged. Save it again and choose it once more.")


class FileUnpacksTooLarge(Invalid):
    code = "file_unpacks_too_large"
    field = "file"
    sentence = N_(
        "The file holds too much for a document. Save it again, with fewer or smaller pictures, or as PDF."
    )


class FileTooLarge(Invalid):
    code = "file_too_large"
    field = "file"
    sentence = N_("The file is larger than %(megabytes)s MB.")


# Admission ----------------------------------------------------------------------------------------------------------


class WayDoesNotFit(Invalid):
    code = "way_does_not_fit"
    sentence = N_("Only delegates and observers are nominated.")


class CategoryNotAdmitted(Invalid):
    code = "category_not_admitted"
    field = "category"
    sentence = N_("Nobody is admitted to this event in this capacity. Change the admission first.")


class ExpiryPast(Invalid):
    code = "expiry_past"
    field = "expires_on"
    sentence = N_("Choose a day that is not over yet.")
