"""What a letter costs the database from the claim to the note, exactly; how long it takes is measured by `make bench`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from app.extensions import db
from app.models import LetterKind, Status
from app.services import outbox
from app.worker.delivering import Deliverer
from tests.factories.events import a_session
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration, a_sign_up
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]
# Is there work, limits, claim, letters, their sessions, how long links work; the mail server is well; nothing is left.
A_RUN = {"sqlite": 8, "postgresql": 9}
A_LETTER = {
    "sqlite": 4,
    "postgresql": 3,
}  # own words, what was written, what became of it; its link (PostgreSQL: all in one)


def queued(number: int) -> None:
    event = a_conference()
    sessions = [a_session(event, hour, sign_up=True) for hour in (1, 2)]
    for _ in range(number):
        registration = a_registration(event, Status.CONFIRMED)
        for session in sessions:
            a_sign_up(registration, session)
        outbox.put(LetterKind.CONFIRMED, registration)
    db.session.commit()


@pytest.mark.parametrize("number", [1, 5, 9])
def test_a_run_of_letters(app: Flask, database: str, statements: Counted, number: int) -> None:
    queued(number)
    deliverer = Deliverer(app)
    db.session.remove()
    with statements() as asked:
        assert deliverer.run() == number
    asked.within(A_RUN[database] + A_LETTER[database] * number)
