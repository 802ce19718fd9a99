"""Copies of official letters: to the addresses that a body has for them, such as that of a Permanent Representation.

A copy informs and opens nothing: it is a letter of its own to each address, with no link to the page of the delegation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select

from app.emails.correspondents import Copy
from app.extensions import db
from app.lib import addresses
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import Body, Event, Language, Letter, LetterKind
from app.services import audit, outbox
from app.services.actors import Actor
from app.services.delegation_errors import NotAnAddress, TooManyCopies
from app.services.letter_errors import LetterMakesNoSense, LetterOnItsWay
from app.services.letter_failures import WAITING

MOST = 10  # addresses of a body


def copies_of(bodies: Iterable[Body], *, fictional: bool = False) -> dict[int, list[str]]:
    """The addresses to which copies for each of some bodies go; bodies without any are left out.

    An invented event concerns no embassy: of a fictional one nobody gets a copy.
    """
    return {} if fictional else {body.id: list(body.cc_emails) for body in bodies if body.cc_emails}


def choose(body: Body, lines: Sequence[str], language: Language, actor: Actor) -> list[str]:
    """Set to which addresses copies go, and in what language; what stands there twice is taken once.

    Raises:
        NotAnAddress: a line is none; nothing is changed.
        TooManyCopies: nothing is changed.
    """
    chosen: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        address = addresses.normal(line)
        if address is None:
            raise NotAnAddress(line=number)
        chosen.setdefault(normalised_address(address), address)
    if len(chosen) > MOST:
        raise TooManyCopies(most=MOST)
    body.cc_emails, body.cc_language = list(chosen.values()), language
    db.session.flush()
    audit.record(actor, "body.copies_chosen", body, fields=[f"number:{len(chosen)}"])
    return body.cc_emails


def send(event: Event, body: Body, *, addressed: int, places: int | None) -> None:
    """Queue the copies of a convocation: once for each event, body and address.

    `addressed` says to how many people the convocation itself goes.
    """
    about = Copy(body, event, body.cc_language)
    for address in copies_of([body], fictional=event.fictional).get(body.id, []):
        outbox.put_copy(
            LetterKind.CONVOCATION_COPY,
            about,
            address,
            once=f"event-{event.id}",
            addressed=addressed,
            places=places,
        )


def send_again(letter: Letter) -> Letter:
    """Queue a copy again: to its address or, where that has been corrected, to the one that stands there now.

    Raises:
        LetterMakesNoSense: every address of the body has had its copy.
        LetterOnItsWay: a copy to this address has not gone out yet.
    """
    body = db.session.get(Body, letter.body_id or 0)
    if body is None or letter.event is None:
        raise LetterMakesNoSense
    address = _present_address(letter, body)
    if address is None:
        raise LetterMakesNoSense
    if db.session.scalar(_sent(letter).where(Letter.recipient == address, Letter.state.in_(WAITING))):
        raise LetterOnItsWay
    if address != letter.recipient:
        letter.set_aside_at = letter.set_aside_at or now()  # nothing will ever arrive there
    facts: dict[str, Any] = {name: value for name, value in letter.facts.items() if name != "body_id"}
    return outbox.put_copy(letter.kind, Copy(body, letter.event, body.cc_language), address, **facts)


def _present_address(letter: Letter, body: Body) -> str | None:
    if letter.recipient in body.cc_emails:
        return letter.recipient
    had = set(db.session.scalars(_sent(letter).with_only_columns(Letter.recipient)))
    return next((address for address in body.cc_emails if address not in had), None)


def _sent(letter: Letter) -> Select[int]:
    same = (Letter.kind == letter.kind, Letter.event_id == letter.event_id, Letter.body_id == letter.body_id)
    return select(Letter.id).where(*same)
