"""When nothing is outstanding any more, confirmation follows by itself, in the same transaction."""

from __future__ import annotations

from app.lib.clock import now
from app.lib.wording import N_
from app.models import Event, LetterKind, Place, Registration, Status
from app.services import (
    outbox,
    people,
    places,
    session_places,
)
from app.services.actors import SYSTEM, Actor
from app.services.admission_rules import Admits
from app.services.errors import ApprovalsOutstanding
from app.services.seat_counts import SeatCounts
from app.services.transitions import check, move, recorded

ADDRESS = N_("the e-mail address is not confirmed")
CORRESPONDENT = N_("the correspondent has not validated it")
SECRETARIAT = N_("the secretariat has not confirmed it")
PLACE = N_("no place is held")


def outstanding(registration: Registration, admission: Admits | None) -> tuple[str, ...]:
    """What is missing before a registration is confirmed, as message ids; empty when it can follow by itself."""
    missing = []
    if registration.verified_at is None and not registration.entered_by_staff:
        missing.append(ADDRESS)
    if (
        registration.status is not Status.VALIDATED
        and admission is not None
        and admission.needs_correspondent
    ):
        missing.append(CORRESPONDENT)
    if admission is not None and admission.needs_secretariat:
        missing.append(SECRETARIAT)
    if registration.place is not Place.HELD:
        missing.append(PLACE)
    return tuple(missing)


def confirm(registration: Registration, seats: SeatCounts, actor: Actor) -> None:
    """The secretariat confirms; its own approval is given by doing so.

    Raises:
        IllegalTransition: the status does not allow it.
        ApprovalsOutstanding: an address, a validation or a place is missing.
    """
    check(registration, Status.CONFIRMED, actor)
    refuse_incomplete(registration, seats)
    _confirm(registration, actor)


def refuse_incomplete(registration: Registration, seats: SeatCounts) -> None:
    """Make sure that nothing but the secretariat's own approval is outstanding.

    Raises:
        ApprovalsOutstanding: an address, a validation or a place is missing.
    """
    missing = tuple(
        code
        for code in outstanding(registration, seats.admissions.get(registration.category))
        if code != SECRETARIAT
    )
    if missing:
        raise ApprovalsOutstanding(outstanding=missing)


def confirm_if_complete(registration: Registration, seats: SeatCounts) -> bool:
    """Confirm if nothing is outstanding; say whether that was so."""
    if registration.status not in {Status.SUBMITTED, Status.VALIDATED}:
        return False
    if outstanding(registration, seats.admissions.get(registration.category)):
        return False
    _confirm(registration, SYSTEM)
    return True


def conclude(registration: Registration, seats: SeatCounts) -> None:
    """End a step that brought somebody in: confirmed by itself, or a letter that says what comes next."""
    if registration.status is Status.CONFIRMED or confirm_if_complete(registration, seats):
        return
    outbox.put(
        LetterKind.WAITING if registration.place is Place.WAITING else LetterKind.RECEIVED, registration
    )


def settle(seats: SeatCounts) -> list[Registration]:
    """Give free places to those who wait, confirm those who lacked nothing else, and write to each of them.

    Call it after whatever may have freed a place or raised a limit, with everything flushed. Nobody is promoted into an
    event that is over. Sessions come first, so that a confirmation tells how the sign-ups stand.

    Returns:
        Those who got a place.
    """
    promoted: list[Registration] = []
    if seats.event.is_over(now()):
        return promoted
    settle_sessions(seats.event)
    for registration in places.next_in_line(seats):
        with recorded(registration, SYSTEM, "promoted"):
            places.hold(registration, seats)
        promoted.append(registration)
        if not confirm_if_complete(registration, seats):
            outbox.put(LetterKind.PROMOTED, registration)
    return promoted


def settle_sessions(event: Event) -> None:
    """Give free places in sessions to those who wait for them, and write to each of them."""
    sessions: dict[Registration, list[int]] = {}
    for row in session_places.promote_in_sessions(event):
        sessions.setdefault(row.registration, []).append(row.session_id)
    for registration, session_ids in sessions.items():
        outbox.put(LetterKind.SESSION_PLACE, registration, sessions=session_ids)


def _confirm(registration: Registration, actor: Actor) -> None:
    with recorded(registration, actor):
        move(registration, Status.CONFIRMED, actor)
        registration.first_recorded = people.is_first_recorded(registration)
    outbox.put(LetterKind.CONFIRMED, registration)
