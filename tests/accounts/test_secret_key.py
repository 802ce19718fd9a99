"""The secret key is changed: while the one of before is named, second factors and cookies still open."""

from __future__ import annotations

from flask import Flask

from app.extensions import db
from app.models import User
from tests.accounts.attempts import enter, is_in
from tests.factories.second_factors import SEED
from tests.pages import Visitor


def test_an_app_survives_a_change_of_the_secret_key(app: Flask, client: Visitor, agent: User) -> None:
    from app.lib.sealed_values import Safe
    from app.services.accounts import proving

    before = agent.second_factor
    config = app.config
    old, config["SECRET_KEY"] = config["SECRET_KEY"], "the key of this year, long enough for anybody"
    config["SECRET_KEY_FALLBACKS"] = [old]
    try:
        assert enter(client, agent).status == 303
        db.session.refresh(agent)
        assert agent.second_factor != before, "sealed anew, so that the old key can be forgotten"
        only_new = Safe([config["SECRET_KEY"]])
        assert only_new.open(str(agent.second_factor), proving.purpose(agent)) == SEED
    finally:
        config["SECRET_KEY"], config["SECRET_KEY_FALLBACKS"] = old, []


def test_who_is_signed_in_stays_so_while_the_secret_key_changes(
    app: Flask, client: Visitor, agent: User
) -> None:
    enter(client, agent)
    config = app.config
    old, config["SECRET_KEY"] = config["SECRET_KEY"], "the key of this year, long enough for anybody"
    try:
        assert not is_in(client), "a key that nobody names opens nothing"
        config["SECRET_KEY_FALLBACKS"] = [old]
        assert is_in(client)
    finally:
        config["SECRET_KEY"], config["SECRET_KEY_FALLBACKS"] = old, []
