"""What somebody changes in the own account without showing once more who one is."""

from __future__ import annotations

from app.extensions import db
from app.models import Language, User
from app.services import audit
from app.services.accounts import login_sessions
from app.services.actors import staff
from app.services.errors import NotFound


def change_details(user_id: int, name: str, language: Language) -> None:
    """Change name and language; the record names the fields that were touched.

    Raises:
        NotFound: there is no such account.
    """
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    before = {"name": user.name, "language": user.language}
    user.name, user.language = name, language
    touched = [field for field, value in before.items() if value != getattr(user, field)]
    if touched:
        audit.record(staff(user), "user.details_changed", user, fields=touched)
    db.session.flush()


def end_session(user: User, session_id: int) -> None:
    """End one of the own sessions.

    Raises:
        NotFound: it is another user's, or has ended.
    """
    login_sessions.end_one(user.id, session_id)
    audit.record(staff(user), "user.session_ended", user)


def end_other_sessions(user: User, present: str) -> None:
    """End all of the own sessions but the one with a secret."""
    login_sessions.end_all(user.id, but=present)
    audit.record(staff(user), "user.sessions_ended", user)
