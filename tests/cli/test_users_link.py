"""`flask users send-link` and `reset-second-factor`: for whoever has lost the password, the letter or the phone."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Letter, LetterKind, LinkPurpose
from app.services import access_links
from app.services.accounts import login_sessions, passwords
from app.services.errors import LinkExpired
from tests.factories import users
from tests.factories.second_factors import an_app_of


def test_a_new_link_is_sent_and_the_old_one_ends(app: Flask) -> None:
    token = access_links.mint_for_user(users.a_desk_agent(email="desk@example.org"), LinkPurpose.SET_PASSWORD)
    db.session.commit()
    outcome = app.test_cli_runner().invoke(args=["users", "send-link", "DESK@example.org"])
    assert outcome.exit_code == 0, outcome.output
    assert db.session.scalars(select(Letter.kind)).all() == [LetterKind.ACCOUNT_INVITATION]
    with pytest.raises(LinkExpired):
        passwords.account_behind(token)


def test_nobody_is_written_to_without_an_account(app: Flask) -> None:
    outcome = app.test_cli_runner().invoke(args=["users", "send-link", "nobody@example.org"])
    assert outcome.exit_code == 1
    assert "There is no account with the address nobody@example.org." in outcome.output


def test_a_lost_second_factor_is_reset_on_the_server(app: Flask) -> None:
    user = users.an_administrator(email="chief@example.org")
    an_app_of(user)
    secret = login_sessions.complete(login_sessions.begin(user))
    db.session.commit()
    outcome = app.test_cli_runner().invoke(args=["users", "reset-second-factor", "Chief@example.org"])
    assert outcome.exit_code == 0, outcome.output
    db.session.refresh(user)
    assert (user.second_factor, user.second_factor_step) == (None, None)
    assert login_sessions.find(secret) is None
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.actor_kind, line.subject_id) == ("user.second_factor_reset", "system", user.id)
    assert db.session.scalars(select(Letter.kind)).all() == [LetterKind.ACCOUNT_CHANGED]


def test_nobody_unknown_is_reset(app: Flask) -> None:
    outcome = app.test_cli_runner().invoke(args=["users", "reset-second-factor", "nobody@example.org"])
    assert outcome.exit_code == 1
