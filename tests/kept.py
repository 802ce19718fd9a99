"""What is kept of files, as the present transaction sees it."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import select

from app.extensions import db
from app.models import StoredFile, StoredPiece


def contents() -> dict[str, bytes]:
    """The content of each file by its name; of a piece without its file, too."""
    found = dict.fromkeys(db.session.scalars(select(StoredFile.name)), b"")
    rows = db.session.execute(
        select(StoredPiece.file, StoredPiece.content).order_by(StoredPiece.file, StoredPiece.number)
    )
    for name, pieces in groupby(rows, lambda row: str(row.file)):
        found[name] = b"".join(bytes(piece.content) for piece in pieces)
    return found


def all_contents() -> list[bytes]:
    """The same without the names, in an order of its own."""
    return sorted(contents().values())
