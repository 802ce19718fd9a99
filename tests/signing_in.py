"""Being signed in, without going through the forms each time."""

from __future__ import annotations

from app.models import User
from app.services.accounts import login_sessions
from tests.pages import Visitor


def sign_in(client: Visitor, user: User) -> Visitor:
    """Make a visitor somebody who has shown password and second factor; the same visitor is returned."""
    from app.extensions import db

    secret = login_sessions.complete(login_sessions.begin(user))
    db.session.commit()
    with client.session_transaction() as session:
        session.clear()
        session["login"] = secret
    return client
