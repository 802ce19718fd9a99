"""Reminding the bodies that were invited and have not answered: only them, and each once for each time it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.emails.correspondents import Correspondence
from app.lib.clock import now
from app.models import Body, Event, LetterKind, Person
from app.services import audit, convocations, delegation_replies, event_states, mandates, outbox, places
from app.services.actors import Actor
from app.services.delegation_replies import Standing
from app.services.errors import EventIsOver


@dataclass(frozen=True)
class Reminder:
    """What a reminder would do: the silent bodies with those who speak for them, and those for which nobody does."""

    reached: list[Standing]
    without_correspondent: list[Standing]
    speaking: dict[int, list[Person]]  # by body

    @property
    def letters(self) -> int:
        """How many letters it makes: one for each person who speaks for a body."""
        return sum(len(self.speaking[standing.body.id]) for standing in self.reached)

    @property
    def seen(self) -> dict[int, int]:
        """The bodies that it reaches, and how often each has been reminded so far; whoever sends it names them."""
        return {standing.body.id: times(standing) for standing in self.reached}

    @property
    def reaches_real_people(self) -> bool:
        """Whether somebody who is not part of the demonstration gets a letter."""
        return any(not person.fictional for people in self.speaking.values() for person in people)


@dataclass(frozen=True)
class Reminded:
    """What a reminder has done."""

    bodies: int
    letters: int
    left: int  # bodies that have answered meanwhile, were reminded meanwhile, or have nobody to speak for them any more


def times(standing: Standing) -> int:
    """How often a body was reminded."""
    return standing.convocation.reminders if standing.convocation is not None else 0


def foresee(event: Event, only: Body | None = None) -> Reminder:
    """Whom a reminder would reach, of all silent bodies or of one; nothing is changed."""
    silent = [each for each in delegation_replies.standings(event, only=only) if each.is_silent]
    speaking = mandates.correspondents([each.body.id for each in silent], fictional=event.fictional)
    return Reminder(
        reached=[each for each in silent if each.body.id in speaking],
        without_correspondent=[each for each in silent if each.body.id not in speaking],
        speaking=speaking,
    )


def remind(event_id: int, seen: Mapping[int, int], actor: Actor) -> Reminded:
    """Remind bodies that were looked at, `seen` with how often each had been reminded by then.

    Who has answered since gets nothing. Nor does who was reminded since: to send the same twice writes to nobody twice.

    Raises:
        EventReadOnly, EventIsOver: nobody is asked any more.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    if event.is_over(now()):
        raise EventIsOver
    reminder = foresee(event)
    due = [each for each in reminder.reached if seen.get(each.body.id) == times(each)]
    letters = sum(write(event, each, reminder.speaking[each.body.id]) for each in due)
    if due:
        codes = [each.body.code for each in due]
        audit.record(actor, "event.silent_reminded", event, event_id=event.id, fields=codes[:60])
    return Reminded(len(due), letters, len(seen) - len(due))


def write(event: Event, standing: Standing, speaking: list[Person]) -> int:
    """Queue a reminder to all who speak for a silent body, under the event's lock; returns how many letters that are."""
    if standing.convocation is None:
        return 0
    number = convocations.note_reminded(standing.convocation)
    for person in speaking:
        about = Correspondence(person, standing.body, event)
        outbox.put_for_correspondent(LetterKind.REMINDER, about, once=f"event-{event.id}-{number}")
    return len(speaking)
