"""What happens to the fictional people's registrations, step by step, each at its own moment of the past."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import NamedTuple

from app.lib import clock
from app.models import ActorKind, Origin, Role
from app.services import answering, deciding, nominating, registering, verifying
from app.services.actors import PERSON, Actor
from app.services.answering import Proposed
from app.services.applications import Application
from app.services.demonstration.cast import Meeting, Member, Story
from app.services.demonstration.schedule import office_hours
from app.services.nominating import Nominee
from app.services.own_changes import OwnAnswers

SECRETARIAT = Actor(ActorKind.STAFF)
VOUCHED = "No mandate on record yet: checked by telephone with the ministry."
DECLINED = "The delegation has named fewer people."
CANCELLED = "Registered twice."
HINDERED = "On duty elsewhere that week."
SUBSTITUTE = Proposed("SALONEN", "aino.salonen@fi.example", given_name="Aino", function="Specialist")
_EXPIRES_AFTER = timedelta(hours=24)


class Step(NamedTuple):
    """Something that is done at a moment; the number keeps the order of steps at one moment."""

    moment: datetime
    number: int
    act: Callable[[], object]


def play(steps: Iterable[Step]) -> None:
    """Take all steps in the order of their moments, with the clock set to each."""
    for step in sorted(steps, key=lambda step: step[:2]):
        with clock.set_to(step.moment):
            step.act()


@dataclass
class Participation:
    """One person at one event, from the registration on."""

    member: Member
    event_id: int
    application: Application
    correspondent: Actor | None = None  # who speaks for the body
    id: int = field(default=0, init=False)

    def register(self) -> None:
        self.id = registering.register(self.event_id, self.application).id

    def be_entered(self) -> None:
        self.id = registering.enter(self.event_id, self.application, SECRETARIAT).id

    def confirm_address(self) -> None:
        verifying.confirm_address(self.id)

    def be_named(self) -> None:
        """The correspondent names the person, with what one knows of a colleague."""
        known = {part.name: getattr(self.application, part.name) for part in fields(Nominee)}
        body_id = self.application.body_id
        assert body_id is not None  # noqa: S101 - the cast says for which body
        actor = self.correspondent or SECRETARIAT
        self.id = nominating.nominate(self.event_id, body_id, Nominee(**known), actor).id

    def accept(self) -> None:
        """The named person answers from the letter."""
        answers = {part.name: getattr(self.application, part.name) for part in fields(OwnAnswers)}
        answering.accept(self.id, OwnAnswers(**answers), registering.fresh(self.id).version)

    def decline(self) -> None:
        """The named person does not come, and proposes a colleague."""
        answering.decline(self.id, HINDERED, SUBSTITUTE)

    def be_accepted(self) -> None:
        if not self.member.category.in_delegation:
            deciding.confirm(self.id, SECRETARIAT)
        elif self.correspondent is not None:
            deciding.validate(self.id, self.correspondent)
        else:
            deciding.validate(self.id, SECRETARIAT, VOUCHED)

    def be_declined(self) -> None:
        deciding.decline(self.id, SECRETARIAT, DECLINED)

    def be_cancelled(self) -> None:
        deciding.cancel(self.id, SECRETARIAT, CANCELLED)

    def withdraw(self) -> None:
        deciding.withdraw(self.id, PERSON)

    def expire(self) -> None:
        deciding.expire(self.id)

    def walk_in(self) -> None:
        """Entered at the desk on the day, and accepted on the spot."""
        self.be_entered()
        registration = registering.fresh(self.id)
        registration.origin, registration.walk_in = Origin.DESK, True
        self.be_accepted()


def of_conference(
    person: Participation, number: int, of: int, opened: datetime, until: datetime
) -> list[Step]:
    """The steps of somebody's registration for the conference, between two moments."""
    member = person.member
    began = _spread(number, of, opened, until)
    decided = _later(began, 2 + number % 3, number, until)
    endings: dict[Story, list[Callable[[], object]]] = {
        Story.CONFIRMED: [person.be_accepted],
        Story.VALIDATED: [person.be_accepted],
        Story.WITHDRAWN: [person.be_accepted, person.withdraw],
        Story.DECLINED: [person.be_declined],
        Story.CANCELLED: [person.be_cancelled],
        Story.SUBMITTED: [],
        Story.NOMINATED: [],
        Story.DECLINED_NOMINATION: [person.decline],
    }
    acts = [*_beginning(person, began, number)]
    if member.named:
        acts = [Step(began, number, person.be_named)]
        endings[Story.CONFIRMED] = [person.accept]
    for act in endings[member.story]:
        acts.append(Step(decided, number, act))
        decided = _later(decided, 3, number, until)
    return acts


def of_meeting(person: Participation, number: int, of: int, opened: datetime, until: datetime) -> list[Step]:
    """The steps of somebody's registration for the past meeting, before it began."""
    part = person.member.meeting
    if part in {None, Meeting.WALK_IN}:
        return []
    began = _spread(number, of, opened, until)
    if part is Meeting.EXPIRED:
        return [Step(began, number, person.register), Step(began + _EXPIRES_AFTER, number, person.expire)]
    acts = _beginning(person, began, number)
    decided = _later(began, 2 + number % 3, number, until)
    if part is not Meeting.UNCONFIRMED:
        acts.append(Step(decided, number, person.be_accepted))
    if part is Meeting.WITHDRAWN:
        acts.append(Step(_later(decided, 4, number, until), number, person.withdraw))
    return acts


def application(
    member: Member,
    body_id: int | None,
    session_ids: tuple[int, ...],
    notice_id: int | None,
    role: Role | None,
) -> Application:
    """The answers that a fictional person gives in the form."""
    copied = {name: getattr(member, name) for name in _COPIED}
    return Application(
        role=role,
        body_id=body_id,
        session_ids=session_ids,
        notice_id=notice_id,
        consent_photographs="p" in member.consents,
        consent_lists="l" in member.consents,
        consent_reuse="r" in member.consents,
        **copied,
    )


_COPIED = (
    "category", "mode", "family_name", "email", "language", "body_text", "given_name", "own_script_name", "title",
    "function", "service", "gender", "discreet", "diet", "access",
)  # fmt: skip


def _beginning(person: Participation, began: datetime, number: int) -> list[Step]:
    if person.member.invited:
        return [Step(began, number, person.be_entered)]
    confirmed = began + timedelta(minutes=4 + number * 7 % 50)
    return [Step(began, number, person.register), Step(confirmed, number, person.confirm_address)]


def _spread(number: int, of: int, opened: datetime, until: datetime) -> datetime:
    """People come over the weeks, more of them at the beginning."""
    share = ((number + 1) / (of + 1)) ** 1.3
    return max(
        office_hours(opened + (until - opened) * share, number), opened + timedelta(minutes=3 * number + 3)
    )


def _later(moment: datetime, days: int, number: int, until: datetime) -> datetime:
    """A moment some days later, in office hours where that is possible, and in any case before the story ends."""
    chosen = max(office_hours(moment + timedelta(days=days), number), moment + timedelta(hours=2))
    return min(chosen, max(until - timedelta(minutes=5), moment + timedelta(hours=1)))
