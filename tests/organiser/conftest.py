"""An organiser who is signed in."""

from __future__ import annotations

import pytest

from app.services import heartbeats
from tests.factories.users import a_user
from tests.pages import Visitor
from tests.signing_in import sign_in


@pytest.fixture
def organiser(client: Visitor) -> Visitor:
    """A visitor who organises all events, while the worker is running."""
    heartbeats.beat()
    return sign_in(client, a_user())
