"""Everything that is known of one registration, for the secretariat: its history, letters, sessions and check-ins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    ActorKind,
    AuditEntry,
    CheckIn,
    Event,
    Letter,
    LetterState,
    Needs,
    Registration,
    SessionRole,
    SignUp,
    StatusChange,
    User,
)
from app.services import audit, places, registration_actions
from app.services.actors import Actor
from app.services.attendance import person_log
from app.services.errors import DomainError, NotFound
from app.services.letter_failures import WAITING
from app.services.registration_actions import Action
from app.services.seat_counts import SeatCounts

NAME_OPENED = "registration.name_opened"
NEEDS_OPENED = "registration.needs_opened"
# Lines of the audit trail that stand in the history beside the decisions, which have lines of their own.
_ALSO_HISTORY = (
    "registration.changed", "registration.link_sent", "registration.links_ended", NAME_OPENED, NEEDS_OPENED,
)  # fmt: skip


@dataclass(frozen=True)
class ParticipantPage:
    """The facts of the page; the words are the template's."""

    position: int | None
    history: list[StatusChange | AuditEntry]  # oldest first
    names: dict[int, str]  # of the users who acted
    letters: Sequence[Letter]  # newest first
    sign_ups: Sequence[SignUp]
    roles: Sequence[SessionRole]
    log: list[person_log.Line]
    allowed: dict[Action, DomainError | None]  # what may be done; an error says what is still missing

    @property
    def failed(self) -> list[Letter]:
        """Letters that the server refused for good, neither made up for by a later one that arrived nor set aside."""
        failed = [letter for letter in self.letters if letter.state is LetterState.FAILED]
        return [
            letter
            for letter in failed
            if letter.set_aside_at is None and not self._later(letter, (LetterState.SENT,))
        ]

    def is_coming(self, letter: Letter) -> bool:
        """Whether a later letter that makes up for this one has yet to go out."""
        return self._later(letter, WAITING)

    def _later(self, letter: Letter, states: Sequence[LetterState]) -> bool:
        # As in `letter_failures`: only the same message, sent again, makes up for a message to many.
        return any(
            other.id > letter.id and other.state in states and letter.campaign_id in (None, other.campaign_id)
            for other in self.letters
        )


def registration_of(event: Event, registration_id: int) -> Registration:
    """A registration of the event.

    Raises:
        NotFound: there is none with this id at this event.
    """
    registration = db.session.scalar(
        select(Registration)
        .where(Registration.id == registration_id, Registration.event_id == event.id)
        .options(joinedload(Registration.body))
    )
    if registration is None:
        raise NotFound
    return registration


def id_of(event: Event, reference: str) -> int | None:
    """The id of the registration with a reference at an event."""
    return db.session.scalar(
        select(Registration.id).where(Registration.event_id == event.id, Registration.reference == reference)
    )


def of(registration: Registration, actor: Actor) -> ParticipantPage:
    """The page of a registration, in as many statements as it has parts."""
    history = _history(registration)
    log = person_log.of(registration)
    return ParticipantPage(
        position=places.position(registration),
        history=history,
        names=_names([*history, *(acted for line in log for acted in (line.entry, line.undo) if acted)]),
        letters=db.session.scalars(
            select(Letter)
            .where(Letter.registration_id == registration.id)
            .order_by(Letter.id.desc())
            .options(joinedload(Letter.campaign))
        ).all(),
        sign_ups=db.session.scalars(
            select(SignUp)
            .where(SignUp.registration_id == registration.id)
            .options(joinedload(SignUp.session))
            .order_by(SignUp.id)
        ).all(),
        roles=db.session.scalars(
            select(SessionRole)
            .where(SessionRole.registration_id == registration.id)
            .options(joinedload(SessionRole.session))
            .order_by(SessionRole.id)
        ).all(),
        log=log,
        allowed=_allowed(registration, actor),
    )


def open_name(registration: Registration, actor: Actor) -> None:
    """Write down that somebody opens the true name of a discreet person."""
    audit.record(actor, NAME_OPENED, registration, fields=["name"])


def open_needs(registration: Registration, actor: Actor) -> Needs | None:
    """What the person needs, and the line that says who read it; None if nothing was asked for."""
    audit.record(actor, NEEDS_OPENED, registration, fields=["access", "diet"])
    return db.session.get(Needs, registration.id)


def _history(registration: Registration) -> list[StatusChange | AuditEntry]:
    changes = db.session.scalars(select(StatusChange).where(StatusChange.registration_id == registration.id))
    besides = db.session.scalars(
        select(AuditEntry).where(
            AuditEntry.subject_kind == Registration.__tablename__,
            AuditEntry.subject_id == registration.id,
            AuditEntry.at
            >= registration.created_at,  # an invented event that was removed may have left its numbers
            AuditEntry.action.in_(_ALSO_HISTORY),
        )
    )
    lines: list[StatusChange | AuditEntry] = [*changes, *besides]
    return sorted(lines, key=lambda line: (line.at, isinstance(line, AuditEntry), line.id))


def _names(lines: Iterable[StatusChange | AuditEntry | CheckIn]) -> dict[int, str]:
    wanted = {
        line.actor_id
        for line in lines
        if line.actor_id is not None and line.actor_kind in {ActorKind.STAFF, ActorKind.DESK}
    }
    if not wanted:
        return {}
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(wanted))).tuples().all())


def _allowed(registration: Registration, actor: Actor) -> dict[Action, DomainError | None]:
    """The actions that the state allows. One that only waits for something is listed with what it waits for."""
    seats = SeatCounts(registration.event)
    found = {action: registration_actions.refusal(action, registration, actor, seats) for action in Action}
    return {
        action: error
        for action, error in found.items()
        if error is None or error.code in registration_actions.PASSING
    }
