"""The privacy notice, in versions. The first one comes with the application."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Notice
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


def _text(folder: Path, language: str) -> str:
    return (folder / f"notice_{language}.txt").read_text(encoding="utf-8").strip()
