"""A body names those who come for it. A nomination is the validation: it takes a place of the body's quota at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.extensions import db
from app.lib.clock import now
from app.models import (
    ActorKind,
    Body,
    BodyKind,
    Category,
    Event,
    Language,
    LetterKind,
    Mode,
    Origin,
    Registration,
    Role,
    Status,
    Way,
)
from app.services import (
    admission_rules,
    applications,
    audit,
    convocations,
    event_states,
    outbox,
    places,
    registering,
    requested_letters,
)
from app.services.actors import Actor
from app.services.admission_rules import Admits
from app.services.applications import Application
from app.services.delegation_errors import CannotNominate, NominationsClosed, RoleDoesNotFit
from app.services.errors import DomainError, EventIsOver
from app.services.seat_counts import SeatCounts


@dataclass(frozen=True)
class Nominee:
    """Somebody who is named. Everything else the person tells when answering. Names are tidied already."""

    family_name: str
    email: str
    given_name: str | None = None
    function: str | None = None
    role: Role | None = None
    mode: Mode | None = None  # None: as the event takes place, in person where there is a choice
    language: Language = Language.EN
    discreet: bool = False  # of somebody who was so before

    @property
    def full_name(self) -> str:
        """Given name and FAMILY NAME on one line."""
        return f"{self.given_name or ''} {self.family_name}".strip()


def nominate(event_id: int, body_id: int, nominee: Nominee, actor: Actor) -> Registration:
    """Name somebody for a body's delegation: a place is held, or waited for, until the person answers.

    Raises:
        EventReadOnly, EventIsOver, NominationsClosed: it is too late, or too early; the secretariat may at any time.
        CannotNominate: the event takes nobody of this body in this way.
        AddressWrittenToOften: a correspondent has filled the mailbox with nominations.
        AlreadyRegistered: the person is registered already; the error has the reference.
        HeadTaken, RoleDoesNotFit, Invalid: the nomination does not fit the event.
    """
    event = places.lock(event_id)
    refuse_untimely(event, actor)
    requested_letters.refuse_flood(nominee.email, actor)
    seats = SeatCounts(event)
    application = application_of(event, seats, body_id, nominee)
    registration = begin(event, application)
    places.ask(registration, seats)
    finish(registration, application, actor)
    convocations.take_back_refusal(event.id, body_id)
    outbox.put(LetterKind.NOMINATION, registration)
    return registration


def refuse_untimely(event: Event, actor: Actor) -> None:
    """Make sure that a delegation can be changed now by whoever wants to.

    Raises:
        EventReadOnly, EventIsOver.
        NominationsClosed: the correspondents' time is over, or has not begun.
    """
    event_states.refuse_read_only(event)
    at = now()
    if event.is_over(at):
        raise EventIsOver
    if actor.kind is ActorKind.CORRESPONDENT and not event.takes_nominations(at):
        raise NominationsClosed


def category_of(body: Body) -> Category:
    """In what capacity those whom a body names come.

    Raises:
        CannotNominate: it cannot send a delegation.
    """
    if body.is_member_state:
        return Category.MEMBER_STATE_DELEGATE
    if not body.selectable or body.kind is BodyKind.INTERNAL_PARTNER:
        raise CannotNominate
    return Category.OBSERVER


def roles_of(body: Body) -> tuple[Role, ...]:
    """The parts that those whom a body names can have in its delegation.

    Raises:
        CannotNominate: it cannot send a delegation.
    """
    return admission_rules.roles_of(category_of(body))


def application_of(event: Event, seats: SeatCounts, body_id: int, nominee: Nominee) -> Application:
    """What a nomination says, as an application.

    Raises:
        CannotNominate: the event takes nobody of this body by nomination.
        RoleDoesNotFit: nobody of the body's kind has such a part in a delegation.
    """
    category = _admitted(db.session.get(Body, body_id), seats.admissions)
    if nominee.role is not None and nominee.role not in admission_rules.roles_of(category):
        raise RoleDoesNotFit
    return Application(
        category=category,
        mode=nominee.mode or event.modes[0],
        family_name=nominee.family_name,
        given_name=nominee.given_name,
        email=nominee.email,
        language=nominee.language,
        function=nominee.function,
        role=nominee.role or Role.DELEGATE,
        body_id=body_id,
        discreet=nominee.discreet,
    )


def refusal(
    event: Event, body: Body, actor: Actor, admissions: Mapping[Category, Admits] | None = None
) -> DomainError | None:
    """Why nobody of a body could be named now, whoever it be; None if somebody could.

    `admissions` are the event's, for whoever has read them already.
    """
    try:
        refuse_untimely(event, actor)
        _admitted(body, admissions or {row.category: row for row in event.admissions})
    except DomainError as error:
        return error
    return None


def _admitted(body: Body | None, admissions: Mapping[Category, Admits]) -> Category:
    """The category of those whom a body names, if the event takes them by nomination."""
    if body is None:
        raise CannotNominate
    category = category_of(body)
    admission = admissions.get(category)
    if admission is None or admission.way not in {Way.OPEN_FORM, Way.NOMINATION_ONLY}:
        raise CannotNominate
    return category


def begin(event: Event, application: Application) -> Registration:
    """A nominated registration without its place; the caller gives it one and calls `finish`.

    Raises:
        AlreadyRegistered, HeadTaken, Invalid.
    """
    checked = applications.check(event, application)
    registering.refuse_second(event, application.identity)
    return registering.draft(event, application, checked, Status.NOMINATED, Origin.NOMINATION)


def finish(registration: Registration, application: Application, actor: Actor) -> None:
    """Write a nominated registration that has its place or position."""
    checked = applications.Checked(registration.body, [])
    registering.begin(registration, application, checked, actor)
    audit.record(actor, "registration.nominated", registration)
