"""Where else of an event somebody stands: in the programme, in what others typed, proposed, asked for and were told.

Addresses were proven. Names were only typed: whoever registers in public can type the name of a speaker. So rows of others are
emptied because of a name only where somebody who knows the people has had a hand in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, exists, select

from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address, sort_key, tokens
from app.models import (
    ActorKind,
    Campaign,
    Convocation,
    EventSession,
    InvitationLink,
    LinkRequest,
    Origin,
    Registration,
    SessionRole,
    StatusChange,
    Substitute,
)
from app.services.actors import Actor

_KNOW_PEOPLE = (ActorKind.STAFF, ActorKind.DESK, ActorKind.CORRESPONDENT)


@dataclass(frozen=True)
class Traces:
    """By what somebody is recognised in the rows of others, read before the own row is emptied."""

    event_id: int
    registration_id: int
    email_key: str | None
    address_is_shared: bool  # somebody else is registered for the event with the same mailbox
    name: tuple[str, ...]  # folded, in the order of the letters
    family_name: frozenset[str]
    words: frozenset[str]  # as a search asks for them
    name_is_vouched: bool


def traces_of(registration: Registration, actor: Actor) -> Traces:
    """What is to be looked for; the event is locked."""
    names = (registration.given_name, registration.family_name)
    searched = (*names, registration.own_script_name, registration.email)
    return Traces(
        event_id=registration.event_id,
        registration_id=registration.id,
        email_key=registration.email_key,
        address_is_shared=_shares_its_address(registration),
        name=_words(*names),
        family_name=frozenset(_words(registration.family_name)),
        words=frozenset(tokens(" ".join(part for part in searched if part))),
        name_is_vouched=_is_vouched(registration, actor),
    )


def forget(traces: Traces, reference: str) -> None:
    """Take somebody out of the rows of others; `reference` is the new one, which stands for nobody."""
    _in_programme(traces)
    own = db.session.get(Substitute, traces.registration_id)
    for proposed in [*([own] if own else []), *proposals_of(traces)]:
        empty_substitute(proposed)
    _invitations(traces)
    _reasons(traces)
    _searches(traces, reference)
    db.session.execute(delete(LinkRequest).where(LinkRequest.registration_id == traces.registration_id))
    if traces.email_key is not None:
        forget_requests(traces.email_key)


def proposals_of(traces: Traces) -> list[Substitute]:
    """Where others proposed this person instead: the same address and, if several share it, the same name."""
    of_event = select(Registration.id).where(Registration.event_id == traces.event_id)
    return [
        proposed
        for proposed in db.session.scalars(select(Substitute).where(Substitute.registration_id.in_(of_event)))
        if _is(traces.email_key, proposed.email)
        and (not traces.address_is_shared or _words(proposed.given_name, proposed.family_name) == traces.name)
    ]


def empty_substitute(proposed: Substitute) -> None:
    """Forget whom somebody has proposed; that and when somebody was proposed stays."""
    proposed.given_name = proposed.family_name = proposed.function = proposed.email = None


def empty_role(role: SessionRole) -> None:
    """Forget who had a part in a session, and as what; the part stays."""
    role.plain_name = None if role.registration_id is not None else ""
    role.function_en = role.function_fr = ""
    role.name_public = False


def forget_requests(email_key: str) -> None:
    """Forget that an address asked for its links."""
    db.session.execute(delete(LinkRequest).where(LinkRequest.email_key == email_key))


def _in_programme(traces: Traces) -> None:
    """The parts in sessions that are the registration's own, and those where the same name was typed in."""
    roles = db.session.scalars(
        select(SessionRole).join(SessionRole.session).where(EventSession.event_id == traces.event_id)
    )
    for role in roles:
        typed = traces.name_is_vouched and traces.name and _words(role.plain_name) == traces.name
        if role.registration_id == traces.registration_id or typed:
            empty_role(role)


def _invitations(traces: Traces) -> None:
    """A mailbox that others share keeps its invitations: they may be meant for those who are left."""
    if traces.address_is_shared:
        return
    links = select(InvitationLink).where(
        InvitationLink.event_id == traces.event_id, InvitationLink.email.is_not(None)
    )
    for link in db.session.scalars(links):
        if _is(traces.email_key, link.email):
            link.email, link.revoked_at = None, link.revoked_at or now()  # it must not be open to anybody now


def _reasons(traces: Traces) -> None:
    """Why a body does not come, where its correspondents have named the person."""
    if not (traces.family_name and traces.name_is_vouched):
        return
    given = select(Convocation).where(
        Convocation.event_id == traces.event_id, Convocation.reason.is_not(None)
    )
    for convocation in db.session.scalars(given):
        if traces.family_name <= set(_words(convocation.reason)):
            convocation.reason = None


def _searches(traces: Traces, reference: str) -> None:
    """Messages to whoever was found by the name. Without words they would go to everybody: the reference finds nobody else."""
    for campaign in db.session.scalars(select(Campaign).where(Campaign.event_id == traces.event_id)):
        searched = tokens(str(campaign.filters.get("words") or ""))
        if searched and traces.words.issuperset(searched):
            campaign.filters = {**campaign.filters, "words": reference}


def _shares_its_address(registration: Registration) -> bool:
    others = exists().where(
        Registration.event_id == registration.event_id,
        Registration.id != registration.id,
        Registration.email_key == registration.email_key,
        Registration.identity_key != registration.identity_key,
    )
    return bool(db.session.scalar(select(others)))


def _is_vouched(registration: Registration, actor: Actor) -> bool:
    """Whether anybody but the person has said that it bears this name."""
    if actor.kind is not ActorKind.PERSON or registration.origin is not Origin.PUBLIC:
        return True
    decided = exists().where(
        StatusChange.registration_id == registration.id, StatusChange.actor_kind.in_(_KNOW_PEOPLE)
    )
    return bool(db.session.scalar(select(decided)))


def _is(email_key: str | None, address: str | None) -> bool:
    return email_key is not None and address is not None and normalised_address(address) == email_key


def _words(*texts: str | None) -> tuple[str, ...]:
    return tuple(sorted(sort_key(*texts).split()))
