"""What the rules of mandates and delegations refuse; families and mapping as in services/errors.py."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import AlreadyRegistered, Invalid, LinkExpired, Refused


class MandateEndsBeforeStart(Invalid):
    code = "mandate_ends_before_start"
    field = "until_date"
    sentence = N_("The mandate ends before it begins.")


class HasMandateAlready(Refused):
    code = "has_mandate_already"
    sentence = N_("This person has a running mandate for this body already.")


class MandateEnded(LinkExpired):
    code = "mandate_ended"
    sentence = N_("The mandate for which this link was sent has ended.")


class NotAnAddress(Invalid):
    code = "not_an_address"
    field = "addresses"
    sentence = N_("Line %(line)s is not an e-mail address. It looks like name@example.org")


class TooManyCopies(Invalid):
    code = "too_many_copies"
    field = "addresses"
    sentence = N_("A body has %(most)s addresses for copies at most.")


class NominationsClosed(Refused):
    code = "nominations_closed"
    sentence = N_("The time to nominate is over. Ask the secretariat.")


class NominationsOpen(Refused):
    code = "nominations_open"
    sentence = N_(
        "The correspondents can still nominate. Places are released after the deadline for nominations."
    )


class CannotNominate(Refused):
    code = "cannot_nominate"
    sentence = N_("This body cannot nominate for this event.")


class RoleDoesNotFit(Invalid):
    code = "role_does_not_fit"
    field = "role"
    sentence = N_("There is no such part in this delegation.")


class InDelegationAlready(AlreadyRegistered):
    """As a correspondent is told it of the own delegation."""

    sentence = N_("%(name)s is in this delegation already (%(status)s).")


class RegisteredElsewhere(AlreadyRegistered):
    """As a correspondent is told it of anybody else."""

    sentence = N_(
        "This person is registered for this event already, but not in this delegation. Ask the secretariat."
    )


class TooManyRows(Invalid):
    code = "too_many_rows"
    field = "rows"
    sentence = N_("At most %(most)s people are nominated at once. Hand them in in several parts.")


class SendsSomebody(Refused):
    code = "sends_somebody"
    sentence = N_("The delegation has people at this event. Withdraw them first.")


class SentTooOften(Refused):
    code = "sent_too_often"
    sentence = N_("This letter went out %(number)s times in the last hour. Wait a while, then send it again.")


class AddressWrittenToOften(Refused):
    code = "address_written_to_often"
    sentence = N_(
        "%(number)s letters have gone to this address within the hour. Wait a while, or ask the secretariat."
    )


class NothingProposed(Refused):
    code = "nothing_proposed"
    sentence = N_("No substitute is proposed any more.")


class NominatedMeanwhile(Refused):
    code = "nominated_meanwhile"
    sentence = N_(
        "Somebody has been nominated since this was shown: nothing has been released. Look at it again."
    )
