"""The worker's units of work: each begins as a writing transaction, commits at its end, and leaves nothing open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.extensions import db
from app.lib import outages, transaction_kind


@contextmanager
def unit() -> Iterator[None]:
    """A unit that may write: committed at its end, or rolled back whole."""
    with transaction_kind.writing():
        try:
            yield
            db.session.commit()
        finally:
            outages.discard(db.session)


@contextmanager
def glance() -> Iterator[None]:
    """A unit that only reads and keeps nobody waiting."""
    with transaction_kind.reading():
        try:
            yield
        finally:
            outages.discard(db.session)
