"""What a person may change of the own registration: everything but name, address, capacity and body."""

from __future__ import annotations

from dataclasses import dataclass, fields

from app.extensions import db
from app.lib.clock import now
from app.models import EventSession, Language, Mode, Needs, Registration
from app.services import (
    applications,
    audit,
    confirming,
    people,
    places,
    registering,
    session_places,
)
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile, EventIsOver, IllegalTransition
from app.services.seat_counts import SeatCounts
from app.services.transitions import recorded


@dataclass(frozen=True)
class OwnAnswers:
    """The answers as the person wants them from now on; empty ones are None."""

    mode: Mode
    session_ids: tuple[int, ...]
    title: str | None
    function: str | None
    service: str | None
    own_script_name: str | None
    language: Language
    discreet: bool
    consent_photographs: bool
    consent_lists: bool
    consent_reuse: bool
    diet: str | None
    access: str | None


_NOT_COLUMNS = {"mode", "session_ids", "diet", "access"}
_COLUMNS = tuple(field.name for field in fields(OwnAnswers) if field.name not in _NOT_COLUMNS)


def change_own(registration_id: int, answers: OwnAnswers, version: int, actor: Actor) -> Registration:
    """Take over new answers, all or none of them.

    Raises:
        EditedMeanwhile: somebody has changed the registration since the form was shown.
        IllegalTransition, EventIsOver: nothing can be changed any more.
        ModeNotOffered, EventFull, QuotaFull, EarlierPersonWaits: the other mode has no room; the old place is kept.
        SessionNotOffered, SessionsOverlap: the choice of sessions cannot be.
    """
    event = places.lock(registering.event_of(registration_id))
    registration = registering.fresh(registration_id)
    if not registration.is_living:
        raise IllegalTransition(status=registration.status)
    if event.is_over(now()):
        raise EventIsOver
    if registration.version != version:
        raise EditedMeanwhile
    seats = SeatCounts(event)
    changed = take_over(registration, answers, seats, actor)
    people.follow(registration)
    if changed:
        audit.record(actor, "registration.changed", registration, fields=changed)
    confirming.settle(seats)
    confirming.confirm_if_complete(registration, seats)
    return registration


def take_over(registration: Registration, answers: OwnAnswers, seats: SeatCounts, actor: Actor) -> list[str]:
    """Write answers down, under the event's lock; say what changed. The caller settles the places afterwards.

    Raises:
        ModeNotOffered, EventFull, QuotaFull, EarlierPersonWaits, SessionNotOffered, SessionsOverlap.
    """
    sessions = applications.check_sessions(seats.event, answers.session_ids)
    changed = _change_mode(registration, answers.mode, seats, actor)
    changed += change_sessions(registration, sessions)
    changed += _change_columns(registration, answers)
    changed += change_needs(registration, diet=answers.diet, access=answers.access)
    registering.set_search_text(registration)
    return changed


def _change_mode(registration: Registration, mode: Mode, seats: SeatCounts, actor: Actor) -> list[str]:
    if mode is registration.mode:
        return []
    applications.check_mode(seats.event, mode)
    with recorded(registration, actor, "mode_changed"):
        places.change_mode(registration, mode, seats)
    return ["mode"]


def change_sessions(registration: Registration, wanted: list[EventSession]) -> list[str]:
    """Leave the sessions that are no longer wanted, sign up for the new ones; say what changed."""
    before = {row.session_id for row in registration.sign_ups}
    after = {session.id for session in wanted}
    if before == after:
        return []
    session_places.leave_sessions(
        registration, [row.session for row in registration.sign_ups if row.session_id not in after]
    )
    db.session.flush()
    session_places.sign_up(registration, [session for session in wanted if session.id not in before])
    return ["sessions"]


def _change_columns(registration: Registration, answers: OwnAnswers) -> list[str]:
    changed = [name for name in _COLUMNS if getattr(registration, name) != getattr(answers, name)]
    for name in changed:
        setattr(registration, name, getattr(answers, name))
    db.session.flush()
    return changed


def change_needs(registration: Registration, *, diet: str | None, access: str | None) -> list[str]:
    """Write the needs down, or erase the row when nothing is needed any more; say what changed."""
    row = db.session.get(Needs, registration.id)
    before = (row.diet, row.access) if row else (None, None)
    if before == (diet, access):
        return []
    if row is None:
        db.session.add(Needs(registration_id=registration.id, diet=diet, access=access))
    elif diet or access:
        row.diet, row.access = diet, access
    else:
        db.session.delete(row)
    db.session.flush()
    return ["needs"]
