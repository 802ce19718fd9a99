"""Whom somebody who declined a nomination proposes instead: taken up as a nomination with one click, or set aside."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Registration, Role, Substitute
from app.services import audit, nominating, places, registering
from app.services.actors import Actor
from app.services.delegation_errors import NothingProposed
from app.services.nominating import Nominee


def take(registration_id: int, actor: Actor) -> Registration:
    """Name the substitute whom somebody proposed when declining. The part in the delegation is that of whoever declined.

    Raises:
        NothingProposed: nobody is proposed, or the proposal was taken up or set aside already.
        Refused, Invalid: as `nominating.nominate`; the proposal then stays.
    """
    proposal, declined = _proposal(registration_id)
    newcomer = nominating.nominate(
        declined.event_id, declined.body_id or 0, _nominee(proposal, declined), actor
    )
    proposal.settled_at = now()
    audit.record(actor, "substitute.taken", declined)
    return newcomer


def set_aside(registration_id: int, actor: Actor) -> None:
    """Do nothing about a proposal, and be asked no more.

    Raises:
        NothingProposed: nobody is proposed, or the proposal was taken up or set aside already.
    """
    proposal, declined = _proposal(registration_id)
    proposal.settled_at = now()
    audit.record(actor, "substitute.set_aside", declined)


def _proposal(registration_id: int) -> tuple[Substitute, Registration]:
    """The open proposal and who made it, read under the event's lock, so that two clicks do one thing."""
    places.lock(registering.event_of(registration_id))
    proposal = db.session.scalar(
        select(Substitute)
        .where(Substitute.registration_id == registration_id, Substitute.settled_at.is_(None))
        .execution_options(populate_existing=True)
    )
    if proposal is None or proposal.family_name is None or proposal.email is None:
        raise NothingProposed
    return proposal, registering.fresh(registration_id)


def _nominee(proposal: Substitute, declined: Registration) -> Nominee:
    has_head = declined.role is Role.HEAD and registering.has_head(declined.event, declined.body_id)
    return Nominee(
        family_name=str(proposal.family_name),
        given_name=proposal.given_name,
        email=str(proposal.email),
        function=proposal.function,
        role=Role.DELEGATE if has_head else declined.role,
        mode=declined.mode,
        language=declined.language,
    )
