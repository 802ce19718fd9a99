"""Files that were handed in or made: kept in the database, piece by piece, under names that nobody chose.

They stand and fall with the transaction, like every row: nothing is left of a refusal, of a rollback or of a killed process,
and each host of an installation sees them. Memory stays flat, however large a file is.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import IO, NamedTuple

from sqlalchemy import Engine, delete, insert, select, update

from app.extensions import db
from app.lib.clock import now
from app.lib.transaction_kind import reading
from app.models import StoredFile, StoredPiece
from app.services.errors import NotFound
from app.services.event_errors import FileMissing, FileTooLarge

PIECE = 256 * 1024  # bytes
_AT_ONCE = 4  # pieces in memory while a file is read


class Stored(NamedTuple):
    """A file that is kept: its name here and its size in bytes."""

    name: str
    size: int


class Interrupted(Exception):
    """A file was taken away while somebody was reading it."""


def keep(content: IO[bytes], most: int) -> Stored:
    """Keep a file of at most so many bytes; it stays if the transaction is committed.

    Raises:
        FileMissing: there is nothing in it.
        FileTooLarge.
    """
    name = uuid.uuid4().hex
    with db.session.no_autoflush:  # what the caller is about to say of its row belongs into one statement
        db.session.execute(insert(StoredFile).values(name=name, size=0, sha256="", kept_at=now()))
        try:
            size, digest = _put(name, content, most)
        except (FileMissing, FileTooLarge):
            remove(name)
            raise
        whole = update(StoredFile).where(StoredFile.name == name).values(size=size, sha256=digest)
        db.session.execute(whole.execution_options(synchronize_session=False))
    return Stored(name, size)


def remove(name: str) -> None:
    """Take a file away, as soon as the transaction is committed."""
    with db.session.no_autoflush:
        gone = delete(StoredFile).where(StoredFile.name == name)
        db.session.execute(gone.execution_options(synchronize_session=False))


def found(name: str) -> StoredFile:
    """What is known of a file: its size, the digest of its content and since when it is kept.

    Raises:
        NotFound: it is not there.
    """
    file = db.session.scalar(select(StoredFile).where(StoredFile.name == name))
    if file is None:
        raise NotFound
    return file


def pieces(name: str) -> Iterator[bytes]:
    """The content of a file that is committed, in its order; call it within the application, iterate wherever you like.

    A few pieces at a time are read, each time in a short transaction of its own: a download goes on after its view has ended,
    and a slow one holds neither a connection nor, on SQLite, the log back. What stands under a name never changes.

    Raises:
        NotFound: it is not there.
        Interrupted: it was taken away meanwhile.
    """
    return _pieces(db.engine, name)


def _put(name: str, content: IO[bytes], most: int) -> tuple[int, str]:
    digest, size, number = hashlib.sha256(), 0, 0
    while piece := _piece(content):
        size += len(piece)
        if size > most:
            raise FileTooLarge(megabytes=most // (1024 * 1024))
        digest.update(piece)
        db.session.execute(insert(StoredPiece).values(file=name, number=number, content=piece))
        number += 1
    if not size:
        raise FileMissing
    return size, digest.hexdigest()


def _piece(content: IO[bytes]) -> bytes:
    """The next piece, whole but for the last, also of something that gives what it has at the moment."""
    piece = content.read(PIECE)
    while 0 < len(piece) < PIECE and (more := content.read(PIECE - len(piece))):
        piece += more
    return piece


def _pieces(engine: Engine, name: str) -> Iterator[bytes]:
    left, number = _size(engine, name), 0
    while left > 0:
        some = _read(engine, name, number)
        if not some:
            raise Interrupted
        number += len(some)
        left -= sum(map(len, some))
        yield from some


def _size(engine: Engine, name: str) -> int:
    with reading(), engine.connect() as connection:
        size = connection.scalar(select(StoredFile.size).where(StoredFile.name == name))
    if size is None:
        raise NotFound
    return size


def _read(engine: Engine, name: str, first: int) -> list[bytes]:
    wanted = StoredPiece.number.between(first, first + _AT_ONCE - 1)
    query = select(StoredPiece.content).where(StoredPiece.file == name, wanted).order_by(StoredPiece.number)
    with reading(), engine.connect() as connection:
        return list(connection.scalars(query))
