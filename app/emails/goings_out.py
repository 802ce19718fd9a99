"""When each letter that organisers may word goes out, in the order in which people meet them."""

from __future__ import annotations

from typing import NamedTuple

from app.lib.wording import N_
from app.models import LetterKind


class Group(NamedTuple):
    """Letters of one time in the life of a registration; `when` says of each when it goes out."""

    code: str
    title: str
    when: dict[LetterKind, str]


GROUPS = (
    Group("registration", N_("Registration"), {
        LetterKind.CONFIRM_ADDRESS: N_("As soon as somebody has registered with the public form, to confirm the address."),
        LetterKind.RECEIVED: N_("When a registration has arrived, its address is confirmed, and a decision is outstanding."),
        LetterKind.WAITING: N_("When somebody joins the waiting list, because all places are taken."),
        LetterKind.PROMOTED: N_("When somebody leaves the waiting list, and a decision is still outstanding."),
        LetterKind.PRIVATE_LINK: N_("When somebody asks for the link to their registration again."),
    }),
    Group("coming", N_("Taking part"), {
        LetterKind.CONFIRMED: N_("When a registration is confirmed, with the calendar file and the code for the desk."),
        LetterKind.SESSION_PLACE: N_("When a place becomes free in a session for which somebody waits."),
        LetterKind.EVENT_CHANGED: N_("When the dates, the hours, the place, the online link or the programme have changed."),
        LetterKind.PRACTICAL_INFORMATION: N_("Shortly before the event, to those who are confirmed."),
        LetterKind.THANKS: N_("After the event, to those who came."),
        LetterKind.CERTIFICATE: N_("When the secretariat sends certificates of attendance, to those who came."),
    }),
    Group("ends", N_("End of a registration"), {
        LetterKind.DECLINED: N_("When a registration is declined."),
        LetterKind.WITHDRAWN: N_("When somebody has withdrawn."),
        LetterKind.CANCELLED: N_("When the secretariat cancels a single registration."),
        LetterKind.REPLACED: N_("When another person of the delegation takes over: to whoever gives the place up."),
        LetterKind.EVENT_CANCELLED: N_("When the event is cancelled, to everybody who was to come."),
    }),
    Group("delegations", N_("Delegations"), {
        LetterKind.CONVOCATION: N_("When delegations are invited: to their correspondents and contact points."),
        LetterKind.CONVOCATION_COPY: N_("With the convocation, to the addresses that a body has for copies."),
        LetterKind.REMINDER: N_("When nothing was heard of a delegation, before the time for nominations ends."),
        LetterKind.DIGEST: N_("When something is still open for a delegation; not when nothing is."),
        LetterKind.NOMINATION: N_("When a correspondent has named somebody: to the person named."),
        LetterKind.REPLACEMENT: N_("When a correspondent names somebody in place of another: to the new person."),
        LetterKind.NOMINATION_REMINDER: N_("When a nominated person has not answered, before the time for nominations ends."),
        LetterKind.NOMINATION_EXPIRED: N_("When places are released: to the nominated persons who have not answered."),
        LetterKind.NOMINEE_DECLINED: N_("When a nominated person declines: to the correspondents and contact points."),
        LetterKind.NOMINATIONS_ENDED: N_("When places are released: to the correspondents of those who have not answered."),
    }),
)  # fmt: skip


def when(kind: LetterKind) -> str:
    """When a letter goes out, as a message id.

    Raises:
        KeyError: organisers do not word it.
    """
    return {each: sentence for group in GROUPS for each, sentence in group.when.items()}[kind]
