"""A test of the sender of all letters: to whoever sets it, under what is saved."""

from __future__ import annotations

from app.emails.sender_tests import sender_test_of_all
from app.extensions import db
from app.models import Letter, LetterKind, User
from app.services import audit, outbox
from app.services.actors import staff


def send(user: User) -> Letter:
    """Queue a letter to the user that belongs to no event, and so goes out under the sender of all."""
    letter = outbox.put_for_user(LetterKind.MESSAGE, user)
    letter.subject, letter.text, letter.html = sender_test_of_all(user)
    db.session.flush()
    audit.record(staff(user), "network.sender_tested", user)
    return letter
