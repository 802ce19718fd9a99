"""A correspondent of Moldova who has come in."""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import Person
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.mandates import a_correspondent
from tests.pages import Visitor


@pytest.fixture
def speaker(app: Flask) -> Person:
    """The national correspondent of Moldova (MD)."""
    return a_correspondent(a_body("MD"), family_name="MUNTEANU", given_name="Ion", email="ion@igp.example")


@pytest.fixture
def correspondent(client: Visitor, speaker: Person) -> Visitor:
    """A visitor who is in as the correspondent of Moldova; `tests.delegation.entering.enter` lets in others."""
    enter(client, speaker)
    return client
