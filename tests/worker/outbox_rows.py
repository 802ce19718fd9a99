"""The outbox as the tests of the worker fill it and look at it."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select, update

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterKind, LetterState
from app.services import outbox
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration


def some_letters(number: int) -> list[str]:
    """Queue letters to new participants of one event; returns their addresses."""
    event = a_conference()
    registrations = [a_registration(event) for _ in range(number)]
    return [str(outbox.put(LetterKind.RECEIVED, registration).recipient) for registration in registrations]


def the_letter() -> Letter:
    """The only letter, as it is now."""
    return db.session.scalars(select(Letter).execution_options(populate_existing=True)).one()


def make_due() -> None:
    """As if the time to wait were over."""
    db.session.execute(update(Letter).where(Letter.state == LetterState.WILL_RETRY).values(not_before=now()))
    db.session.commit()


def states() -> Counter[LetterState]:
    """How many letters are in which state."""
    return Counter(db.session.scalars(select(Letter.state)))
