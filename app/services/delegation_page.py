"""One delegation as the secretariat sees it: its reply, its places, who speaks for it, who comes, what was written to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import DELEGATIONS, Body, Event, Letter, LetterKind, Person, Registration, Substitute
from app.services import copies, delegation_replies, mandates, nominating, participant_list
from app.services.body_directory import BodyDirectory
from app.services.delegation_errors import CannotNominate
from app.services.delegation_replies import Reply, Standing
from app.services.errors import NotFound
from app.services.participant_filters import Filters
from app.services.participant_list import Listed
from app.services.participant_order import Sorting
from app.services.seat_counts import SeatCounts

_LETTERS = 50  # the last ones


@dataclass(frozen=True)
class DelegationPage:
    """What is known of a body at an event."""

    standing: Standing
    places: int | None  # None: no limit
    used: int
    correspondents: list[Person]
    copies: list[str]  # addresses
    people: list[Listed]
    total: int  # of the people, more than are listed where a delegation is very large
    substitutes: Sequence[Substitute]  # proposed, and neither taken up nor set aside
    letters: Sequence[Letter]  # the last first

    @property
    def body(self) -> Body:
        return self.standing.body

    @property
    def is_unwritten(self) -> bool:
        """Whether the body was invited while nobody spoke for it, and somebody does now."""
        written = any(letter.kind is LetterKind.CONVOCATION for letter in self.letters)
        return self.standing.reply is Reply.INVITED and bool(self.correspondents) and not written

    @property
    def left(self) -> int | None:
        """How many more the body may send; None: no limit."""
        return None if self.places is None else max(0, self.places - self.used)


def body_of(code: str) -> Body:
    """A body that can send a delegation.

    Raises:
        NotFound: there is none with this code, or it sends nobody.
    """
    body = db.session.scalar(select(Body).where(Body.code == code))
    if body is None:
        raise NotFound
    try:
        nominating.category_of(body)
    except CannotNominate as error:
        raise NotFound from error
    return body


def of(event: Event, body: Body, language: str) -> DelegationPage:
    """The page of a delegation; the statements do not grow with the registrations."""
    found = delegation_replies.standings(event, only=body)
    seats = SeatCounts(event)
    listed = participant_list.page(
        event,
        Filters(body=(body.code,), category=DELEGATIONS),
        Sorting(),
        1,
        BodyDirectory(language),
        language,
    )
    return DelegationPage(
        standing=found[0] if found else Standing(body, None, 0, 0, 0, 0),
        places=seats.quota(body),
        used=seats.by_body[body.id],
        correspondents=mandates.correspondents([body.id], fictional=event.fictional).get(body.id, []),
        copies=copies.copies_of([body], fictional=event.fictional).get(body.id, []),
        people=listed.lines,
        total=listed.counts.total,
        substitutes=_substitutes(event, body),
        letters=_letters(event, body),
    )


def _substitutes(event: Event, body: Body) -> Sequence[Substitute]:
    return db.session.scalars(
        select(Substitute)
        .join(Substitute.registration)
        .where(
            Registration.event_id == event.id,
            Registration.body_id == body.id,
            Substitute.settled_at.is_(None),
            Substitute.family_name.is_not(None),
        )
        .options(joinedload(Substitute.registration))
        .order_by(Substitute.proposed_at)
    ).all()


def _letters(event: Event, body: Body) -> Sequence[Letter]:
    return db.session.scalars(
        select(Letter)
        .where(Letter.event_id == event.id, Letter.body_id == body.id)
        .options(joinedload(Letter.person))
        .order_by(Letter.id.desc())
        .limit(_LETTERS)
    ).all()
