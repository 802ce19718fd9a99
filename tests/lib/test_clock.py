"""The clock can be set for a block of work, and goes right afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.lib import clock

NOON = datetime(2024, 3, 19, 12, tzinfo=ZoneInfo("Europe/Paris"))


def test_it_tells_the_moment_it_was_set_to_in_utc() -> None:
    with clock.set_to(NOON):
        assert clock.now().isoformat() == "2024-03-19T11:00:00+00:00"
        with clock.set_to(NOON + timedelta(days=1)):
            assert clock.now().day == 20
        assert clock.now().day == 19
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_it_goes_right_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), clock.set_to(NOON):
        _ = 1 / 0
    assert clock.now().year != 2024
