"""The nominated person answers from the letter, without an account: accepts and completes, or declines."""

from __future__ import annotations

from dataclasses import dataclass

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import Gender, LetterKind, Place, Registration, Status, Substitute
from app.services import (
    audit,
    confirming,
    mandates,
    outbox,
    own_changes,
    people,
    places,
    registering,
    transitions,
)
from app.services.actors import PERSON
from app.services.errors import EditedMeanwhile, EventIsOver, IllegalTransition
from app.services.own_changes import OwnAnswers
from app.services.seat_counts import SeatCounts

NOMINEE_DECLINED = "nominee_declined"


@dataclass(frozen=True)
class Proposed:
    """Somebody whom the nominee proposes instead. The name is tidied already."""

    family_name: str
    email: str
    given_name: str | None = None
    function: str | None = None


@dataclass(frozen=True)
class FirstAnswers:
    """What is asked once, when somebody registers: for statistics only, and which version of the notice was shown."""

    gender: Gender | None = None
    notice_id: int | None = None


def accept(
    registration_id: int, answers: OwnAnswers, version: int, first: FirstAnswers = FirstAnswers()
) -> Registration:
    """Accept a nomination with one's answers: the address is proven by the link, and the place is confirmed if it can be.

    Afterwards the registration is as complete as one that came by the public form.

    Raises:
        EditedMeanwhile: somebody has changed the registration since the form was shown.
        IllegalTransition: it is no nomination any more.
        EventIsOver, ModeNotOffered, EventFull, QuotaFull, EarlierPersonWaits, SessionNotOffered, SessionsOverlap.
    """
    registration, seats = _nominated(registration_id, Status.VALIDATED)
    if registration.version != version:
        raise EditedMeanwhile
    own_changes.take_over(registration, answers, seats, PERSON)
    registration.gender = first.gender
    registration.notice_id = registering.seen_notice(first.notice_id)
    registration.verified_at = registration.verified_at or now()
    with transitions.recorded(registration, PERSON, "nomination_accepted"):
        transitions.move(registration, Status.VALIDATED, PERSON)
    people.link(registration)
    audit.record(PERSON, "registration.nomination_accepted", registration)
    confirming.settle(seats)
    confirming.conclude(registration, seats)
    return registration


def decline(registration_id: int, note: str | None = None, proposed: Proposed | None = None) -> Registration:
    """Decline a nomination, and perhaps propose somebody else. The place goes to whoever waits; the correspondents are told.

    Raises:
        IllegalTransition: it is no nomination any more.
        EventIsOver.
    """
    registration, seats = _nominated(registration_id, Status.WITHDRAWN)
    with transitions.recorded(registration, PERSON, NOMINEE_DECLINED, note):
        if registration.place is Place.HELD:
            seats.add(registration, -1)
        places.give_up(registration)
        transitions.move(registration, Status.WITHDRAWN, PERSON)
    if proposed is not None:
        _propose(registration, proposed)
    audit.record(PERSON, "registration.nomination_declined", registration)
    _tell_correspondents(registration)
    confirming.settle(seats)
    return registration


def _nominated(registration_id: int, to: Status) -> tuple[Registration, SeatCounts]:
    event = places.lock(registering.event_of(registration_id))
    registration = registering.fresh(registration_id)
    if registration.status is not Status.NOMINATED:
        raise IllegalTransition(status=registration.status)
    transitions.check(registration, to, PERSON)
    if event.is_over(now()):
        raise EventIsOver
    return registration, SeatCounts(event)


def _propose(registration: Registration, proposed: Proposed) -> None:
    db.session.merge(
        Substitute(
            registration_id=registration.id,
            given_name=proposed.given_name,
            family_name=proposed.family_name,
            function=proposed.function,
            email=proposed.email,
            proposed_at=now(),
            settled_at=None,
        )
    )
    db.session.flush()


def _tell_correspondents(registration: Registration) -> None:
    """Those who speak for the body learn that the person does not come."""
    if registration.body is None:
        return
    for person in mandates.correspondents([registration.body.id], fictional=registration.event.fictional).get(
        registration.body.id, []
    ):
        about = Correspondence(person, registration.body, registration.event)
        once = f"declined-{registration.id}-{registration.version}"
        outbox.put_for_correspondent(
            LetterKind.NOMINEE_DECLINED, about, once=once, nominee_id=registration.id
        )
