"""The link that was lost, the address that was wrong: the secretariat has a letter sent again. What staff do is not limited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, select, update

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterKind, LetterState, Place, Registration, Status
from app.services import (
    access_links,
    audit,
    event_states,
    outbox,
    places,
    registering,
    requested_letters,
    settings,
)
from app.services.actors import Actor
from app.services.delegation_errors import SentTooOften
from app.services.errors import EventIsOver, IllegalTransition, PersonErased

_LINKS = (LetterKind.CONFIRM_ADDRESS, LetterKind.PRIVATE_LINK)


def send_link(registration_id: int, actor: Actor) -> Registration:
    """Send the letter with which the person can go on: to confirm the address, or to the private page.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        PersonErased: there is nobody left to write to.
    """
    event_states.refuse_read_only(places.lock(registering.event_of(registration_id)))
    registration = registering.fresh(registration_id)
    if registration.email is None:
        raise PersonErased
    outbox.put(
        LetterKind.CONFIRM_ADDRESS if _has_to_confirm(registration) else LetterKind.PRIVATE_LINK, registration
    )
    audit.record(actor, "registration.link_sent", registration)
    return registration


def last_links(registration_ids: Collection[int]) -> dict[int, int]:
    """The last letter that brought each of some registrations a link, by its id; whoever has had none is left out."""
    rows = db.session.execute(
        select(Letter.registration_id, func.max(Letter.id))
        .where(Letter.registration_id.in_(registration_ids), Letter.kind.in_(_LINKS))
        .group_by(Letter.registration_id)
    )
    return dict(rows.tuples().all())  # type: ignore[arg-type]


def send_again(registration_id: int, actor: Actor) -> Registration:
    """A correspondent has somebody of the own delegation sent the letter again that leads on; only so often in an hour.

    Raises:
        EventReadOnly, EventIsOver.
        PersonErased: there is nobody left to write to.
        IllegalTransition: the person is not registered any more.
        SentTooOften, AddressWrittenToOften.
    """
    event = places.lock(registering.event_of(registration_id))
    event_states.refuse_read_only(event)
    if event.is_over(now()):
        raise EventIsOver
    registration = registering.fresh(registration_id)
    if registration.email is None:
        raise PersonErased
    if not registration.is_living:
        raise IllegalTransition(status=registration.status)
    kind = _letter_that_leads_on(registration)
    most = settings.number("link_resends_per_hour")
    if outbox.sent_recently(registration, kind) >= most:
        raise SentTooOften(number=most)
    requested_letters.refuse_flood(registration.email, actor)
    outbox.put(kind, registration)
    audit.record(actor, "registration.link_sent", registration)
    return registration


def renew_links(registration_id: int, actor: Actor) -> Registration:
    """A link got into other hands: all of them stop at once, with the visits that they opened, and a new one goes out.

    Of an event that is archived or cancelled they stop as well; nothing more is sent about it.

    Raises:
        PersonErased: there is nobody left to write to.
    """
    event = places.lock(registering.event_of(registration_id))
    registration = registering.fresh(registration_id)
    if registration.email is None:
        raise PersonErased
    access_links.revoke_all(registration)
    if not event.is_read_only:
        outbox.put(_letter_that_leads_on(registration), registration)
    audit.record(actor, "registration.links_ended", registration)
    return registration


def address_corrected(registration: Registration) -> None:
    """What went to the wrong address opens nothing any more; what the person should know goes to the right one."""
    access_links.revoke_all(registration)
    db.session.execute(
        update(Letter)
        .where(
            Letter.registration_id == registration.id,
            Letter.state.in_((LetterState.QUEUED, LetterState.WILL_RETRY)),
        )
        .values(state=LetterState.CANCELLED)
    )
    if registration.status is Status.UNVERIFIED:
        registration.hold_until = now() + timedelta(minutes=settings.number("hold_minutes"))
    outbox.put(_letter_for(registration), registration)


def _letter_that_leads_on(registration: Registration) -> LetterKind:
    """The letter whose link the person needs next."""
    if registration.status is Status.NOMINATED:
        return LetterKind.NOMINATION
    return LetterKind.CONFIRM_ADDRESS if _has_to_confirm(registration) else LetterKind.PRIVATE_LINK


def _letter_for(registration: Registration) -> LetterKind:
    """The letter that says where a registration stands."""
    if _has_to_confirm(registration):
        return LetterKind.CONFIRM_ADDRESS
    if registration.status is Status.CONFIRMED:
        return LetterKind.CONFIRMED
    if registration.status in {Status.SUBMITTED, Status.VALIDATED}:
        return LetterKind.WAITING if registration.place is Place.WAITING else LetterKind.RECEIVED
    return LetterKind.PRIVATE_LINK


def _has_to_confirm(registration: Registration) -> bool:
    """Whether the person can go on only by confirming the address; a late click revives what has expired."""
    return registration.owes_proof and (registration.is_living or registration.status is Status.EXPIRED)
