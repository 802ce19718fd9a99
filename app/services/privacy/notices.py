"""The privacy notice, in versions. The first one comes with the application; a published one is never changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Notice
from app.services.errors import NotFound
from app.services.reference_data import FOLDER


def publish_first(folder: Path = FOLDER) -> bool:
    """Publish the notice of the reference data as version 1, unless there is a notice already.

    Returns:
        Whether it was published.
    """
    if db.session.scalar(select(Notice.id).limit(1)) is not None:
        return False
    texts = {f"text_{language}": _text(folder, language) for language in ("en", "fr")}
    db.session.add(Notice(number=1, published_at=now(), **texts))
    db.session.flush()
    return True


def versions() -> Sequence[Notice]:
    """All that was published, the newest first; the first of them is in force."""
    return db.session.scalars(select(Notice).order_by(Notice.number.desc())).all()


def of_number(number: int) -> Notice:
    """A version of the notice.

    Raises:
        NotFound: it was never published.
    """
    notice = db.session.scalar(select(Notice).where(Notice.number == number))
    if notice is None:
        raise NotFound
    return notice


def _text(folder: Path, language: str) -> str:
    return (folder / f"notice_{language}.txt").read_text(encoding="utf-8").strip()
