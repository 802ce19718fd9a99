"""Whether what a letter says still holds, so that it can be sent again."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    CampaignState,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    LetterState,
    Place,
    Registration,
    Status,
)
from app.services.participation import attended

_Check = Callable[[Letter, Registration, Event], bool]
_UNDECIDED = (Status.SUBMITTED, Status.VALIDATED)
_TO_DELEGATIONS = (
    LetterKind.CONVOCATION,
    LetterKind.CONVOCATION_COPY,
    LetterKind.REMINDER,
    LetterKind.DIGEST,
    LetterKind.NOMINEE_DECLINED,
    LetterKind.NOMINATIONS_ENDED,
)


def still_holds(letter: Letter, event: Event) -> bool:
    """Whether a new letter of the kind to the same person would still be right."""
    if letter.registration is None:
        return letter.kind in _TO_DELEGATIONS and not event.is_read_only and not event.is_over(now())
    if _is_forgotten(letter):
        return False
    return _HOLDS[letter.kind](letter, letter.registration, event) if letter.kind in _HOLDS else False


def sessions_hold(letter: Letter) -> bool:
    """Whether somebody still has the places in sessions that a letter tells of; true of letters that tell of none."""
    if letter.kind is not LetterKind.SESSION_PLACE or letter.registration is None:
        return True
    told = letter.facts.get("sessions")
    held = {row.session_id for row in letter.registration.sign_ups if row.place == Place.HELD}
    return isinstance(told, list) and set(told) <= held


def attendance_holds(letter: Letter) -> bool:
    """Whether somebody has come to whom a letter certifies it; true of letters that certify nothing."""
    if letter.kind is not LetterKind.CERTIFICATE or letter.user_id is not None:
        return True
    query = select(Registration.id).where(Registration.id == letter.registration_id, attended())
    return db.session.scalar(query) is not None


def _is_forgotten(letter: Letter) -> bool:
    """Whether the retention has taken what the letter said."""
    return letter.state is LetterState.SENT and letter.text is None


def _owes_proof(registration: Registration) -> bool:
    return registration.owes_proof and (registration.is_living or registration.status is Status.EXPIRED)


def _campaign_goes_on(letter: Letter) -> bool:
    stopped = (CampaignState.DRAFT, CampaignState.STOPPED)
    campaign = letter.campaign  # without a text it has been forgotten
    return campaign is not None and campaign.state not in stopped and any(campaign.text)


def _has_status(*statuses: Status) -> _Check:
    return lambda letter, registration, event: registration.status in statuses and not event.is_read_only


def _undecided(place: Place) -> _Check:
    return lambda letter, registration, event: (
        registration.status in _UNDECIDED and registration.place is place and not event.is_read_only
    )


_HOLDS: dict[LetterKind, _Check] = {
    LetterKind.CONFIRM_ADDRESS: lambda letter, person, event: _owes_proof(person) and not event.is_read_only,
    LetterKind.RECEIVED: _undecided(Place.HELD),
    LetterKind.WAITING: _undecided(Place.WAITING),
    LetterKind.PROMOTED: _undecided(Place.HELD),
    LetterKind.SESSION_PLACE: _has_status(*LIVING),
    LetterKind.CONFIRMED: _has_status(Status.CONFIRMED),
    LetterKind.DECLINED: _has_status(Status.DECLINED),
    LetterKind.WITHDRAWN: _has_status(Status.WITHDRAWN),
    LetterKind.CANCELLED: _has_status(Status.CANCELLED),
    LetterKind.REPLACED: _has_status(Status.WITHDRAWN, Status.CANCELLED),
    LetterKind.EVENT_CANCELLED: lambda letter, person, event: event.status is EventStatus.CANCELLED,
    LetterKind.PRIVATE_LINK: lambda letter, person, event: not _owes_proof(person) and not event.is_read_only,
    LetterKind.EVENT_CHANGED: lambda letter, person, event: (
        person.is_living and not event.is_read_only and not event.is_over(now())
    ),
    LetterKind.NOMINATION: _has_status(Status.NOMINATED),
    LetterKind.REPLACEMENT: _has_status(Status.NOMINATED),
    LetterKind.NOMINATION_REMINDER: _has_status(Status.NOMINATED),
    LetterKind.NOMINATION_EXPIRED: _has_status(Status.EXPIRED),
    LetterKind.PRACTICAL_INFORMATION: lambda letter, person, event: (
        person.status is Status.CONFIRMED and not event.is_read_only and not event.is_over(now())
    ),
    LetterKind.THANKS: lambda letter, person, event: True,  # whoever came did come
    LetterKind.CERTIFICATE: lambda letter, person, event: event.status is not EventStatus.CANCELLED,
    LetterKind.MESSAGE: lambda letter, person, event: _campaign_goes_on(letter) and not event.is_read_only,
}
