"""Who comes without a registration: registered at the desk through the same seat rule, and confirmed at once."""

from __future__ import annotations

from app.models import Category, Event, LetterKind, Origin, Registration, Status, Way
from app.services import applications, audit, event_states, outbox, people, places, registering
from app.services.actors import Actor
from app.services.applications import Application
from app.services.attendance.desk_errors import WalkInsNotAllowed
from app.services.errors import NotAdmitted
from app.services.seat_counts import SeatCounts


def register(event_id: int, application: Application, actor: Actor) -> Registration:
    """Register and confirm somebody who stands at the desk. Nobody waits there: full means refused.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        WalkInsNotAllowed: the event takes nobody without a registration.
        AlreadyRegistered: the person is registered already.
        EventFull, QuotaFull: no place; an organiser can raise the limit.
        NotAdmitted, HeadTaken, Invalid: the answers do not fit the event.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    seats = SeatCounts(event)
    _refuse_unless_admitted(event, seats, application.category)
    checked = applications.check(event, application)
    registering.refuse_second(event, application.identity)
    registration = registering.draft(event, application, checked, Status.CONFIRMED, Origin.DESK)
    registration.walk_in = True
    places.ask(registration, seats, at_desk=True)
    registering.begin(registration, application, checked, actor)
    people.link(registration)
    registration.first_recorded = people.is_first_recorded(registration)
    audit.record(actor, "registration.walk_in", registration)
    outbox.put(LetterKind.CONFIRMED, registration)
    return registration


def categories(event: Event) -> list[Category]:
    """In what capacity somebody can be registered at the desk."""
    refused = {row.category for row in event.admissions if row.way is Way.NOT_ADMITTED}
    return [category for category in Category if category not in refused]


def _refuse_unless_admitted(event: Event, seats: SeatCounts, category: Category) -> None:
    if not event.walk_ins:
        raise WalkInsNotAllowed
    admission = seats.admissions.get(category)
    if admission is not None and admission.way is Way.NOT_ADMITTED:
        raise NotAdmitted
