"""The place that a backup takes the place of, where it can still be read: who was erased there since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.lib.transaction_kind import reading
from app.services.privacy import erasure_log


def erased_since(engine: Engine, moment: datetime) -> list[str]:
    """Who was erased there at their own request since a moment, in ids; of other rules the rules see by themselves."""
    with reading(), Session(engine) as session:
        return erasure_log.subjects_since(moment, session)
