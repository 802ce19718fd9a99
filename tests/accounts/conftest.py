"""Somebody at the desk who has a password and an app."""

from __future__ import annotations

import pytest
from flask import Flask

from app.lib import password_hash
from app.models import User
from tests.accounts.attempts import PASSWORD
from tests.factories import users
from tests.factories.second_factors import an_app_of


@pytest.fixture
def agent(app: Flask) -> User:
    user = users.a_desk_agent(email="Desk@secretariat.example", password_hash=password_hash.made(PASSWORD))
    an_app_of(user)
    return user
