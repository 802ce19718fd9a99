"""A link that sets a password is used at the moment in which the account is closed: nobody waits for ever, nobody stays in."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import AccessLink, LinkPurpose, LoginSession, User
from app.services import access_links
from app.services.accounts import closing, passwords, signing_in
from app.services.actors import staff
from app.services.errors import LinkExpired
from tests.factories.users import a_desk_agent, an_administrator

ROUNDS = 6


def test_whoever_comes_first_nobody_is_in_a_closed_account(stage: Flask) -> None:
    for number in range(ROUNDS):
        agent, administrator = a_desk_agent(), an_administrator(password_hash="x")
        token = access_links.mint_for_user(agent, LinkPurpose.SET_PASSWORD)
        ids = agent.id, administrator.id
        db.session.commit()
        failures = at_once(stage, token, *ids, seconds=number * 0.03)
        assert [error for error in failures if not isinstance(error, LinkExpired)] == []
        assert not db.session.get_one(User, ids[0], populate_existing=True).active
        sessions = select(func.count()).where(LoginSession.user_id == ids[0], LoginSession.ended_at.is_(None))
        links = select(func.count()).where(
            AccessLink.user_id == ids[0], AccessLink.used_at.is_(None), AccessLink.revoked_at.is_(None)
        )
        assert (db.session.scalar(sessions), db.session.scalar(links)) == (0, 0)
        db.session.commit()


def at_once(app: Flask, token: str, owner: int, administrator: int, seconds: float) -> list[Exception]:
    """The owner sets the password while an administrator closes the account, so many seconds later; what was refused."""
    ready, failures = threading.Barrier(2), []

    def choose() -> None:
        user = passwords.choose(token, "seven grey herons by the canal")
        signing_in.begin_session(user, None)

    def close() -> None:
        threading.Event().wait(seconds)
        closing.close(db.session.get_one(User, owner), staff(db.session.get_one(User, administrator)))

    def act(step: Callable[[], None]) -> None:
        with app.app_context():
            ready.wait()
            try:
                step()
                db.session.commit()
            except Exception as error:  # a lock that was never given is one, too
                db.session.rollback()
                failures.append(error)

    threads = [threading.Thread(target=act, args=(step,)) for step in (choose, close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
