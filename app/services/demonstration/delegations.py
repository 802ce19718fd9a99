"""Those who speak for the fictional delegations: their mandates, the convocation, and what they answered to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.lib import clock, csv_tables
from app.models import Body, Event, Language
from app.services import convocations, convoking, mandates
from app.services.actors import SYSTEM, Actor, correspondent
from app.services.demonstration.cast import TEXTS, address
from app.services.demonstration.stories import SECRETARIAT
from app.services.mandates import Named

_COLUMNS = ("body", "given_name", "family_name", "language", "years", "ended", "reply")
_YEAR = timedelta(days=365)
_REASON = "No officer can be spared in June."


class Speaker(NamedTuple):
    """A fictional correspondent, for how many years so far, and what the body has answered to the convocation."""

    body: str
    named: Named
    years: int
    ended: bool
    reply: str  # seen, refused, or nothing


def speakers() -> Iterator[Speaker]:
    """All fictional correspondents and contact points.

    Raises:
        TableRefused: the file is wrong.
    """
    for row in csv_tables.read(TEXTS / "correspondents.csv", _COLUMNS):
        body, given, family = row.text("body"), row.text("given_name"), row.text("family_name")
        named = Named(family, address(body, given, family), row.choice("language", Language), given)
        yield Speaker(body, named, row.whole("years") or 0, row.yes("ended"), row.optional("reply") or "")


def appoint(today: datetime) -> dict[str, Actor]:
    """Give everybody a mandate; who speaks for which body now, by its code."""
    bodies = {body.code: body for body in db.session.scalars(select(Body))}
    speaking: dict[str, Actor] = {}
    for speaker in speakers():
        begun, until = today - speaker.years * _YEAR, _last_day(speaker, today)
        with clock.set_to(begun):
            mandate = mandates.begin(bodies[speaker.body], speaker.named, begun.date(), until, SYSTEM)
        mandate.person.fictional = True
        if not speaker.ended:
            speaking.setdefault(speaker.body, correspondent(mandate.person))
    db.session.flush()
    return speaking


def convoke(event: Event) -> None:
    """Invite all member states and the observers of the Network."""
    convoking.convoke(event.id, [body.id for body in convoking.proposed(event)], SECRETARIAT)


def reply(event: Event, speaking: Mapping[str, Actor], invited: datetime) -> None:
    """Open the invitation, or say that nobody comes, some days after it."""
    ids = dict(db.session.execute(select(Body.code, Body.id)).tuples().all())
    for number, speaker in enumerate(speakers()):
        if not speaker.reply:
            continue
        with clock.set_to(invited + timedelta(days=1 + number % 9, hours=number % 7)):
            convocations.note_seen(event.id, ids[speaker.body])
            if speaker.reply == "refused":
                convoking.refuse(event.id, ids[speaker.body], _REASON, speaking[speaker.body])


def _last_day(speaker: Speaker, today: datetime) -> date | None:
    return (today - _YEAR).date() if speaker.ended else None
