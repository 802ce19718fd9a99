"""A convocation before it goes out: who would get what. What is sent is what was looked at, or nothing is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.lib import marks
from app.models import (
    Body,
    BodyKind,
    Category,
    Convocation,
    Event,
    EventStatus,
    Language,
    LetterKind,
    Person,
    Way,
)
from app.services import convocations, convoking, copies, letter_texts, mandates, nominating, places
from app.services.actors import Actor
from app.services.convoking import Foreseen
from app.services.errors import ChangedSinceShown
from app.services.seat_counts import SeatCounts


@dataclass(frozen=True)
class Offered:
    """A body that can be invited, as it stands."""

    body: Body
    convocation: Convocation | None  # it is invited already
    settled: bool  # and there is nothing to send: it was written to, or nobody speaks for it yet
    speaking: list[Person]
    proposed: bool  # the convocation begins with it


@dataclass(frozen=True)
class Preview:
    """What a convocation of some bodies would do."""

    foreseen: Foreseen
    speaking: dict[int, list[Person]]  # by body
    copies: dict[int, list[str]]  # addresses, by body
    unreachable: int  # bodies with a correspondent to whom no letter about such an event goes
    mark: str  # of everything that was looked at; whoever sends names it

    @property
    def invited(self) -> list[Body]:
        """Those who would be invited now, with or without anybody who speaks for them."""
        return [*self.foreseen.reached, *self.foreseen.without_correspondent]

    @property
    def letters(self) -> int:
        """How many letters go to those who speak for the bodies."""
        return sum(len(self.speaking[body.id]) for body in self.foreseen.reached)

    @property
    def copied(self) -> int:
        """How many copies go out."""
        return sum(len(addresses) for addresses in self.copies.values())

    @property
    def reaches_real_people(self) -> bool:
        """Whether somebody who is not part of the demonstration gets a letter."""
        return any(not person.fictional for people in self.speaking.values() for person in people)


def can_be_invited(event: Event) -> bool:
    """Whether anybody is invited at all: not to a draft, nor to what is archived, called off or over."""
    return event.status in {EventStatus.PUBLISHED, EventStatus.CLOSED}


def offered(event: Event, language: str) -> dict[BodyKind, list[Offered]]:
    """All bodies whose delegations the event admits, by their kind, in the alphabetical order of a language."""
    admitted = _admitted(event)
    bodies = [body for body in _senders() if nominating.category_of(body) in admitted]
    begun = {body.id for body in convoking.proposed(event)}
    rows = db.session.scalars(select(Convocation).where(Convocation.event_id == event.id))
    invited = {row.body_id: row for row in rows}
    speaking = mandates.correspondents([body.id for body in bodies], fictional=event.fictional)
    unwritten = convocations.unwritten(event)
    groups: dict[BodyKind, list[Offered]] = {}
    for body in sorted(bodies, key=lambda body: (list(BodyKind).index(body.kind), body.sort_in(language))):
        row, people = invited.get(body.id), speaking.get(body.id, [])
        settled = row is not None and (body.id not in unwritten or not people)
        one = Offered(body, row, settled, people, body.id in begun and not settled)
        groups.setdefault(body.kind, []).append(one)
    return groups


def of(event: Event, codes: Collection[str], language: str) -> Preview:
    """What would happen if the bodies with some codes were invited; codes of others are passed over. Nothing is changed."""
    admitted = _admitted(event)
    chosen = [
        body
        for body in sorted(_senders(), key=lambda body: (not body.is_member_state, body.sort_in(language)))
        if body.code in codes and nominating.category_of(body) in admitted
    ]
    foreseen = convoking.foresee(event, chosen)
    fresh = [*foreseen.reached, *foreseen.without_correspondent]
    speaking = mandates.correspondents([body.id for body in fresh], fictional=event.fictional)
    new = [
        body for body in fresh if body.id not in convocations.invited(event.id)
    ]  # the others had their copies
    addresses = copies.copies_of(new, fictional=event.fictional)
    mute = [body.id for body in foreseen.without_correspondent]
    unreachable = len(mandates.unreachable(mute, fictional=event.fictional)) if mute else 0
    return Preview(foreseen, speaking, addresses, unreachable, _mark(event, foreseen, speaking, addresses))


def send(event_id: int, codes: Collection[str], mark: str, actor: Actor) -> Preview:
    """Invite bodies, if that does what was looked at.

    Returns:
        What has happened.

    Raises:
        ChangedSinceShown: correspondents, copies, the letter, places, the deadline or who is invited have changed since.
        EventReadOnly, EventIsOver, CannotNominate: as `convoking.convoke`.
    """
    event = places.lock(event_id)
    preview = of(event, codes, Language.EN.value)
    if preview.mark != mark:
        raise ChangedSinceShown
    convoking.convoke(event_id, [body.id for body in preview.invited], actor)
    return preview


def _admitted(event: Event) -> set[Category]:
    """The capacities in which delegations may come, by nomination."""
    admissions = SeatCounts(event).admissions.values()
    return {row.category for row in admissions if row.way in {Way.OPEN_FORM, Way.NOMINATION_ONLY}}


def _senders() -> Sequence[Body]:
    """Every body that can send a delegation."""
    kind = Body.kind != BodyKind.INTERNAL_PARTNER
    return db.session.scalars(select(Body).where(Body.selectable, kind)).all()


def _mark(
    event: Event, foreseen: Foreseen, speaking: dict[int, list[Person]], addresses: dict[int, list[str]]
) -> str:
    """A mark that changes with whatever a convocation would do, and with nothing else; it tells nothing of it."""
    words = [letter_texts.present(event.id, LetterKind.CONVOCATION, language).words for language in Language]
    seats = SeatCounts(event)
    bodies = sorted((*foreseen.reached, *foreseen.without_correspondent), key=lambda body: body.id)
    fresh = [(body.id, seats.quota(body)) for body in bodies]
    people = [[(person.id, person.email) for person in speaking.get(body.id, [])] for body in bodies]
    seen = (fresh, people, sorted(addresses.items()), words, event.nominations_until)
    return marks.of(seen)
