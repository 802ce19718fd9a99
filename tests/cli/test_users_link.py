"""`flask users send-link`: for whoever has lost the password or the letter."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Letter, LetterKind, LinkPurpose
from app.services import access_links
from app.services.accounts import passwords
from app.services.errors import LinkExpired
from tests.factories import users


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
