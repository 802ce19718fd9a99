"""Somebody at the desk who has a password."""

from __future__ import annotations

import pytest
from flask import Flask

from app.lib import password_hash
from app.models import User
from tests.accounts.attempts import PASSWORD
from tests.factories import users


@pytest.fixture
def agent(app: Flask) -> User:
    return users.a_desk_agent(email="Desk@secretariat.example", password_hash=password_hash.made(PASSWORD))
