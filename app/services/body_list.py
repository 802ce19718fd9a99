"""All bodies in a list: who speaks for each today, and how it took part the last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.names import tokens
from app.models import Body, BodyKind, Mandate, User
from app.services import audit, body_participation, mandates
from app.services.actors import Actor
from app.services.body_participation import Part, Recorded
from app.services.errors import NotFound

_MOST_WORDS = 12


@dataclass(frozen=True)
class Entry:
    """A body with what the list says of it; `part` is None where no event has names yet."""

    body: Body
    speaking: int  # people who speak for it today
    part: Part | None


@dataclass(frozen=True)
class BodyList:
    """The bodies that match, by their kind. `kinds` counts all of them, for the choices."""

    entries: dict[BodyKind, list[Entry]]
    kinds: dict[BodyKind, int]
    last: Recorded | None  # the event of which `part` speaks
    total: int


def listing(user: User, words: str, kind: BodyKind | None, language: str) -> BodyList:
    """The list in the alphabetical order of a language, in five statements."""
    wanted = tokens(words)[:_MOST_WORDS]
    bodies = sorted(db.session.scalars(select(Body)), key=lambda body: (body.sort_in(language), body.id))
    speaking = _speaking()
    last = body_participation.last_with_people(body_participation.events(user))
    parts = body_participation.at_event(last) if last is not None else {}
    entries: dict[BodyKind, list[Entry]] = {each: [] for each in BodyKind}
    for body in bodies:
        if kind in {None, body.kind} and all(word in body.search_text for word in wanted):
            part = parts.get(body.id, body_participation.nothing(last)) if last is not None else None
            entries[body.kind].append(Entry(body, speaking.get(body.id, 0), part))
    return BodyList(
        entries={each: found for each, found in entries.items() if found},
        kinds={each: sum(body.kind is each for body in bodies) for each in BodyKind},
        last=last,
        total=len(bodies),
    )


def of_code(code: str) -> Body:
    """The body with a code.

    Raises:
        NotFound.
    """
    body = db.session.scalar(select(Body).where(Body.code == code))
    if body is None:
        raise NotFound
    return body


def mandates_of(body: Body) -> list[Mandate]:
    """The mandates for a body: those that run or begin later, then those that have ended, the latest first."""
    today = mandates.today()
    rows = db.session.scalars(
        select(Mandate)
        .where(Mandate.body_id == body.id)
        .options(joinedload(Mandate.person))
        .order_by(Mandate.from_date.desc(), Mandate.id)
    )
    return sorted(rows, key=lambda row: row.until_date is not None and row.until_date < today)


def joined_network(body: Body, day: date | None, actor: Actor) -> None:
    """Note since when a member state is in the Network; None while it is not known.

    Raises:
        NotFound: it is no member state.
    """
    if not body.is_member_state:
        raise NotFound
    if body.network_since != day:
        body.network_since = day
        db.session.flush()
        audit.record(actor, "body.joined_network", body, fields=["network_since"])


def _speaking() -> dict[int, int]:
    query = select(Mandate.body_id, func.count()).where(mandates.running()).group_by(Mandate.body_id)
    return dict(db.session.execute(query).tuples().all())
