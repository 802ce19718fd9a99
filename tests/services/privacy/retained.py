"""What has its period behind it, and the run that forgets it, for the tests of retention."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Event,
)
from app.services.privacy import retention
from app.services.privacy.periods import Period
from tests.factories.events import an_event


def ended(days: float, **changes: Any) -> Event:
    """An event that ended so many days ago."""
    end = now() - timedelta(days=days)
    return an_event(**{"starts_at": end - timedelta(days=1), "ends_at": end, **changes})


def after(months: int, days: int = 0) -> float:
    """How many days ago something was that happened so many months and days ago."""
    at = now()
    return (at - Period(months, in_months=True).before(at)).total_seconds() / 86400 + days


def due(name: str) -> int:
    """What the preview says."""
    return next(row.number for row in retention.preview() if row.rule.name == name)


def run(maildir: Path, name: str | None = None) -> int:
    """All batches of a rule, or of all rules."""
    rules = [rule for rule in retention.RULES if name in {None, rule.name}]
    number = 0
    for rule in rules:
        while gone := retention.run_batch(rule, maildir):
            number += gone
    db.session.commit()
    return number
